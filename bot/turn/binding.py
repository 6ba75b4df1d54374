"""A desk's chat is bound by a code: made by `lots desk add`, used once, in the chat itself."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from bot.desk import ChangeKind, DeskBook, DeskChange
from bot.desk.upkeep import is_upkeep
from bot.messages import Message, Rendered, Reply, Say, Standing, Text, Value
from bot.store import DeskCode, Tables, milliseconds
from bot.texts import Texts

HOURS = 24
"""How long a code may be used."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are taken for others when they are read aloud."""

_CODE = re.compile(
    rf"\s*(?P<addressed>[/!]lots(?:@\w+)?\s+)?(?P<code>[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}})\s*", re.I
)


def new_code(tables: Tables, desk: str, name: str, serves: tuple[str, ...], now: datetime) -> str:
    """A code for a desk, 60 bits; those before it for the same desk hold no more. Only its hash is kept."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    tables.add_desk_code(_digest(code), DeskCode(desk, name, serves, now + timedelta(hours=HOURS)))
    return code


def code_in(message: Message) -> str | None:
    """The code that a message to us consists of, if it does."""
    if not isinstance(message.content, Text):
        return None
    found = _CODE.fullmatch(message.content.text)
    # A mention on Slack comes once more as words to all: those are not to us.
    to_all = message.conversation == message.room
    return found["code"].upper() if found and (found["addressed"] or not to_all) else None


def is_for_desk(text: str) -> bool:
    """Is a command meant for the desk where it is typed, and not a question of whoever typed it?"""
    return bool(_CODE.fullmatch(text)) or is_upkeep(text)


def readmit(tables: Tables, book: DeskBook, now: datetime) -> None:
    """Desks that stand in the file are there, whatever was removed once: the file is read at the start."""
    for change in tables.desk_changes():
        if change.kind is ChangeKind.REMOVED and change.desk in book:
            tables.end_desk_change(change.id, change.desk, now)


def bind(
    tables: Tables, message: Message, code: str, book: DeskBook, texts: Texts, *, now: datetime
) -> Rendered | None:
    """Bind the chat that a code was written in; what is said there. None for a code in private that is none of ours."""
    known = tables.desk_code(_digest(code), now)
    if not message.room:
        return _said(tables, message, texts, "binding.in_private", now=now) if known else None
    here = book.at(message.room)
    if known is None:
        return _said(tables, message, texts, "binding.bad_code", now=now)
    if here and here.id != known.desk:
        return _said(tables, message, texts, "binding.other_desk", {"desk": here.name}, now=now)
    sender = message.sender
    tables.use_desk_code(_digest(code), now)
    by = sender.id if sender else ""
    bound = DeskChange(known.desk, ChangeKind.BOUND, by, now, text=message.room, name=known.name, serves=known.serves)
    before = book.get(known.desk)
    tables.change_desk(bound)
    if sender and sender.standing is not Standing.GROUP:
        # Whoever has the code and types it there is the first one known; all others when they first act.
        tables.change_desk(DeskChange(known.desk, ChangeKind.MEMBER, by, now, who=sender.id, name=sender.name))
    name = before.name if before else known.name
    return _said(tables, message, texts, "binding.bound", {"desk": name}, now=now)


def _said(
    tables: Tables, message: Message, texts: Texts, key: str, values: dict[str, Value] | None = None, *, now: datetime
) -> Rendered:
    rendered = texts.render(Reply("binding", (Say(key, values or {}),)), "sv")
    tables.enqueue(message.room or message.conversation, rendered, milliseconds(now))
    return rendered


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
