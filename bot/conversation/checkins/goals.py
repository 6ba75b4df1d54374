"""What is said instead of a goal when one is asked for."""

from bot.conversation.named import meant_spots
from bot.conversation.state import Turn
from knowledge import Question

from . import moving, plainly
from .joining import placed
from .scene import Scene, ask


def no_goal(scene: Scene, asked: Question, text: str) -> Turn | None:
    """What is said instead of a goal: that they want out, a plain yes or no, or where they are."""
    has_one = bool(scene.enrolment.goal)
    if plainly.wants_out(text) or (plainly.regrets(text) and not has_one):
        return moving.stop(scene)
    if plainly.regrets(text):
        return ask(scene, "goal-confirm")
    if plainly.is_no(text) or (plainly.is_unsure(text) and asked.id != "goal-help"):
        return ask(scene, "goal-confirm" if has_one else "goal-help")
    if plainly.is_yes(text):
        return ask(scene, asked.id)
    understood = scene.heard.understood
    spots = meant_spots(understood, scene.atlas) if understood else ()
    if not plainly.tells_where(text, len(spots)):
        return None
    return placed(scene, tuple(spot.code for spot in spots))
