"""What somebody opens needs permits too: they stand beside the way to start, or in the one question."""

from dataclasses import replace

from bot.messages import Choice, Label, Reply, Say
from intents import Understood
from knowledge import Atlas, Meaning, case_of, vocabulary

from .choices import HUMAN, topic_choice
from .doors import MOST_BUTTONS
from .state import Turn

_ABOUT = frozenset({"start", "permits"})
"""Matters in which what is opened says more than the matter does."""

_LEAST_USED = ("rules:", "helped:", "wrong:", "near:", "website")
"""Buttons that give way, the first one first."""


def with_permits(turn: Turn, understood: Understood, atlas: Atlas) -> Turn:
    """The turn with the permits for what the text says is opened; as it was if it says nothing of that."""
    topic = turn.conversation.topic
    if topic not in _ABOUT or not turn.replies:
        return turn
    opened = next(iter(case_of(understood.text, atlas).values("opening")), None)
    others = any(isinstance(part, Say) and part.key == "ask.others" for part in turn.replies[-1].parts)
    if opened is None or others:  # permits are no more than one of all that was asked for
        return turn
    *before, last = turn.replies
    meaning = vocabulary().meanings["opening", opened]
    match last.kind:
        case "answer":
            return replace(turn, replies=(*before, _beside(last, meaning)))
        case "clarify":
            return replace(turn, replies=(*before, _asked(last, meaning)))
        case _:
            return turn


def _beside(reply: Reply, opened: Meaning) -> Reply:
    """An answer, and the permits under it."""
    permits = _choices(opened)[: MOST_BUTTONS - 2]
    kept = [choice for choice in reply.choices if choice is not HUMAN]
    for prefix in _LEAST_USED:
        if len(kept) + len(permits) < MOST_BUTTONS:
            break
        kept = [choice for choice in kept if not choice.id.startswith(prefix)]
    said = Say("opening.look_at", {"what": _name(opened)})
    return replace(reply, parts=(*reply.parts, said), choices=(*kept, *permits, HUMAN)[-MOST_BUTTONS:])


def _asked(reply: Reply, opened: Meaning) -> Reply:
    """The one question, about what is really there to choose from."""
    others = [choice for choice in reply.choices if choice.id == "topic:start"]
    permits = _choices(opened)[: MOST_BUTTONS - 1 - len(others)]
    return replace(reply, parts=(Say("opening.ask", {"what": _name(opened)}),), choices=(*others, *permits, HUMAN))


def _choices(opened: Meaning) -> list[Choice]:
    return [topic_choice(permit) for permit in opened.permits]


def _name(opened: Meaning) -> Label:
    return Label("choice.other", {"sv": opened.sv, "en": opened.en})
