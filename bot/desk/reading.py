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

[desks.hours]                       # and [[desks.exceptions]], [desks.summer], [desks.limits]: see bot/promise/reading
weekdays = ["8-16.30"]
```
"""

from datetime import UTC, datetime
from pathlib import Path

from bot.promise import Limits, read_calendar, read_limits, read_national_limits
from knowledge import KnowledgeError
from knowledge.documents import Document, Problem, parse
from knowledge.reading import Table

from .desks import NATION, Away, Desk, DeskBook, Member, Role

LONGEST_ID = 40


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
        chat=table.text("chat"),
        calendar=read_calendar(table),
        limits=read_limits(table, national),
        members=tuple(_member(each) for each in table.tables("members")),
        serves=table.texts("serves") or ((desk_id,) if desk_id.isdecimal() else ()),
        coordinator=table.text("coordinator"),
        fallback=table.text("fallback") or NATION,
        pointer=table.flag("pointer", False),
        risky=frozenset(table.texts("risky")),
        language=table.one_of("language", ("sv", "en"), "sv") if "language" in table.values else "sv",
    )
    if len(desk_id.encode()) > LONGEST_ID:
        # It goes into buttons, of which Telegram takes 64 bytes.
        table.complain("id", f"id {desk_id!r} is longer than {LONGEST_ID} bytes; choose a shorter one")
    table.asked |= {"hours", "exceptions", "summer", "limits"}
    table.done()
    return desk


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
    since, until = (_moment(table, key) for key in ("from", "until"))
    if until <= since:
        table.complain("until", "until is not after from; change one of them")
    table.done()
    return Away(since, until)


def _moment(table: Table, key: str) -> datetime:
    text = table.date(key) or "1970-01-01"
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _check(book: DeskBook, table: Table) -> None:
    """Every desk that is named is there."""
    for desk in book.desks.values():
        for key, named in (("coordinator", desk.coordinator), ("fallback", desk.fallback)):
            if named and named != NATION and named not in book:
                table.complain("desks", f"desk {desk.id!r}: {key} {named!r} is no desk here; add it or leave it out")
