"""Once a week each desk that runs a programme is told how it went, in its own hours."""

from datetime import UTC, datetime, time, timedelta

from bot.desk import Desk, DeskBook
from bot.desk.mandates import with_figures
from bot.messages import Choice, Reply
from bot.results.telling import Telling
from bot.results.week import Week, week, week_of
from bot.store import DigestRow, Lane, Tables, milliseconds
from bot.texts import Texts, split
from knowledge import SWEDEN, Atlas

MOST_BUTTONS = 3
"""Programmes with a button; a desk with more types the code."""


def tick(tables: Tables, book: DeskBook, atlas: Atlas, texts: Texts, now: datetime) -> int:
    """Send what is due and plan what comes next; how many desks' turn it was. `atlas` holds the added programmes."""
    programmes = with_figures(book, atlas.programmes)
    planned = {row.desk: row for row in tables.digests()}
    for gone in planned.keys() - programmes.keys():
        tables.end_digests(gone)
    for new in sorted(programmes.keys() - planned.keys()):
        tables.plan_digest(_next(book[new], now, now))
    stamp = milliseconds(now)
    due = [row for desk, row in planned.items() if desk in programmes and row.due_at <= stamp]
    for row in due:
        desk = book[row.desk]
        _send(tables, desk, [week_of(tables, one, row.since) for one in programmes[row.desk]], (texts, now))
        tables.plan_digest(_next(desk, now, now))
    return len(due)


def _next(desk: Desk, since: datetime, now: datetime) -> DigestRow:
    """The first moment of the desk's next week; what happens from `since` on belongs to it."""
    today = now.astimezone(SWEDEN).date()
    monday = today + timedelta(days=7 - today.weekday())
    opens = desk.calendar.next_open(datetime.combine(monday, time(), SWEDEN).astimezone(UTC)).at
    return DigestRow(desk.id, milliseconds(since), milliseconds(opens))


def _send(tables: Tables, desk: Desk, found: list[Week], said: tuple[Texts, datetime]) -> None:
    texts, now = said
    telling = Telling(texts, desk.language)
    told = {each.programme.code: week(each, telling) for each in found}
    parts = tuple(part for each in told.values() for part in each)
    if not parts:
        return
    happened = [code for code, each in told.items() if each][:MOST_BUTTONS]
    buttons = tuple(Choice(f"p:figures:{code}", "organise.figures", {"code": code}) for code in happened)
    rendered = texts.render(Reply("digest", parts, buttons), desk.language)
    opens = max(milliseconds(desk.calendar.next_open(now).at), milliseconds(now))
    for part in split(rendered):
        tables.enqueue(desk.chat, part, milliseconds(now), lane=Lane.PUSH, due_at=opens, stream="digest")
