"""What is needed to go on: the right door, by the same guidance as any question, or a person who gets the summary."""

from dataclasses import replace
from datetime import datetime

from bot.conversation import guidance
from bot.conversation.meaning import TALK, is_sure, topics_of
from bot.conversation.named import meant_spots
from bot.conversation.person.checking import checked
from bot.conversation.person.drafting import proposed
from bot.conversation.state import Conversation, Spot, Turn
from bot.messages import Part, Reply, Say
from bot.programmes import CheckInRecord, State
from intents import Understood
from knowledge import Question

from .scene import STATES, Scene, ask, closing, values

PERSON = "business.contact"
"""The topic whose door is a person."""


def topics_needed(conversation: Conversation, understood: Understood | None) -> tuple[str, ...]:
    """The doors that a text asks for, if it is clear."""
    if understood is None or not is_sure(conversation, understood) or understood.intent in TALK:
        return ()
    return topics_of(understood)


def door(scene: Scene, topics: tuple[str, ...], *before: Part, then: str = "") -> Turn:
    """What was said is kept and the next date told; then the door, with a person as its last way.

    Last comes the question `then`, if more is to be asked.
    """
    if topics == (PERSON,):
        return person(scene, *before)
    kept = ask(scene, then) if then else closing(scene, *before)
    noted = replace(kept.replies[0], choices=()) if not then else Reply("checkin", (*before, Say("follow.noted")))
    here = kept.conversation.at(scene.enrolment.place) if scene.enrolment.place else kept.conversation
    understood = scene.heard.understood
    named = meant_spots(understood, scene.atlas) if understood else ()
    spots = named or ((Spot(scene.enrolment.place),) if scene.enrolment.place else ())
    shown = guidance.answer_all(replace(here, asked="topic"), topics, spots, scene.atlas)
    summed_up = replace(shown, conversation=_summed_up(scene, shown.conversation, topics[0]))
    # A desk may want to read the answers on a topic first, also when a check-in leads to them.
    told = checked(summed_up, scene.heard, scene.atlas, scene.now)
    asks = kept.replies if then and told is summed_up else ()
    return Turn(told.conversation, (noted, *told.replies, *asks), (*kept.effects, *told.effects))


def person(scene: Scene, *before: Part) -> Turn:
    """Exactly what would be passed on, to whom and why; nothing leaves without a yes to just that (F7)."""
    kept = scene.turn()
    here = kept.conversation.at(scene.enrolment.place) if scene.enrolment.place else kept.conversation
    topic = scene.record.need_topic if scene.record else ""
    talk = _summed_up(scene, replace(here, asked="place"), topic)
    shown = proposed(guidance.human(talk, (), scene.atlas), scene.heard, scene.atlas, scene.now)
    first, *rest = shown.replies
    led = replace(first, parts=(*before, *first.parts))
    return Turn(shown.conversation, (led, *rest), (*kept.effects, *shown.effects))


def with_own_words(scene: Scene, asked: Question, label: str) -> str:
    """What is needed, after what they wrote of it themselves; another button takes the place of the one before."""
    told = scene.record.need if scene.record else ""
    buttons = {each.label(scene.conversation.language) for each in asked.answers}
    own = next((told.removesuffix(f". {each}") for each in buttons if told.endswith(f". {each}")), told)
    return label if not own or own in buttons else f"{own}. {label}"


def _summed_up(scene: Scene, conversation: Conversation, topic: str) -> Conversation:
    """Should it go to a person, these are the words that are shown first."""
    follow = conversation.follow
    following = replace(follow, person=True) if follow else None
    return replace(conversation, said=summary(scene), said_topic=topic, shown=(), follow=following)


def summary(scene: Scene) -> str:
    """The last check-ins, as a person at the municipality would read them: only what was told."""
    language = scene.conversation.language
    records = [each for each in scene.records if scene.record is None or each.step != scene.record.step][-1:]
    records += [scene.record] if scene.record else []
    told = {name: value for name, value in values(scene).items() if isinstance(value, str)}
    lines = scene.atlas.script["summary"].text(language).format_map(_Plain(told)).splitlines()
    line = scene.atlas.script["summary-check-in"].text(language)
    lines += [_line(scene, each, line, language) for each in records if each.state or each.need or each.next]
    return "\n".join(lines)


class _Plain(dict[str, str]):
    """Names that are not told stay empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _line(scene: Scene, record: CheckInRecord, template: str, language: str) -> str:
    """One check-in: its day, how it went, what was said to be next and needed."""
    at = record.answered_at or record.asked_at
    parts = filter(None, (state_label(scene, record.state, language), record.next, record.need))
    told = ". ".join(f"{part[:1].upper()}{part[1:]}" for part in parts)
    return template.format_map(_Plain(date=_day(scene, at), told=told))


def _day(scene: Scene, at: datetime) -> str:
    return scene.hours.wall(at).date().isoformat()


def state_label(scene: Scene, state: State | None, language: str) -> str:
    """The words of the button that says it."""
    answers = scene.atlas.script["status-ask"].answers
    return next((each.label(language) for each in answers if STATES.get(each.id) is state and state), "")
