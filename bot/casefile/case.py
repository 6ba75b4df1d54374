"""A case as it is read: the escalation, its record in order, and the names of all that it speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk import DeskBook, Escalation
from bot.store import RecordLine, Tables
from knowledge import Atlas

SAID = frozenset({"opened", "said", "edited", "deleted", "answer", "correction"})
"""What passed between the two: all else in a record happened around it."""

INTERNAL = frozenset({"note", "draft", "discarded"})
"""What was said at the desk and never left it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record: when, who (a member's id, `person` or `bot`), what, their words.

    `desk` is where the case was then. `taken_back`: an answer that was undone before it left.
    """

    at: datetime
    who: str
    kind: str
    text: str
    desk: str
    taken_back: bool = False

    @property
    def is_said(self) -> bool:
        """Did it pass between the entrepreneur and the desk?"""
        return self.kind in SAID

    @property
    def is_internal(self) -> bool:
        """Has it never left the desk?"""
        return self.kind in INTERNAL


@dataclass(frozen=True, slots=True)
class Case:
    """Everything there is to read. `tried` are the titles of the answers they had seen, by id."""

    escalation: Escalation
    lines: tuple[Line, ...]
    book: DeskBook
    tried: dict[str, str]

    @property
    def language(self) -> str:
        """The desk's."""
        desk = self.book.get(self.escalation.desk)
        return desk.language if desk else "sv"

    def desk_name(self, desk_id: str) -> str:
        """What a desk is called; its id if it is no more."""
        desk = self.book.get(desk_id)
        return desk.name if desk else desk_id

    def name_of(self, member_id: str, desk_id: str) -> str:
        """What a member of a desk is called; their id if they are in none."""
        desks = [self.book.get(desk_id), *self.book.desks.values()]
        found = (desk.member(member_id) for desk in desks if desk)
        return next((member.name for member in found if member), member_id)

    def member_name(self, line: Line) -> str:
        """What whoever did it is called."""
        return self.name_of(line.who, line.desk)

    @property
    def thread(self) -> tuple[Line, ...]:
        """What the two have said to each other."""
        return tuple(line for line in self.lines if line.is_said)


def read_case(tables: Tables, number: int, book: DeskBook, atlas: Atlas) -> Case | None:
    """The case with a number, None if there is none."""
    escalation = tables.escalation(number)
    if escalation is None:
        return None
    language = book[escalation.desk].language if escalation.desk in book else "sv"
    entries = ((each, atlas.entry(each)) for each in escalation.tried)
    tried = {each: entry.wording(language).title for each, entry in entries if entry}
    return Case(escalation, lines_of(escalation, tables.record_of(number)), book, tried)


def lines_of(escalation: Escalation, record: Sequence[RecordLine]) -> tuple[Line, ...]:
    """The record with where the case was at each line, and which answers never left."""
    return tuple(_lines(escalation, record))


def _lines(escalation: Escalation, record: Sequence[RecordLine]) -> Iterator[Line]:
    desk = escalation.stops[0].desk if escalation.stops else escalation.desk
    answers = iter(escalation.answers)
    for each in record:
        at = datetime.fromtimestamp(each.at / 1000, UTC)
        # Every answer has a line, in the same order; one that was taken back has lost its message.
        sent = next(answers, None) if each.kind == "answer" else None
        yield Line(at, each.who, each.kind, each.text, desk, taken_back=sent is not None and sent.taken_back)
        if each.kind == "moved":
            desk = each.text
