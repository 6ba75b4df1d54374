"""Where the talk has been, and what lay side by side last: for "tillbaka", "den andra", "båda"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.messages import Choice, WhoDoesWhat

from .moves import ordinal_of, points_at_all, points_at_both, points_back
from .state import Conversation, Stop, Turn

LONGEST = 6
"""Answers that are remembered, the newest last."""

_ANSWERS = frozenset({"answer", "compare"})
_TO_A_PERSON = frozenset({"human", "comfort"})
_ASKS = frozenset({"clarify", "ask_place", "ask_topic", "greeting", "menu", "help"})


def remembered(turn: Turn, named: Sequence[str] = ()) -> Turn:
    """The turn with what it answered or offered kept for what may come. `named` are the municipalities of the message,
    whether they are meant or not: "båda" are those."""
    if not turn.replies:
        return turn
    after = turn.conversation
    kinds = {reply.kind for reply in turn.replies}
    after = replace(after, person=after.asked == "person" or bool(kinds & _TO_A_PERSON))
    advised = any(isinstance(part, WhoDoesWhat) for reply in turn.replies for part in reply.parts)
    if kinds & (_ANSWERS | _ASKS) and not advised:
        after = replace(after, told=())
    if kinds & _ANSWERS and after.topic:
        stop = Stop(after.topic, after.places)
        trail = (*(each for each in after.trail if each != stop), stop)[-LONGEST:]
        after = replace(after, trail=trail, options=_beside(after, stop, named if len(turn.replies) == 1 else ()))
    elif kinds & _ASKS and len(offered := tuple(_stops(turn.replies[-1].choices))) > 1:
        after = replace(after, options=offered)
    return replace(turn, conversation=after)


def _beside(after: Conversation, stop: Stop, named: Sequence[str]) -> tuple[Stop, ...]:
    """What lies side by side after an answer: its places, those that were named, or what it was chosen from."""
    places = stop.places if len(stop.places) > 1 else named
    if len(places) > 1:
        return tuple(Stop(stop.topic, (code,)) for code in places)
    return after.options if any(each.is_like(stop) for each in after.options) else ()


def _stops(choices: Iterable[Choice]) -> Iterator[Stop]:
    for choice in choices:
        match choice.id.split(":"):
            case ["topic", topic]:
                yield Stop(topic)
            case ["door", code, topic]:
                yield Stop(topic, (code,))
            case ["place", code]:
                yield Stop("", (code,))


def pointed(conversation: Conversation, text: str) -> tuple[Stop, ...]:
    """What a text points at among what was said or offered before: nothing, one or several."""
    beside = conversation.options if len(conversation.options) > 1 else ()
    if points_at_all(text):
        return beside
    if points_at_both(text):
        two = beside if len(beside) == 2 else conversation.trail[-2:]
        return two if len(two) == 2 else ()
    at = ordinal_of(text)
    if points_back(text):
        way = conversation.trail
        if at is None:
            # What would go to a person hides the last answer: back is there.
            fresh = conversation.draft is not None and not conversation.draft.asides
            return way[-1:] if fresh or len(way) == 1 else way[-2:-1]
        return _nth(way if len(way) > 1 else beside, at)
    if at is None or conversation.asked or (beside and _in_view(conversation)):
        return ()
    return _nth(beside or conversation.trail, at)


def _in_view(conversation: Conversation) -> bool:
    """Are all of what lay side by side still on the buttons in view? Then it is those that are counted."""
    buttons = {offer.id for offer in conversation.offered}
    return buttons.issuperset(f"topic:{stop.topic}" for stop in conversation.options)


def _nth(stops: tuple[Stop, ...], at: int) -> tuple[Stop, ...]:
    return (stops[at],) if len(stops) > max(at, 1) else ()


def side_by_side(conversation: Conversation, *, every: bool = False) -> tuple[str, ...]:
    """The municipalities that "both" are: those in focus, or the latest two that the same matter was asked about.

    `every`: all that it was asked about, as "jämför alla tre" wants.
    """
    if len(conversation.places) > 1 and not every:
        return conversation.places
    same = [stop for stop in conversation.trail if stop.topic == conversation.topic]
    codes = dict.fromkeys(code for stop in reversed(same) for code in stop.places)
    offered = dict.fromkeys(code for stop in conversation.options for code in stop.places)
    if len(codes) < 2 and len(offered) > 1:
        return tuple(offered)
    return tuple(reversed(list(codes)[: len(codes) if every else 2]))
