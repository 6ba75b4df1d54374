"""One message at a desk: whose it is, what it does to which escalation, and what is said of it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.casefile.links import link_to
from bot.desk import Asked, By, Desk, DeskBook, Escalation, Member, Outcome, at_desk, number_of
from bot.desk.acts import (
    Approve,
    AskOutcome,
    AskWhere,
    Claim,
    Close,
    Complete,
    Confirm,
    Decline,
    DeskAct,
    Discard,
    HandTo,
    Lead,
    Note,
    PassOn,
    Propose,
    Read,
    Resume,
    Revise,
    TakeBack,
    TakePen,
)
from bot.desk.mistyped import is_lots, mistyped_in_thread
from bot.messages import Edit, Message, Press, Rendered, Reply, Say, Sender, SentFiles, Text, Unsupported
from bot.store import Tables, milliseconds
from bot.texts import Texts
from bot.turn import cases, organising
from bot.turn.desk_chat import DeskTalk, admitted, why_not
from bot.turn.knowing import as_told
from bot.turn.matters import Knows
from bot.turn.organising import Office
from bot.turn.owner_turn import Turn, take_loose_words, take_owner_turn
from intents import Gazetteer
from knowledge import Atlas

_COMMAND = re.compile(r"\s*(?:[/!](?:svara|answer|reply)\b|(?:svara|answer|reply)\s*:)\s*(?P<words>.*)", re.S | re.I)
_HAND = re.compile(
    r"\s*(?:[/!](?:ge|give)\s+(?:till\s+|to\s+)?|(?:ge|lämna)\s+till\s+|give\s+to\s+)(?P<name>[^.,!?]{1,60})", re.I
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk's turn needs of all that the bot knows."""

    book: DeskBook
    atlas: Atlas
    gazetteer: Gazetteer
    texts: Texts
    public_url: str = ""
    bot_name: str = ""


def take_desk_turn(tables: Tables, message: Message, desk: Desk, known: Known, now: datetime) -> tuple[Rendered, ...]:
    """Work one message through. What is said in a thread and asks for nothing gets no answer: it is internal."""
    book = admitted(tables, known.book, desk, message.sender, now=now)
    known, desk = replace(known, book=book), book[desk.id]
    office = Office(desk, as_told(tables, known.atlas, now), known.gazetteer, known.texts, known.bot_name)
    if (said := organising.take(tables, message, office, now)) is not None:
        return said
    by = By(desk, _member(desk, message.sender), why_not(desk, message.sender))
    of_entries = Turn(tables, message, by, Knows(book, known.atlas, known.texts), now)
    if (said := take_owner_turn(of_entries)) is not None:
        return said
    to_bot = isinstance(message.content, Text) and is_lots(message.content.text)
    found = None if to_bot else _escalation(tables, message, desk)
    if found is None:
        return (() if to_bot else take_loose_words(of_entries)) or DeskTalk(
            tables, message, desk, known.texts, now
        ).take()
    if message.content == Press(f"e:{found.number}:read"):
        url, until = link_to(tables, known.public_url, (found.number, desk.id, by.member.id), now)
        act: DeskAct | None = Read(url, until)
    else:
        act = _act(message, found, known)
    if act is None:
        return ()
    about = cases.around(known.book, known.atlas, found, now)
    worked = at_desk(found, act, by, about)
    said = cases.carry_out(tables, worked, about, known.texts)
    if told := _told_besides(act, worked.refused, talk=_is_talk(act, found, by)):
        rendered = known.texts.render(told, desk.language)
        tables.enqueue(desk.chat, rendered, milliseconds(now), thread=message.thread)
        return (*said, rendered)
    return said


def _told_besides(act: DeskAct, refused: str, *, talk: bool) -> Reply | None:
    """Why it was not done; or that words which look meant for the bot are internal like all others."""
    if refused:
        return None if talk else Reply("refused", (Say(f"desk.{refused}"),))
    missed = mistyped_in_thread(act.text) if talk and isinstance(act, Note) else None
    return Reply("desk", (missed,)) if missed else None


def _is_talk(act: DeskAct, escalation: Escalation, by: By) -> bool:
    """Words between people, that nothing was to come of: a refusal would only disturb."""
    return isinstance(act, Note) and not (escalation.pen and escalation.pen.by == by.member.id)


