"""The questions in words: where one is, what to write, the ways on and back."""

from datetime import datetime

from bot.messages import Choice, Example, Listed, Part, Quote, Reply, Say
from knowledge import Checklist, ChecklistQuestion

from .page import files_of
from .walk import Walk

PAUSE = Choice("guide:pause", "guide.pause")
PAGE = Choice("guide:page", "guide.page")
LONGEST_GLIMPSE = 60
"""Characters of an answer where all of them are listed."""
LONGEST_SHOWN = 400
"""Characters of an answer that is about to be changed."""


def asked(walk: Walk, checklist: Checklist, language: str, *before: Part) -> Reply:
    """The question in turn, after whatever is said `before` it."""
    question = checklist.question(walk.at)
    if question is None:
        raise ValueError(f"{walk.at!r} is no question of {checklist.id}")
    wording = question.wording(language)
    values = {
        "number": str(walk.number(checklist)),
        "total": str(len(checklist.questions)),
        "heading": wording.heading,
        "question": wording.question,
        "write": wording.write,
    }
    parts = [*before, Say("guide.question", values)]
    if words := walk.words(question.id):
        parts += [Say("guide.yours"), Quote(shortened(words, LONGEST_SHOWN)), Say("guide.new_or_keep")]
    else:
        parts.append(Say("guide.sample", {"sample": wording.sample}))
    return Reply("guide", tuple(parts), _ways(walk, checklist, question))


def _ways(walk: Walk, checklist: Checklist, question: ChecklistQuestion) -> tuple[Choice, ...]:
    """How others did, over, back, pause. A button of a question that has been left does nothing but ask the next."""
    over = "guide.keep" if walk.words(question.id) else "guide.skip"
    ways = [Choice(f"guide:example:{question.id}", "guide.example"), Choice(f"guide:skip:{question.id}", over)]
    if walk.changing:
        return tuple(ways)
    back = [Choice(f"guide:back:{question.id}", "guide.back")] if walk.number(checklist) > 1 else []
    return (*ways, *back, PAUSE)


def example(walk: Walk, checklist: Checklist, language: str) -> Reply:
    """Why it is asked, and how others did; then the words are waited for."""
    question = checklist.question(walk.at)
    if question is None:
        raise ValueError(f"{walk.at!r} is no question of {checklist.id}")
    parts = (Example(checklist, question), Say("guide.now_you", {"write": question.wording(language).write}))
    return Reply("guide", parts, _ways(walk, checklist, question)[1:])


def paused(walk: Walk, checklist: Checklist) -> Reply:
    """Where one was, and that it is kept."""
    values = {"number": str(walk.number(checklist)), "total": str(len(checklist.questions))}
    return Reply("guide", (Say("guide.paused", values),), (way_back(walk, checklist), PAGE))


def way_back(walk: Walk, checklist: Checklist) -> Choice:
    """The button back to where one was."""
    if walk.is_done:
        return Choice("guide:resume", "guide.show_page")
    values = {"number": str(walk.number(checklist)), "total": str(len(checklist.questions))}
    return Choice("guide:resume", "guide.way_back", values)


def picked_up(walk: Walk, checklist: Checklist, language: str) -> Reply:
    """The question in turn once more, another day perhaps."""
    answered = len(checklist.questions) - len(walk.open_questions(checklist))
    values = {"answered": str(answered), "total": str(len(checklist.questions))}
    before = (Say("guide.picked_up", values),) if answered else ()
    return asked(walk, checklist, language, *before)


def choose_which(walk: Walk, checklist: Checklist, language: str) -> Reply:
    """All answers by number, one of them to be changed."""
    lines = []
    for number, question in enumerate(checklist.questions, 1):
        words = " ".join(walk.words(question.id).split())
        glimpse = shortened(words, LONGEST_GLIMPSE) or "–"
        lines.append(f"{number}. {question.wording(language).heading}: {glimpse}")
    return Reply("guide", (Say("guide.which", {"answers": "\n".join(lines)}),), (Choice("guide:page", "guide.done"),))


def finished(walk: Walk, checklist: Checklist, language: str, now: datetime, *before: Part) -> Reply:
    """The page as two files, what is open and what to begin with, and where it can go."""
    open_ones = walk.open_questions(checklist)
    total = len(checklist.questions)
    parts = [*before]
    if not before:
        parts.append(Say("guide.finished", {"answered": str(total - len(open_ones)), "total": str(total)}))
    if open_ones:
        parts.append(_left_open(open_ones, language))
    if not before:
        parts.append(Say("guide.take_page"))
    choices = (
        Choice("guide:send", "guide.send"),
        Choice("guide:change", "guide.change"),
        Choice("guide:meet", "guide.meet"),
        Choice("guide:restart", "guide.restart"),
        Choice("menu", "choice.menu"),
    )
    return Reply("guide", tuple(parts), choices, files=files_of(walk, checklist, language, now))


def _left_open(open_ones: tuple[ChecklistQuestion, ...], language: str) -> Say:
    """What is open, and a small step with the first of it."""
    first = open_ones[0].wording(language)
    if len(open_ones) == 1:
        return Say("guide.left_one", {"open": first.short, "step": first.next_step})
    names = Listed(tuple(each.wording(language).short for each in open_ones))
    return Say("guide.left_open", {"open": names, "short": first.short, "step": first.next_step})


def shortened(words: str, most: int) -> str:
    """So many characters at most, and a sign if there were more."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
