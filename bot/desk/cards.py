"""The card: what a desk sees of an escalation, and the buttons under it."""

from typing import assert_never

from bot.messages import Choice, Label, Listed, Part, Quote, Reply, Say, Value

from .around import Around
from .desks import Desk
from .escalation import Escalation, Outcome, Said, Stage, Status
from .pausing import owed
from .worked import Post, Worked


def button(escalation: Escalation, act: str, key: str) -> Choice:
    """A button of the desk. Its id names the escalation: it works in whatever thread it is pressed."""
    return Choice(f"e:{escalation.number}:{act}", key)


def read_button(escalation: Escalation) -> Choice:
    """The way to the words, for a desk whose chat shows none."""
    return button(escalation, "read", "desk.read")


def card(escalation: Escalation, desk: Desk, tried: tuple[str, ...] = ()) -> Reply:
    """Who, where, what, what was already tried, until when; buttons for what can be done now.

    In pointer mode no words: only number, topic, deadline and buttons.
    """
    parts: list[Part] = [Say("desk.card", title_values(escalation)), Say(*state(escalation, desk))]
    if escalation.stuck and escalation.is_open:
        parts.append(Say("desk.stuck"))
    if desk.pointer:
        parts.append(Say("desk.pointer", {"number": str(escalation.number)}))
    else:
        parts.append(Quote(escalation.words, escalation.shown_as))
        if tried:
            parts.append(Say("desk.tried", {"entries": ", ".join(tried)}))
    if escalation.promise.missing and escalation.stage is not Stage.MISSING:
        parts.append(Say("desk.missing", {"needs": Listed(escalation.promise.missing)}))
    if escalation.is_open:
        parts.append(Say("desk.internal"))
    return Reply("card", tuple(parts), ((read_button(escalation),) if desk.pointer else ()) + buttons(escalation))


def new_card(escalation: Escalation, around: Around) -> Post:
    """The card as the first message of a thread."""
    shown = card(escalation, around.desk(escalation), around.tried(escalation))
    return Post(escalation.desk, shown, handle=escalation.card, opens=Say("desk.thread", title_values(escalation)))


def laid_out(worked: Worked, around: Around) -> Worked:
    """The case as a thread in a chat that did not have it: its card, and what has passed since the question was put,
    if anything has and the desk's chat shows words."""
    escalation = worked.escalation
    worked = worked.post(new_card(escalation, around))
    if not escalation.said or around.desk(escalation).pointer:
        return worked
    return worked.post(_so_far(escalation, around))


def _so_far(escalation: Escalation, around: Around) -> Post:
    lines = (Quote(_line(each), each.desk or escalation.shown_as) for each in escalation.said)
    here, theirs = around.desk(escalation).chat, escalation.conversation
    files = (file for each in escalation.said if not each.desk for file in each.files)
    passed_on = tuple(each.passed_on(theirs) for each in files if each.can_be_passed_on(theirs, here))
    return Post(
        escalation.desk,
        Reply("relay", (Say("desk.so_far"), *lines), files=passed_on),
        under=escalation.card,
    )


def _line(said: Said) -> str:
    return "\n".join(filter(None, (said.text, *(each.name for each in said.files))))


def title_values(escalation: Escalation) -> dict[str, str | Label]:
    """What an escalation is called in a line."""
    topic = Label(f"topic.{escalation.topic}") if escalation.topic else Label("desk.no_topic")
    return {"number": str(escalation.number), "place": escalation.place_name or "Sverige", "topic": topic}


def state(escalation: Escalation, desk: Desk) -> tuple[str, dict[str, Value]]:
    """How it stands: a text and what is put into it."""
    stage = escalation.stage
    match stage:
        case Stage.CLOSED:
            return "desk.state_closed", {"outcome": Label(f"desk.outcome_{escalation.outcome}")}
        case Stage.PAUSED:
            return "desk.state_paused", {}
        case Stage.MISSING | Stage.OWED | Stage.GIVEN_UP | Stage.ANSWERED | Stage.UNPROMISED:
            return _state_with_owner(escalation, desk, stage)
        case _:
            assert_never(stage)


def _state_with_owner(escalation: Escalation, desk: Desk, stage: Stage) -> tuple[str, dict[str, Value]]:
    """What is owed, and who has it."""
    owner = desk.member(escalation.owner)
    values: dict[str, Value] = {"owner": owner.name if owner else escalation.owner} if escalation.owner else {}
    promised = owed(escalation.promise) if stage is Stage.OWED else {}
    if stage is Stage.MISSING:
        values["needs"] = Listed(escalation.promise.missing)
    return f"desk.state_{stage}" + ("_by" if escalation.owner else ""), values | promised


def buttons(escalation: Escalation) -> tuple[Choice, ...]:
    """What can be done now; taking it first, while nobody has."""
    if not escalation.is_open:
        return ()
    paused = any(clock.paused for clock in escalation.promise.open)
    take = (button(escalation, "claim", "desk.claim"),) if escalation.status is Status.OPEN else ()
    there = (button(escalation, "complete", "desk.all_there"),) if escalation.promise.missing else ()
    pause = button(escalation, "resume", "desk.resume") if paused else button(escalation, "pen:pause", "desk.pause")
    return (
        *take,
        button(escalation, "pen:answer", "desk.answer"),
        *there,
        *(() if escalation.stage is Stage.MISSING else (pause,)),
        button(escalation, "where:wrong", "desk.wrong"),
        button(escalation, "where:on", "desk.pass_on"),
        button(escalation, "outcome", "desk.close"),
    )


def outcomes(escalation: Escalation) -> tuple[Choice, ...]:
    """What it may have come to."""
    return tuple(button(escalation, f"close:{each}", f"desk.outcome_{each}") for each in Outcome)
