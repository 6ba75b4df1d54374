"""The figures as tables of plain cells: for the page, for Excel, for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.programmes.figures import StepFigures
from bot.programmes.hiding import Proportion
from bot.programmes.records import Share, State, Story
from knowledge import swedish_day

from .gathered import Gathered
from .telling import Telling, per_cent

Cell = str | int
Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Each with its head as the first row."""

    steps: Rows
    needs: Rows
    stories: Rows


def tables(gathered: Gathered, telling: Telling) -> Tables:
    """In words of one language."""
    return Tables(_steps(gathered, telling), _needs(gathered, telling), _stories(gathered, telling))


def _steps(gathered: Gathered, telling: Telling) -> Rows:
    head = [telling.say(f"results.{name}") for name in ("step", "asked", "answered", "silent", "waiting")]
    head += [telling.say("results.rate"), telling.say("results.interval")]
    for state in State:
        head += [telling.state(state), f"{telling.state(state)}, %", telling.say("results.interval")]
    rows: Rows = [[*_step(step, gathered, telling)] for step in gathered.figures.steps]
    return [[*head], *rows]


def _step(step: StepFigures, gathered: Gathered, telling: Telling) -> Iterator[Cell]:
    yield telling.step(step.key, gathered.programme)
    for number in (step.asked, step.answered, step.silent, step.waiting):
        yield telling.count(number) if number is None else number
    yield from _shared(step.rate, telling)
    for state in State:
        proportion = step.of(state)
        yield proportion.count if proportion else "–" if step.answered == 0 else telling.say("figures.kept_back")
        yield from _shared(proportion, telling)


def _shared(proportion: Proportion | None, telling: Telling) -> tuple[str, str]:
    if proportion is None:
        return "–", "–"
    return telling.percent(proportion.share), telling.interval(proportion)


def _needs(gathered: Gathered, telling: Telling) -> Rows:
    needs = gathered.figures.needs
    head: list[Cell] = [telling.say(f"results.{name}") for name in ("need", "count", "answered", "share", "interval")]
    proportions = [(label, Proportion(count, needs.answered)) for label, count, _ in telling.needs(needs)]
    rows: Rows = [[label, each.count, each.of, *_shared(each, telling)] for label, each in proportions]
    return [head, *rows]


def _stories(gathered: Gathered, telling: Telling) -> Rows:
    head: list[Cell] = [telling.say(f"results.{name}") for name in ("story", "by", "day")]
    rows: Rows = [[story.words, teller(story, telling), _day(story)] for story in gathered.stories]
    return [head, *rows]


def teller(story: Story, telling: Telling) -> str:
    """Whose story it is, as far as they said that it may be told."""
    return story.name if story.share is Share.NAMED and story.name else telling.say("results.anonymous")


def _day(story: Story) -> str:
    return swedish_day(story.at).isoformat()


def plain_rows(gathered: Gathered) -> Rows:
    """One figure a row, for other programs: ids instead of words, empty where a figure is not shown."""
    rows: Rows = [["programme", "what", "step", "measure", "count", "of", "per_cent", "low", "high"]]
    name = gathered.programme.id
    for step in gathered.figures.steps:
        counts = {"asked": step.asked, "answered": step.answered, "silent": step.silent, "waiting": step.waiting}
        rows += [[name, "answers", step.key, measure, *_plain(count, step.asked)] for measure, count in counts.items()]
        states = dict(zip([*State, "unsaid"], [*step.states, step.unsaid], strict=True))
        rows += [
            [name, "state", step.key, str(state), *_plain(count, step.answered)] for state, count in states.items()
        ]
    needs = gathered.figures.needs
    named = [(topic or "none", count) for topic, count in needs.topics]
    named += [("pooled", needs.pooled)] if needs.pooled else []
    return rows + [[name, "need", "", topic, *_plain(count, needs.answered)] for topic, count in named]


def _plain(count: int | None, of: int | None) -> list[Cell]:
    if count is None or not of:
        return ["" if count is None else count, "" if of is None else of, "", "", ""]
    share = Proportion(count, of)
    return [count, of, *(per_cent(each) for each in (share.share, share.low, share.high))]