def _member(desk: Desk, sender: Sender | None) -> Member:
    """The member; a stranger is one with no place at the desk, and is refused."""
    known = desk.member(sender.id) if sender else None
    return known or Member(sender.id if sender else "", sender.name if sender else "")


def _escalation(tables: Tables, message: Message, desk: Desk) -> Escalation | None:
    """Named by a button, else by the thread; else the one whose answer somebody was just asked to write."""
    match message.content:
        case Press(choice) if choice.startswith("e:"):
            number = choice.split(":")[1]
            return tables.escalation(int(number)) if number.isdecimal() and len(number) < 16 else None
        case Press():
            return None
    handle = tables.handle_of(message.room, message.thread) if message.thread else None
    found = number_of(handle) if handle else None
    if found is not None:
        return tables.escalation(found)
    return _asked_to_write(tables, message, desk) if isinstance(message.content, Text | SentFiles) else None


def _asked_to_write(tables: Tables, message: Message, desk: Desk) -> Escalation | None:
    """Where there are no threads, people write below the question instead of answering it. It becomes a draft only:
    words that would be shown at once must be written as an answer to the question."""
    writer = message.sender.id if message.sender else ""
    asked = [
        each
        for each in tables.escalations(desk.id, only_open=True)
        if each.pen and each.pen.by == writer and each.pen.asked is Asked.ANSWER
    ]
    return asked[0] if len(asked) == 1 else None


def _writes(message: Message, escalation: Escalation) -> bool:
    """Was the sender asked for words? Then they are those words, whatever they look like."""
    return bool(escalation.pen and message.sender and escalation.pen.by == message.sender.id)


def _act(message: Message, escalation: Escalation, known: Known) -> DeskAct | None:
    match message.content:
        case Press(choice):
            return _pressed(choice.split(":")[2:])
        case Text(text) if command := _COMMAND.fullmatch(text):
            return Propose(command["words"].strip(), message.id)
        case Text(text) if not _writes(message, escalation) and (handed := _HAND.fullmatch(text)):
            return HandTo(handed["name"].strip())
        case Text(text):
            return _written(text, message, escalation, known)
        case SentFiles(files, caption):
            command = _COMMAND.fullmatch(caption)
            words = command["words"].strip() if command else caption
            return Propose(words, message.id, files) if command else Note(words, message.id, files)
        case Unsupported() if _writes(message, escalation):
            return Propose("", message.id)  # a sticker is no answer: they are asked to write
        case Edit(message_id, text):
            command = _COMMAND.fullmatch(text)
            return Revise(command["words"].strip() if command else text, message_id)
        case _:
            return None


def _written(text: str, message: Message, escalation: Escalation, known: Known) -> DeskAct:
    """Words in the thread; where a desk was asked for, its name."""
    pen = escalation.pen
    if pen and pen.asked in (Asked.WRONG, Asked.MOVE) and message.sender and message.sender.id == pen.by:
        return PassOn(_desk_named(text, known), wrong=pen.asked is Asked.WRONG)
    return Note(text, message.id)


def _desk_named(text: str, known: Known) -> str:
    """The id of the desk that words name: as it is called, or by a municipality it answers for."""
    called = {name.casefold(): desk.id for name, desk in known.book.by_name.items()}
    if found := called.get(" ".join(text.split()).casefold()):
        return found
    codes = [code for place in known.gazetteer.find(text) for code in place.codes]
    routes = (known.book.route(code) for code in codes)
    return next((route.desk.id for route in routes if route and route.why != "fallback"), text.strip())


def _pressed(words: list[str]) -> DeskAct | None:
    match words:
        case ["claim"]:
            return Claim()
        case ["lead"]:
            return Lead()
        case ["decline"]:
            return Decline()
        case ["approve"]:
            return Approve()
        case ["pen", ("answer" | "pause" | "extend") as asked]:
            return TakePen(Asked(asked))
        case ["confirm", *key] if len(key) < 2:
            return Confirm(*key)
        case ["discard"]:
            return Discard()
        case ["undo", number] if number.isdecimal():
            return TakeBack(int(number))
        case ["complete"]:
            return Complete()
        case ["resume"]:
            return Resume()
        case ["where", ("wrong" | "on") as how]:
            return AskWhere(wrong=how == "wrong")
        case [("wrong" | "on") as how, desk]:
            return PassOn(desk, wrong=how == "wrong")
        case ["outcome"]:
            return AskOutcome()
        case ["close", outcome] if outcome in tuple(Outcome):
            return Close(Outcome(outcome))
    return None
