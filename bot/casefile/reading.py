"""The page of a case, opened by a signed link: who may read it is looked at again, and every look is written down."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import DeskBook, Member, changed
from bot.messages import Moment
from bot.store import RecordLine, Tables, milliseconds
from bot.texts import Texts
from knowledge import Atlas

from .case import Case, read_case
from .links import ExpiredLink, ForgedLink, Reader, reader_of
from .page import Page, case_page, no_page
from .words import case_words


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that may be read: by whom, and until when."""

    case: Case
    member: Member
    until: datetime


@dataclass(frozen=True, slots=True)
class Shut:
    """Nothing is told: the link's time is over (`language` is that of its desk), or it leads nowhere."""

    expired: bool
    language: str = ""


def look_up(
    tables: Tables, token: str, now: datetime, *, book: DeskBook, atlas: Atlas, look: bool = True
) -> Opened | Shut:
    """What a link leads to. `look` is False for whoever only asks whether it is there: that is not written down.

    It leads nowhere when we have not made it, when the case is at another desk by now or its reader has left theirs.
    """
    book = changed(book, tables.desk_changes())
    try:
        reader = reader_of(tables, token, now)
    except ExpiredLink as error:
        desk = book.get(error.desk)
        return Shut(expired=True, language=desk.language if desk else "")
    except ForgedLink:
        return Shut(expired=False)
    found = _open(tables, reader, book, atlas)
    if found is None:
        return Shut(expired=False)
    if look:
        tables.note_escalation(reader.number, [RecordLine(milliseconds(now), reader.member, "read", "")])
    return found


def _open(tables: Tables, reader: Reader, book: DeskBook, atlas: Atlas) -> Opened | None:
    desk = book.get(reader.desk)
    member = desk.member(reader.member) if desk else None
    case = read_case(tables, reader.number, book, atlas)
    if desk is None or member is None or case is None or case.escalation.desk != desk.id:
        return None
    return Opened(case, member, reader.until)


def page_of(found: Opened | Shut, texts: Texts, now: datetime) -> Page:
    """The page: 200 with the case, 410 for an expired link, 404 for one that leads nowhere."""
    if isinstance(found, Shut):
        return no_page(texts, expired=found.expired, language=found.language)
    words = case_words(found.case, texts, now)
    return case_page(words, texts, found.case.language, found.member.name, Moment(found.until, short=True))
