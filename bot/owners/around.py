"""What a matter is decided by besides itself: who acts, all desks, what is known, the moment."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import By as By
from bot.desk import Desk, DeskBook
from bot.messages import Fact
from knowledge import Atlas, EntryPoint, Level, Municipality, Organisation

from .matter import Matter


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings. `atlas` is as of `now`, with what was said anew."""

    book: DeskBook
    atlas: Atlas
    now: datetime

    def entry(self, matter: Matter) -> EntryPoint | None:
        """The entry as it was last said, however old; None if its file is gone."""
        return self.atlas.as_said(matter.entry_id)

    def desk(self, matter: Matter) -> Desk:
        """The desk where it is. Raises KeyError if there is none."""
        return self.book[matter.desk]

    def fact(self, entry: EntryPoint) -> Fact:
        """The entry as an entrepreneur reads it."""
        match self.atlas.holder(entry.owner):
            case Municipality(name=name):
                return Fact(entry, Level.OWN, place=name)
            case Organisation(name=name):
                return Fact(entry, Level.SHARED, body=name)
            case None:
                return Fact(entry, Level.NATION)
            case region:
                return Fact(entry, Level.REGION, body=region.name)

    def holder_name(self, entry: EntryPoint) -> str:
        """Whose it is, empty for the nation's own."""
        holder = self.atlas.holder(entry.owner)
        return holder.name if holder else ""
