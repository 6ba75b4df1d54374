"""Reads the files of checklists and sees to it that nothing the talk or the summary needs is missing."""

from collections.abc import Sequence
from dataclasses import fields
from string import Formatter

from .checklists import (
    PLACEHOLDERS,
    Checklist,
    ChecklistAnswer,
    ChecklistQuestion,
    ChecklistSource,
    ChecklistText,
    ChecklistWording,
    Factor,
    FollowUp,
    Gathers,
)
from .documents import Document
from .entries import Standing
from .facts import own_id
from .reading import Table
from .topics import TOPICS

MOST_ANSWERS = 4
"""Buttons under a question: a fifth is for the example."""

LONGEST_MEETING = 60
"""Minutes of one item at a meeting."""


def read_checklist(document: Document) -> Checklist:
    """A checklist's file; complains of all that is missing in it."""
    table = Table(document, document.table)
    follow_up = table.table("follow_up", required=True)
    found = Checklist(
        id=own_id(table, document),
        topic=table.one_of("topic", TOPICS, TOPICS[0]),
        source=table.text("source", required=True),
        seen=table.date("seen"),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        sv=_text(table.table("sv", required=True)),
        en=_text(table.table("en", required=True)),
        answers=tuple(_answer(each) for each in table.tables("answers")),
        questions=tuple(_question(each) for each in table.tables("questions")),
        factors=tuple(_factor(each) for each in table.tables("factors")),
        sv_follow_up=_follow_up(follow_up.table("sv", required=True)),
        en_follow_up=_follow_up(follow_up.table("en", required=True)),
        sources=tuple(_source(each) for each in table.tables("sources")),
        notes=table.text("notes"),
    )
    follow_up.done()
    table.done()
    _check(table, found)
    return found


def _check(table: Table, found: Checklist) -> None:
    if not 2 <= len(found.answers) <= MOST_ANSWERS:
        table.complain("answers", f"{len(found.answers)} answers; give 2 to {MOST_ANSWERS}")
    if not found.questions:
        table.complain("questions", "questions is missing; add one under [[questions]]")
    if not found.sources:
        table.complain("sources", "sources is missing; say under [[sources]] what it builds on")
    _check_ids(table, "answers", [each.id for each in found.answers])
    _check_ids(table, "questions", [each.id for each in found.questions])


def _check_ids(table: Table, key: str, ids: Sequence[str]) -> None:
    for at, each in enumerate(ids):
        if each in ids[:at]:
            table.tables(key)[at].complain("id", f"id {each!r} is given twice under {key}; give each its own")


def _text(table: Table) -> ChecklistText:
    text = ChecklistText(
        title=table.text("title", required=True),
        intro=table.text("intro", required=True),
        closing=table.text("closing", required=True),
        opening_item=table.text("opening_item", required=True),
        last_item=table.text("last_item", required=True),
        open_heading=table.text("open_heading", required=True),
        builds_on=table.text("builds_on", required=True),
        setting=table.text("setting"),
    )
    if text.closing and _names(text.closing) != PLACEHOLDERS:
        table.complain("closing", f"closing must have {', '.join(f'{{{name}}}' for name in sorted(PLACEHOLDERS))}")
    table.done()
    return text


def _names(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()  # a brace without its other


def _answer(table: Table) -> ChecklistAnswer:
    answer = ChecklistAnswer(
        id=table.id(),
        sv=table.text("sv", required=True),
        en=table.text("en", required=True),
        strength=table.whole("strength", 0, least=0, most=10),
    )
    table.done()
    return answer


def _question(table: Table) -> ChecklistQuestion:
    question = ChecklistQuestion(
        id=table.id(),
        sv=_wording(table.table("sv", required=True)),
        en=_wording(table.table("en", required=True)),
        gathers=Gathers(table.one_of("gathers", tuple(Gathers), Gathers.TEXT)),
        minutes=table.whole("minutes", 10, least=1, most=LONGEST_MEETING),
    )
    table.done()
    return question


def _wording(table: Table) -> ChecklistWording:
    wording = ChecklistWording(*(table.text(each.name, required=True) for each in fields(ChecklistWording)))
    table.done()
    return wording


def _factor(table: Table) -> Factor:
    factor = Factor(table.id(), _titled(table.table("sv", required=True)), _titled(table.table("en", required=True)))
    table.done()
    return factor


def _titled(table: Table) -> tuple[str, str]:
    titled = (table.text("title", required=True), table.text("what", required=True))
    table.done()
    return titled


def _follow_up(table: Table) -> FollowUp:
    follow_up = FollowUp(
        why=table.text("why", required=True),
        questions=table.texts("questions", required=True),
        also=table.texts("also"),
    )
    table.done()
    return follow_up


def _source(table: Table) -> ChecklistSource:
    source = ChecklistSource(
        sv=table.text("sv", required=True),
        en=table.text("en", required=True),
        url=table.link("url"),
        seen=table.date("seen"),
        notes=table.text("notes"),
    )
    table.done()
    return source
