"""What a case is decided by besides itself: all desks, the moment, and what the entrepreneur was shown."""

from dataclasses import dataclass
from datetime import datetime

from bot.promise import Ladder, WorkingCalendar

from .desks import Desk, DeskBook
from .escalation import Escalation


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings. `titles` are those of entries, by id, in the desk's language."""

    book: DeskBook
    now: datetime
    titles: dict[str, str]

    def desk(self, escalation: Escalation) -> Desk:
        """The desk where it is."""
        return self.book[escalation.desk]

    def calendar(self, escalation: Escalation) -> WorkingCalendar:
        """The hours of the desk where it is."""
        return self.desk(escalation).calendar

    def ladder(self, escalation: Escalation) -> Ladder:
        """Who is told when, and in whose hours."""
        desk = self.desk(escalation)
        return Ladder(desk.calendar, self.book.coordinator(desk).calendar)

    def tried(self, escalation: Escalation) -> tuple[str, ...]:
        """The titles of what was already tried."""
        return tuple(self.titles[entry] for entry in escalation.tried if entry in self.titles)
