"""The talk with a person: what belongs to a question that a desk has, and what is kept in case one gets it.

It stands around the guidance: `heard_first` takes what is about a question with a person, `remembered` keeps what
a person would want to know.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.aspects import aspect_of
from bot.conversation.calendars import deadline_file
from bot.conversation.choices import HUMAN, MENU, chosen
from bot.conversation.moves import Move, move_of, ordinal_of, points_at_both, points_back, rest_of, tokens
from bot.conversation.referring import clause_of
from bot.conversation.state import Conversation, Heard, Turn
from bot.desk import Escalation
from bot.desk.acts import AnswerOffer, Change, Complete, Contest, PersonAct, Rate, Withdraw
from bot.desk.pausing import deadline_of
from bot.effects import ToEscalation
from bot.messages import Deleted, Edit, Fact, Part, Press, Reply, Say, SentFiles, Text
from bot.promise import receipt
from intents import Understood

from . import drafting
from .drafting import case_choices, is_place, no_clock, say
from .masking import masked
from .relaying import passed, relayed, takes_words
from .waiting_words import words_about
from .wishing import wish_of
from .with_person import heard_with_person, still_with

FEW, SOME, EXPLAINING = 3, 6, 12
"""Words that lean on what was said before if they are not clear; words that do if they are of the same matter; and
words that say what was meant, once that was asked."""

_OF_WHAT = re.compile(r"\b(fraga|kolla|ask|check)\b.* (om|about|ifall|whether|if) (?!det$|detta$|it$|this$)\w+")
"""An order that says what is to be asked: "kan du fråga dom om industrimark"."""

_GOING_ON = frozenset("och o a and samt plus".split())
"""First words of what goes on from what was said."""

_OF_ANYTHING = ("service_guarantee", "complaint")
"""Matters that are about another: how long that takes, that it went wrong."""

_OF_THE_TALK = frozenset(
    {Move.ANYWHERE, Move.WHY_WHERE, Move.NEVER_MIND, Move.NONE, Move.ENOUGH, Move.AGAIN, Move.ASKING}
)
"""What is said of the bot's question, and no question of theirs: "vet inte"."""

ANSWERING = frozenset("answer compare ask_topic ask_place clarify refuse guide privacy checkin".split())
"""Kinds of replies after which words are the bot's again; a courtesy or a receipt between is no such reply."""


def heard_first(conversation: Conversation, heard: Heard, now: datetime) -> Turn | None:
    """The turn, if the message is about a question with a person; None if it is the guidance's."""
    match heard.content:
        case Press(choice):
            return _pressed(conversation, choice, heard, now)
        case Text(text) if typed := chosen(text, conversation.offered):
            return _pressed(conversation, typed, heard, now)
        case Text(text) if conversation.draft and not text.startswith("/"):
            return words_about(conversation, conversation.draft, text, heard, now)
        case Text(text) if heard.escalation and heard.escalation.is_open and (what := wish_of(text, conversation)):
            return _pressed(conversation, f"case:{heard.escalation.number}:{what}", heard, now)
        case Text(text) if heard.escalation and not text.startswith("/"):
            return heard_with_person(conversation, text, heard, heard.escalation, now)
        case SentFiles(files, caption) if heard.escalation and heard.escalation.is_open:
            return relayed(conversation, caption, heard, heard.escalation, files)
        case Edit(message_id, text) if heard.escalation and message_id in conversation.relayed:
            return Turn(
                conversation, effects=(ToEscalation(heard.escalation.number, Change(masked(text), message_id)),)
            )
        case Deleted(message_id) if heard.escalation and message_id in conversation.relayed:
            return _changed(conversation, heard.escalation, Change(None, message_id))
        case _:
            return None


def _changed(conversation: Conversation, escalation: Escalation, change: Change) -> Turn:
    return Turn(conversation, effects=(ToEscalation(escalation.number, change),))


def _pressed(conversation: Conversation, choice: str, heard: Heard, now: datetime) -> Turn | None:
    match choice.split(":"):
        case ["draft", what] if conversation.draft:
            return drafting.pressed(conversation, conversation.draft, what, heard, now)
        case ["draft", "to", desk_id] if conversation.draft and desk_id in heard.desks:
            return drafting.shown(
                conversation, replace(conversation.draft, desk=desk_id, why="chosen", beside=()), heard, now
            )
        case ["draft", *_]:
            return say(conversation, "ack", "human.no_draft", HUMAN, MENU)
        case ["case", number, "calendar"] if heard.escalation and number == str(heard.escalation.number):
            return _dated(conversation, heard.escalation, heard, now)
        case ["case", number, what] if heard.escalation and number == str(heard.escalation.number):
            return _case_pressed(conversation, heard.escalation, what, heard, now=now)
        case ["case", *_]:
            return say(conversation, "ack", "case.over", MENU)
        case _:
            return None


def _case_pressed(
    conversation: Conversation, escalation: Escalation, what: str, heard: Heard, *, now: datetime
) -> Turn | None:
    acts: dict[str, PersonAct] = {
        "move": AnswerOffer(True),
        "stay": AnswerOffer(False),
        "true": Contest(True),
        "untrue": Contest(False),
        "useful": Rate(True),
        "useless": Rate(False),
        "withdraw": Withdraw(),
        "complete": Complete(),
    }
    if what in acts:
        return Turn(conversation, effects=(ToEscalation(escalation.number, acts[what]),))
    match what:
        case "receipt":
            return _receipt(conversation, escalation)
        case "add":
            return say(replace(conversation, adding=True), "escalate", "human.add")
        case "status" | "keep":
            return still_with(conversation, heard, escalation, now)
        case "pass" if conversation.said and takes_words(escalation, heard, now):
            return passed(conversation, conversation.said, conversation.last_message, escalation)
        case "bot":
            return say(replace(conversation, adding=False), "ack", "human.back_to_bot", MENU)
    return None


