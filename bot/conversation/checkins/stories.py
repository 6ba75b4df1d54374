"""What came of it, in their own words, and who may read it: shown first exactly as others would read it."""

from dataclasses import replace

from bot.conversation.person.masking import masked
from bot.conversation.state import Turn
from bot.messages import Choice, Reply, Say
from bot.programmes import Share, Story
from bot.programmes.telling import said_state
from knowledge import Question

from .scene import Scene, ask, say

LONGEST_NAME = 80
"""Characters of the name a story is signed with."""


def learnt(scene: Scene, asked: Question, words: str) -> Turn:
    """What made the difference goes with their story, what should be otherwise is a need."""
    if asked.id == "lesson-ask":
        return ask(scene.said(need=words), asked.heard)
    return ask(replace(scene.said(), story=_story(scene, words)), asked.heard)


def _story(scene: Scene, words: str) -> Story:
    return Story(scene.enrolment.number, scene.programme.id, words, Share.NOT, "", scene.now)


def told(scene: Scene, asked: Question, words: str, text: str) -> Turn:
    """What came of it, in their words: kept for themselves until they choose otherwise."""
    state = said_state(text) if scene.record and not scene.record.state else None
    scene = scene.said(**({"state": state} if state else {}))
    before = scene.story
    if asked.id == "share-preview" and before:
        mended = replace(scene, story=replace(before, words=words, at=scene.now))
        return previewed(mended, scene.share or "anonymous", ask_name=False)
    if before and not before.is_shown and before.withdrawn_at is None and before.words not in words:
        words = f"{_sentence(words)} {_sentence(before.words)}"
    return ask(replace(scene, story=_story(scene, words)), asked.heard)


def _sentence(words: str) -> str:
    """Words of theirs beside others, as a sentence."""
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith((".", "!", "?", "…")) else ".")


def previewed(scene: Scene, share: str, *, ask_name: bool = True) -> Turn:
    """Exactly what others would read."""
    if scene.story is None:
        return ask(scene, "story-ask")
    chosen = replace(scene, share=share)
    if share == "named" and ask_name:
        own = scene.enrolment.name
        known = (Choice(f"ci:{scene.enrolment.number}:0:name:own", "choice.name", {"name": own}),) if own else ()
        return chosen.turn(Reply("checkin", (Say("follow.which_name"),), known), waits="name")
    return ask(chosen, "share-preview")


def named(scene: Scene, text: str) -> Turn:
    """The name they want to be shown by, perhaps with their company's."""
    if scene.story is None:
        return ask(scene, "story-ask")
    signed = replace(scene.story, name=masked(text.strip())[:LONGEST_NAME])
    return previewed(replace(scene, story=signed), "named", ask_name=False)


def shared(scene: Scene) -> Scene:
    """Others may read it, as it was shown."""
    if scene.story is None:
        return scene
    chosen = Share.NAMED if scene.share == "named" and scene.story.name else Share.ANONYMOUS
    name = scene.story.name if chosen is Share.NAMED else ""
    return replace(scene, story=replace(scene.story, share=chosen, name=name, at=scene.now, withdrawn_at=None))


def withdrawn(scene: Scene) -> Turn:
    """The story is nobody's but theirs again."""
    if scene.story is None or not scene.story.is_shown:
        return say(scene, "follow.no_story")
    return say(replace(scene, story=replace(scene.story, withdrawn_at=scene.now)), "follow.story_withdrawn")
