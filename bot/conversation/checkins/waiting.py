"""A question in the middle of joining: it is answered, and what was asked is asked again under the answer."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import HUMAN
from bot.conversation.state import Conversation, Following, Heard, Turn
from bot.effects import Escalate, Forget
from bot.messages import Reply, Say
from bot.programmes import Starter
from knowledge import Atlas

from . import joining
from .around import Around
from .choosing import current
from .scene import question

MOST_ASIDES = 3
"""Times a question is asked again; then it is left to them."""
_STEPS = ("place", "goal-ask", "goal-help", "goal-change", "goal-confirm")
_ELSEWHERE = frozenset("answer greeting help ack menu compare rules refuse privacy identity language".split())
"""Kinds of replies that end a matter; one that asks something is answered first."""
_ASKING = (HUMAN.id, "forget:yes", "language:")
"""First buttons of replies that ask something all the same."""


def asked_again(before: Conversation, heard: Heard, turn: Turn, atlas: Atlas, now: datetime) -> Turn | None:
    """The turn with the open question of joining after its answer; None if none is open or it must wait."""
    follow = open_question(before)
    if follow is None or not turn.replies or turn.conversation.draft:
        return None
    if any(isinstance(effect, Escalate | Forget) for effect in turn.effects):
        return None
    kept = replace(turn.conversation, follow=replace(follow, fresh=False))
    last = turn.replies[-1]
    if last.kind not in _ELSEWHERE or (last.choices and last.choices[0].id.startswith(_ASKING)):
        return replace(turn, conversation=kept)
    in_language = last.kind == "language"
    again = _again(Around(kept, heard, atlas, now), whole=in_language)
    if again is None:
        return None
    waits = replace(follow, fresh=True, asides=follow.asides + 1)
    replies = (again,) if in_language else (*turn.replies, again)
    return replace(turn, conversation=replace(kept, follow=waits, asked="", missed=0), replies=replies)


def open_question(conversation: Conversation) -> Following | None:
    """The step of joining that waits for an answer, None if none does or it was asked again often enough."""
    follow, offer = conversation.follow, conversation.first_offer
    if offer.startswith("join:") and not (follow and follow.question == offer):
        follow = Following(0, question=offer)
    if follow is None or follow.asides >= MOST_ASIDES:
        return None
    return follow if follow.question in _STEPS or follow.question.startswith("join:") else None


def _again(around: Around, *, whole: bool) -> Reply | None:
    """The question once more; `whole`: an invitation in another language is shown in full."""
    follow = around.follow
    if follow is None:
        return None
    if follow.question.startswith("join:"):
        return _invited(around.conversation, follow.question, around.atlas, whole=whole)
    enrolment = current(around)
    if enrolment is None or enrolment.follow_up.ended:
        return None
    scene = around.scene(enrolment, follow.step)
    if scene is None:
        return None
    if follow.question == "place":
        return joining.which_place(scene).replies[-1]
    return question(scene, follow.question, kind="enrol")


def _invited(conversation: Conversation, choice: str, atlas: Atlas, *, whole: bool) -> Reply | None:
    _, code, by = choice.split(":")
    programme = atlas.programme(code)
    if programme is None or by not in tuple(Starter):
        return None
    shown = joining.invitation(conversation, programme, Starter(by))
    if whole:
        return shown
    still = Say("enrol.still", {"programme": programme.text(conversation.language).name})
    return Reply("enrol", (still,), tuple(each for each in shown.choices if each.id != HUMAN.id))
