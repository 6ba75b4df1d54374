"""The card: what a desk sees of an escalation, and the buttons under it."""

from bot.messages import Choice, Label, Moment, Part, Quote, Reply, Say
from bot.promise import Kind

from .around import Around
from .desks import Desk
from .escalation import Escalation, Outcome, Status
from .worked import Post


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
    if escalation.is_open:
        parts.append(Say("desk.internal"))
    return Reply("card", tuple(parts), ((read_button(escalation),) if desk.pointer else ()) + buttons(escalation))


def new_card(escalation: Escalation, around: Around) -> Post:
    """The card as the first message of a thread."""
    shown = card(escalation, around.desk(escalation), around.tried(escalation))
    return Post(escalation.desk, shown, handle=escalation.card, opens=Say("desk.thread", title_values(escalation)))


def title_values(escalation: Escalation) -> dict[str, str | Label]:
    """What an escalation is called in a line."""
    topic = Label(f"topic.{escalation.topic}") if escalation.topic else Label("desk.no_topic")
    return {"number": str(escalation.number), "place": escalation.place_name or "Sverige", "topic": topic}


def state(escalation: Escalation, desk: Desk) -> tuple[str, dict[str, str | Label | Moment]]:
    """How it stands: a text and what is put into it."""
    owner = desk.member(escalation.owner)
    name = owner.name if owner else escalation.owner
    if escalation.outcome:
        return "desk.state_closed", {"outcome": Label(f"desk.outcome_{escalation.outcome}")}
    if any(clock.paused for clock in escalation.promise.open):
        return "desk.state_paused", {}
    owed = [clock for clock in escalation.promise.open if clock.kind is not Kind.ACKNOWLEDGEMENT]
    deadline = min((clock.deadline for clock in owed if clock.deadline), default=None)
    if deadline is None and escalation.status is not Status.ANSWERED:
        return "desk.state_late", {}
    if deadline is None:
        return "desk.state_answered", {"owner": name}
    if escalation.owner:
        return "desk.state_taken", {"owner": name, "deadline": Moment(deadline)}
    return "desk.state_open", {"deadline": Moment(deadline)}


def buttons(escalation: Escalation) -> tuple[Choice, ...]:
    """What can be done now; taking it first, while nobody has."""
    if not escalation.is_open:
        return ()
    paused = any(clock.paused for clock in escalation.promise.open)
    take = (button(escalation, "claim", "desk.claim"),) if escalation.status is Status.OPEN else ()
    return (
        *take,
        button(escalation, "pen:answer", "desk.answer"),
        button(escalation, "resume", "desk.resume") if paused else button(escalation, "pen:pause", "desk.pause"),
        button(escalation, "where:wrong", "desk.wrong"),
        button(escalation, "where:on", "desk.pass_on"),
        button(escalation, "outcome", "desk.close"),
    )


def outcomes(escalation: Escalation) -> tuple[Choice, ...]:
    """What it may have come to."""
    return tuple(button(escalation, f"close:{each}", f"desk.outcome_{each}") for each in Outcome)
