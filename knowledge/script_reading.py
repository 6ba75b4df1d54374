"""Reads the files of the check-in script and sees to it that no question leads nowhere."""

import difflib
from collections.abc import Collection, Iterable
from string import Formatter

from .documents import Document
from .reading import Table
from .script import PLACEHOLDERS, Answer, Does, Listens, Question
from .topics import TOPICS

MOST_ANSWERS = 5
"""More buttons than this are not read (voice.md)."""
LONGEST_LABEL = 24
"""Characters of a label: two buttons beside each other on a phone."""
MOST_QUESTIONS = 2
"""Question marks in one message."""


def read_questions(documents: Iterable[Document]) -> dict[str, Question]:
    """The questions of all files by id. Complains of what leads to no question, and of ids given twice."""
    found: dict[str, Question] = {}
    tables = [table for document in documents for table in _tables(document)]
    for table in tables:
        question = _question(table)
        if question.id in found:
            table.complain("id", f"id {question.id!r} stands elsewhere in the script too; give each question its own")
        found[question.id] = question
    for table in tables:
        _check_ways(table, found.keys())
    return found


def _tables(document: Document) -> list[Table]:
    table = Table(document, document.table)
    for key in ("source", "seen"):
        table.text(key, required=key == "source")
    found = table.tables("questions")
    table.done()
    return found


def _question(table: Table) -> Question:
    question = Question(
        id=table.id(),
        sv=_said(table, "sv"),
        en=_said(table, "en"),
        listens=Listens(table.one_of("listens", tuple(filter(None, Listens)), "") if "listens" in table.values else ""),
        heard=table.text("heard"),
        answers=tuple(_answer(each) for each in table.tables("answers")),
    )
    if len(question.answers) > MOST_ANSWERS:
        table.complain("answers", f"{len(question.answers)} answers are too many to read; keep {MOST_ANSWERS} at most")
    if bool(question.listens) != bool(question.heard):
        table.complain("listens", "listens and heard go together: what own words are taken for, and what follows them")
    if _names(question.sv) != _names(question.en):
        table.complain("en", "sv and en must have the same {names}")
    table.done()
    return question


def _said(table: Table, key: str) -> str:
    text = table.text(key, required=True)
    for name in sorted(_names(text) - PLACEHOLDERS):
        table.complain(key, f"{{{name}}} is nothing to fill in; use one of {', '.join(sorted(PLACEHOLDERS))}")
    if text.count("?") > MOST_QUESTIONS:
        table.complain(key, f"{key} asks {text.count('?')} questions; ask {MOST_QUESTIONS} at most")
    return text


def _names(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}  # a brace without its other: told as a name that is nothing to fill in


def _answer(table: Table) -> Answer:
    does = Does(table.one_of("does", tuple(Does), Does.NOTHING)) if "does" in table.values else Does.NOTHING
    answer = Answer(
        id=table.id(),
        sv=_label(table, "sv"),
        en=_label(table, "en"),
        does=does,
        then=table.text("then"),
        topic=table.one_of("topic", TOPICS, "") if does is Does.TOPIC else "",
    )
    table.done()
    return answer


def _label(table: Table, key: str) -> str:
    label = table.text(key, required=True)
    if len(label) > LONGEST_LABEL:
        table.complain(key, f"{key} is {len(label)} characters; a button takes {LONGEST_LABEL} at most")
    return label


_ENDS = frozenset({Does.LISTEN, Does.GUIDE, Does.TOPIC, Does.SHOW, Does.SUGGEST})
"""After these the talk goes on by itself."""


def _check_ways(table: Table, known: Collection[str]) -> None:
    """Every way leads to a question, and every answer leads somewhere."""
    _check_way(table, "heard", known)
    for answer in table.tables("answers"):
        _check_way(answer, "then", known)
        if not answer.values.get("then") and answer.values.get("does", Does.NOTHING) not in _ENDS:
            answer.complain("then", "then is missing; say which question follows")


def _check_way(table: Table, key: str, known: Collection[str]) -> None:
    to = table.values.get(key)
    if isinstance(to, str) and to and to not in known:
        near = difflib.get_close_matches(to, known, 1)
        hint = f"did you mean {near[0]}?" if near else "add it, or take this out"
        table.complain(key, f"{key} {to!r} is no question of the script; {hint}")
