"""What was answered on one page, to print or to go on writing in: who does what, what is open, the first meeting."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import Dated, File, Grid, Label, Moment, Part, Say, Value
from knowledge import Checklist, ChecklistQuestion, Gathers

from .tasks import Task, tasks_of
from .walk import Walk

SWEDEN = ZoneInfo("Europe/Stockholm")
LONGEST_CELL = 700
"""Characters of an answer in the table; a longer one gets its own paragraphs, as a row must fit on a page."""
LONGEST_FOR_DESK = 1400
"""Characters of the answers when they go to a desk: what fits on its card."""
OPENING_MINUTES, LAST_MINUTES = 5, 10


def files_of(walk: Walk, checklist: Checklist, language: str, now: datetime) -> tuple[File, File]:
    """The same page as PDF and as Markdown."""
    parts = tuple(_parts(walk, checklist, language, now))
    day = {"date": now.astimezone(SWEDEN).date().isoformat()}
    return File(Say("guide.file_pdf", day), parts), File(Say("guide.file_md", day), parts)


def _parts(walk: Walk, checklist: Checklist, language: str, now: datetime) -> Iterator[Part | Grid]:
    open_ones = walk.open_questions(checklist)
    total = len(checklist.questions)
    count: dict[str, Value] = {"answered": str(total - len(open_ones)), "total": str(total)}
    yield Say("guide.page_title")
    yield Say("guide.page_note", count | {"date": Dated(now.astimezone(SWEDEN).date().isoformat())})
    yield from _answers(walk, checklist, language)
    yield from _who_does_what(walk, checklist, language)
    if open_ones:
        yield Say("guide.page_open")
        yield Say("guide.page_list", {"lines": "\n".join(f"• {_open(each, language)}" for each in open_ones)})
    yield Say("guide.page_meeting", {"minutes": str(minutes_of(walk, checklist))})
    if day := meeting_day(walk):
        yield Say("guide.page_meets", {"day": day})
    yield Say("guide.page_list", {"lines": agenda_of(walk, checklist, language)})
    yield Say("guide.page_source", {"source": checklist.text(language).builds_on, "seen": checklist.seen})


def _open(question: ChecklistQuestion, language: str) -> str:
    wording = question.wording(language)
    return f"{wording.heading}: {wording.question}"


def _answers(walk: Walk, checklist: Checklist, language: str) -> Iterator[Part | Grid]:
    """The answers side by side with what they are to; what is long stands below."""
    told = [
        (each.wording(language).heading, words)
        for each in checklist.questions
        if (words := walk.words(each.id)) and each.gathers is Gathers.TEXT
    ]
    short = [(heading, words) for heading, words in told if len(words) <= LONGEST_CELL]
    if short:
        yield Grid(((Label("guide.page_question"), Label("guide.page_answer")), *short))
    for heading, words in told:
        if len(words) > LONGEST_CELL:
            yield Say("guide.page_long", {"heading": heading, "words": words})


def _who_does_what(walk: Walk, checklist: Checklist, language: str) -> Iterator[Part | Grid]:
    for question in checklist.questions:
        words = walk.words(question.id)
        if question.gathers is not Gathers.TASKS or not words:
            continue
        yield Say("guide.page_heading", {"heading": question.wording(language).heading})
        tasks = tasks_of(words)
        if any(task.who for task in tasks) and all(len(task.what) <= LONGEST_CELL for task in tasks):
            yield _grid(tasks)
        else:
            yield Say("guide.page_list", {"lines": "\n".join(f"• {_line(task)}" for task in tasks)})


def _line(task: Task) -> str:
    return ", ".join(filter(None, (f"{task.who}: {task.what}" if task.who else task.what, task.when)))


def _grid(tasks: tuple[Task, ...]) -> Grid:
    dated = any(task.when for task in tasks)
    head: tuple[Value, ...] = (Label("guide.page_who"), Label("guide.page_what"), Label("guide.page_when"))
    rows: list[tuple[Value, ...]] = [(task.who or "–", task.what, task.when or "–") for task in tasks]
    return Grid(tuple(row if dated else row[:2] for row in (head, *rows)))


def _items(walk: Walk, checklist: Checklist, language: str) -> tuple[tuple[str, int], ...]:
    """What the first meeting goes through, and the minutes of each."""
    text = checklist.text(language)
    settled = tuple((each.wording(language).agenda, each.minutes) for each in walk.open_questions(checklist))
    return ((text.opening_item, OPENING_MINUTES), *settled, (text.last_item, LAST_MINUTES))


def agenda_of(walk: Walk, checklist: Checklist, language: str) -> str:
    """The first meeting, a numbered line an item."""
    items = enumerate(_items(walk, checklist, language), 1)
    return "\n".join(f"{number}. {words} ({minutes}\u00a0min)" for number, (words, minutes) in items)


def minutes_of(walk: Walk, checklist: Checklist) -> int:
    """How long the first meeting takes, in minutes."""
    return sum(minutes for _, minutes in _items(walk, checklist, "sv"))


def meeting_day(walk: Walk) -> Value | None:
    """The first meeting in words, if it is set: a moment, or a whole day."""
    if not walk.meets:
        return None
    return Moment(datetime.fromisoformat(walk.meets)) if "T" in walk.meets else walk.meets


def words_for_desk(walk: Walk, checklist: Checklist, language: str) -> str:
    """The answers as plain lines, and what is open; the longest are cut until all fit."""
    told = [(each.wording(language).heading, walk.words(each.id)) for each in checklist.questions]
    open_ones = [each.wording(language).short for each in walk.open_questions(checklist)]
    text = checklist.text(language)
    ends = [f"{text.open_heading}: {', '.join(open_ones)}"] if open_ones else []
    most = LONGEST_FOR_DESK
    while True:
        lines = [f"{heading}: {_cut(words, most)}" for heading, words in told if words]
        whole = "\n".join((text.title, *lines, *ends))
        if len(whole) <= LONGEST_FOR_DESK or most < len(checklist.questions):
            return whole
        most = most * 9 // 10


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
