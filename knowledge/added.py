"""Programmes that were added while the bot runs: read and checked as their files are."""

from collections.abc import Iterable, Sequence
from datetime import date

from .documents import Document, KnowledgeError, Problem, parse
from .entries import Organisation
from .facts import Register
from .plans import OnDate, Programme
from .programmes_reading import read_programme


def read_added(
    content: bytes, name: str, register: Register, bodies: Sequence[Organisation]
) -> tuple[Programme, Document]:
    """The programme of a file, and the file's lines. Raises KnowledgeError with every slip in it."""
    problems: list[Problem] = []
    document = parse(content, name, problems)
    programme = read_programme(document, register, bodies) if document else None
    if problems or programme is None or document is None:
        raise KnowledgeError(problems)
    return programme, document


def check_days(programme: Programme, document: Document, today: date) -> None:
    """Complain of days that have been: nobody would ever be asked then. Raises KnowledgeError."""
    document.problems.clear()
    for at, step in enumerate(programme.plan.steps):
        if isinstance(step.trigger, OnDate) and step.trigger.day <= today:
            message = f"step {step.id!r} is on {step.trigger.day}, which has been; write a day to come, or take it out"
            document.complain(("plan", "steps", at, "on"), message)
    if programme.ends and programme.ends < today:
        document.complain(("period", "until"), f"until {programme.ends} has been: nobody could join; write a later day")
    if document.problems:
        raise KnowledgeError(document.problems)


def check_new(programme: Programme, document: Document, known: Iterable[Programme]) -> None:
    """Complain of a code that another programme has. One with the same id is replaced. Raises KnowledgeError."""
    for other in known:
        if other.id != programme.id and programme.code in (other.code, other.id):
            document.complain(
                ("code",), f"code {programme.code!r} is {other.id}'s; choose another, it is in start links"
            )
    if document.problems:
        raise KnowledgeError(document.problems)
