"""What a reply tells of the knowledge: each with its source and date, and traced to what it is told of."""

from dataclasses import dataclass

from knowledge import About, Advice, Checklist, ChecklistQuestion, EntryPoint, Level, Municipality, Organisation


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry point of the atlas. The only way a fact gets into a reply: its source always follows.

    `place` is the municipality it answers for, `via` the locality they named in it, `level` where it
    was found, `body` the joint body or region that owns it. `about`: only what it says of that is told.
    """

    entry: EntryPoint
    level: Level
    place: str = ""
    body: str = ""
    via: str = ""
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers and limits that hold in the whole country for an entry, each with its own source and year."""

    entry: EntryPoint


@dataclass(frozen=True, slots=True)
class Gone:
    """A closed body, told with what replaced it, its source and date."""

    body: Organisation


@dataclass(frozen=True, slots=True)
class Comparison:
    """A topic in several municipalities: what differs side by side, what is the same once; `listed`: a line each.

    A side at the nation's level is one whose own way is not known.
    """

    topic: str
    sides: tuple[Fact, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """Organisations side by side: whom to start with and why, each with its source and date."""

    advice: Advice


@dataclass(frozen=True, slots=True)
class Switchboard:
    """The number of a municipality's switchboard, with its source and date."""

    municipality: Municipality


@dataclass(frozen=True, slots=True)
class Example:
    """Why a question of a checklist is asked, how others did, and what that builds on."""

    checklist: Checklist
    question: ChecklistQuestion
