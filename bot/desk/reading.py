"""Desks from a TOML file, or what is wrong there, where, and what to do.

```toml
[[desks]]
id = "1384"                         # a municipality's code, or a name of its own ("region-halland", "nation")
name = "Näringslivskontoret i Kungsbacka"
chat = "slack:T0000:C0000"          # or "telegram:-1001234567890"; left out: the code of `lots desk add` binds it
serves = ["1384"]                   # the municipalities it answers for; left out: its own
coordinator = "region-halland"      # who takes over a broken promise, a complaint, a third move
fallback = "nation"
pointer = false                     # true: no words in the chat service, only number, topic, deadline
risky = ["permits.alcohol"]         # topics whose answers somebody here approves first

[[desks.members]]                   # who may act, by the chat service's id
id = "U0000"
name = "Handläggare 1"
role = "manager"                    # staff, deputy, manager or coordinator

[[desks.members.away]]              # from the first day away until the day they are back
from = "2026-07-06"
until = "2026-08-03"
deputy = "U0001"                    # the id of whoever stands in; may be left out

[desks.hours]                       # and [[desks.exceptions]], [desks.summer], [desks.limits]: see bot/promise/reading
weekdays = ["8-16.30"]
```
"""

import re
from datetime import date
from pathlib import Path

from bot.promise import Limits, read_calendar, read_limits, read_national_limits
from bot.promise.moments import opening
from bot.promise.reading import is_topic
from knowledge import KnowledgeError
from knowledge.documents import Document, Problem, parse
from knowledge.reading import Table

from .desks import NATION, Away, Desk, DeskBook, Member, Role

LONGEST_ID = 40

_CHAT = re.compile(r"[a-z]+(:[^\s:]+)+")


def read_desks(path: Path) -> DeskBook:
    """The desks of a file. Raises KnowledgeError with every slip in it, or OSError."""
    problems: list[Problem] = []
    document = parse(path.read_bytes(), str(path), problems)
    book = _book(document) if document else DeskBook()
    if problems:
        raise KnowledgeError(problems)
    return book


def _book(document: Document) -> DeskBook:
    table = Table(document, document.table)
    national = read_national_limits(table)
    book = DeskBook()
    for each in table.tables("desks"):
        desk = _desk(each, national)
        if desk.id in book:
            each.complain("id", f"desk {desk.id!r} stands there twice; keep one")
        book = book.with_desks([desk])
    table.asked |= {"limits"}
    table.done()
    _check(book, table)
    return book


def _desk(table: Table, national: Limits) -> Desk:
    desk_id = table.text("id", required=True)
    desk = Desk(
        id=desk_id,
        name=table.text("name", required=True),
        chat=_chat(table),
        calendar=read_calendar(table),
        limits=read_limits(table, national),
        members=_members(table),
        serves=table.texts("serves") or ((desk_id,) if desk_id.isdecimal() else ()),
        coordinator=table.text("coordinator"),
        fallback=table.text("fallback") or NATION,
        pointer=table.flag("pointer", False),
        risky=frozenset(each for each in table.texts("risky") if is_topic(table, "risky", each)),
        language=table.one_of("language", ("sv", "en"), "sv") if "language" in table.values else "sv",
    )
    if len(desk_id.encode()) > LONGEST_ID:
        # It goes into buttons, of which Telegram takes 64 bytes.
        table.complain("id", f"id {desk_id!r} is longer than {LONGEST_ID} bytes; choose a shorter one")
    table.asked |= {"hours", "exceptions", "summer", "limits"}
    table.done()
    return desk


def _chat(table: Table) -> str:
    chat = table.text("chat")
    if chat and not _CHAT.fullmatch(chat):
        table.complain("chat", f"chat {chat!r} is none; write slack:T…:C… or telegram:-100…, or leave it out")
    return chat


def _members(table: Table) -> tuple[Member, ...]:
    rows = table.tables("members")
    members = tuple(_member(each) for each in rows)
    known = [each.id for each in members]
    for at, (row, member) in enumerate(zip(rows, members, strict=True)):
        if member.id in known[:at]:
            row.complain("id", f"member {member.id!r} stands there twice; keep one")
        for away in member.away:
            if away.deputy and (away.deputy == member.id or away.deputy not in known):
                row.complain("away", f"deputy {away.deputy!r} is nobody else of this desk; write a member's id")
    return members


def _member(table: Table) -> Member:
    member = Member(
        id=table.text("id", required=True),
        name=table.text("name", required=True),
        role=Role(table.one_of("role", tuple(Role), Role.STAFF)) if "role" in table.values else Role.STAFF,
        away=tuple(_away(each) for each in table.tables("away")),
    )
    table.done()
    return member


def _away(table: Table) -> Away:
    days = [_day(table, key) for key in ("from", "until")]
    since, until = (each or date(1970, 1, 1) for each in days)
    if all(days) and until <= since:
        table.complain("until", "until is not after from: it is the day they are back; change one of them")
    deputy = table.text("deputy")
    table.done()
    return Away(opening(since, 0), opening(until, 0), deputy)


def _day(table: Table, key: str) -> date | None:
    text = table.text(key, required=True)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        table.complain(key, f"{key} {text!r} is no day; write it like 2026-07-06")
        return None


def _check(book: DeskBook, table: Table) -> None:
    """Every desk that is named is there."""
    for desk in book.desks.values():
        for key, named in (("coordinator", desk.coordinator), ("fallback", desk.fallback)):
            if named and named != NATION and named not in book:
                table.complain("desks", f"desk {desk.id!r}: {key} {named!r} is no desk here; add it or leave it out")
        if (first := book.at(desk.chat)) and first.id != desk.id:
            table.complain("desks", f"desks {first.id!r} and {desk.id!r} have the same chat; a desk needs its own")