def _dated(conversation: Conversation, escalation: Escalation, heard: Heard, now: datetime) -> Turn:
    """The promise as a calendar file."""
    deadline = deadline_of(escalation.promise)
    if deadline is None:
        return _no_clock(conversation, escalation)
    desk = heard.desks[escalation.desk].name if escalation.desk in heard.desks else ""
    file = deadline_file(escalation, deadline, desk, now)
    others = tuple(each for each in case_choices(escalation) if not each.id.endswith(":calendar"))
    reply = Reply("receipt", (Say("calendar.added", {"deadline": deadline}),), others, files=(file,))
    return Turn(replace(conversation, asked="", missed=0), (reply,))


def _receipt(conversation: Conversation, escalation: Escalation) -> Turn:
    """How the nearest promise is counted."""
    running = [clock for clock in escalation.promise.open if clock.kind != "acknowledgement"]
    clock = running[0] if running else escalation.promise.nearest
    if clock is None:
        return _no_clock(conversation, escalation)
    reply = Reply("receipt", (receipt(clock, escalation.opened_at),), case_choices(escalation)[1:])
    return Turn(conversation, (reply,))


def _no_clock(conversation: Conversation, escalation: Escalation) -> Turn:
    choices = case_choices(escalation)[1:] if escalation.is_open else (MENU,)
    return Turn(replace(conversation, asked="", missed=0), (Reply("receipt", (no_clock(escalation),), choices),))


def remembered(before: Conversation, heard: Heard, turn: Turn, now: datetime) -> Conversation:
    """What was asked and what was shown, in case it goes to a person."""
    after = turn.conversation
    if after.desk_spoke_at and turn.replies and turn.replies[-1].kind in ANSWERING:
        coming = tuple(each for each in after.desk_spoke_at if datetime.fromisoformat(each) > now)
        after = replace(after, desk_spoke_at=coming)
    told = [part for reply in turn.replies if reply.kind != "human" for part in reply.parts]
    entries = tuple(part.entry.id for part in told if isinstance(part, Fact))
    if entries:
        after = replace(after, shown=tuple(dict.fromkeys((*entries, *after.shown)))[:3])
    if isinstance(heard.content, Press) and heard.content.choice.startswith("topic:") and before.asked == "topic":
        return replace(after, said_topic=after.topic or "")  # what was said is about what they were asked to choose
    if not isinstance(heard.content, Text) or heard.understood is None:
        return after
    understood = heard.understood
    text = heard.content.text
    if understood.intent in ("smalltalk", "human", "privacy") and understood.decision == "answer":
        tells = understood.intent == "human" and any(letter.isdigit() for letter in text)
        return replace(after, said=drafting.fitting(f"{before.said} – {text}")) if tells and before.said else after
    if (
        is_place(understood)
        or move_of(text) in _OF_THE_TALK
        or (before.said and (not _says_more(understood) or _is_told(told)))
    ):
        return after
    if (choice := chosen(text, before.offered)) and (before.said or not choice.startswith("topic:")):
        return after
    # A question on the answer in view is nothing without what was answered.
    goes_along = move_of(text) is not None or tokens(text)[:1] in ([each] for each in _GOING_ON)
    leans = (
        goes_along or _leans(before, after, understood) or any(isinstance(part, Fact) and part.about for part in told)
    )
    explains = before.asked == "topic" and not understood.places and len(text.split()) <= EXPLAINING
    picks = clause_of(before.said, text) is not None
    said = f"{before.said} – {text}" if before.said and (leans or explains or picks) else text
    topic = after.topic if after.topic and after.topic != "business.contact" else before.said_topic
    sure = understood.decision == "answer"
    if topic == "complaint" and not sure:
        topic = before.said_topic  # nobody is told that they complain who only may
    goes_on = said != text and before.said_topic == "complaint"
    asks = aspect_of(text) is not None and len(text.split()) <= FEW  # "who decides" is no complaint
    if goes_on or (sure and not asks and any(need.intent == "complaint" for need in understood.needs)):
        topic = "complaint"  # whatever else it is about: never first read by those it is about
    return replace(after, said=drafting.fitting(said), said_topic=topic or "")


def _is_told(parts: Sequence[Part]) -> bool:
    """Was it a question on the answer in view, and answered? Then nobody need answer it once more."""
    about = any(isinstance(part, Fact) and part.about for part in parts)
    left = ("asked.no_", "asked.same_way")
    return about and not any(isinstance(part, Say) and part.key.startswith(left) for part in parts)


def _says_more(understood: Understood) -> bool:
    """Is there more in it than a place, or what is to be done with the question?"""
    text = understood.text
    if points_back(text) or points_at_both(text) or ordinal_of(text) is not None:
        return False
    if understood.intent == "human" and len(text.split()) <= FEW:
        return False
    names = {word for place in understood.places for word in rest_of(place.text)}
    more = [each for each in rest_of(text) if each not in names]
    least = 1 if understood.places and understood.decision != "answer" else 0
    told = move_of(text) in (None, Move.UNPAID, Move.RUIN) or bool(_OF_WHAT.search(" ".join(tokens(text))))
    return told and len(more) > least


def _leans(before: Conversation, after: Conversation, understood: Understood) -> bool:
    """A few words that say little without those before them: how long does it take?"""
    words = len(understood.text.split())
    unsure = understood.decision != "answer"
    return (words <= FEW and unsure) or (words <= SOME and (unsure or after.topic in (before.topic, *_OF_ANYTHING)))
