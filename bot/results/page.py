"""The report as one page that stands by itself: for a phone, a screen and A4. Heavy: imported when one is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.drawing import svg
from bot.programmes.hiding import Proportion
from bot.programmes.records import State
from knowledge import Programme, swedish_day

from .charted import charts, counted
from .gathered import Gathered
from .rows import Cell, Rows, tables, teller
from .telling import Telling

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows under a line of their own: a check-in, and what its figures are counted of."""

    title: str
    about: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A chart and the same in numbers."""

    title: str
    about: str
    svg: str
    head: list[str]
    groups: list[_Group]


def page(gathered: Gathered, telling: Telling) -> str:
    """The whole page, HTML. Nothing in it is fetched from elsewhere."""
    programme, found = gathered.programme, gathered.figures
    text = programme.text(telling.language)
    latest = next((step.rate for step in reversed(found.steps) if step.rate), None)
    return _ENVIRONMENT.get_template("page.html.jinja").render(
        say=telling.say,
        language=telling.language,
        name=text.name,
        about=text.about,
        audience=text.audience,
        as_of=telling.day(swedish_day(gathered.at)),
        period=_period(programme, telling),
        organisers=[(each.name, each.role(telling.language)) for each in programme.organisers],
        tiles=_tiles(gathered, latest, telling),
        drawn=_drawn(gathered, telling),
        stories=[(story.words, teller(story, telling)) for story in gathered.stories],
    )


def _period(programme: Programme, telling: Telling) -> str:
    if programme.begins is None:
        return ""
    begins = telling.day(programme.begins)
    if programme.ends is None:
        return telling.say("results.period_open", begins=begins)
    return telling.say("results.period", begins=begins, ends=telling.day(programme.ends))


def _tiles(gathered: Gathered, latest: Proportion | None, telling: Telling) -> list[tuple[str, str, str]]:
    """The figures at the top: a number, what it is, and what it is counted of."""
    found = gathered.figures
    tiles = [(telling.count(found.enrolled), telling.say("results.members"), "")]
    if latest:
        of = telling.say("results.of_answers", count=str(latest.count), of=str(latest.of))
        tiles.append(
            (telling.percent(latest.share), telling.say("results.latest"), f"{of}, {telling.interval(latest)}")
        )
    tiles.append((telling.count(found.stopped), telling.say("results.stopped"), ""))
    tiles.append((str(len(gathered.stories)), telling.say("results.told"), ""))
    return tiles


def _drawn(gathered: Gathered, telling: Telling) -> list[_Drawn]:
    needs = tables(gathered, telling).needs
    told = {
        "status": (_head(("state", "count", "share", "interval"), telling), _states(gathered, telling)),
        "needs": ([str(cell) for cell in needs[0]], [_Group("", "", needs[1:])]),
        "rate": (
            _head(("asked", "answered", "silent", "waiting", "rate", "interval"), telling),
            _rates(gathered, telling),
        ),
    }
    made = charts(gathered.figures, gathered.programme, telling)
    return [
        _Drawn(chart.title, chart.subtitle, svg(chart, telling.language), *told[name]) for name, chart in made.items()
    ]


def _head(names: Sequence[str], telling: Telling) -> list[str]:
    return [telling.say(f"results.{name}") for name in names]


def _states(gathered: Gathered, telling: Telling) -> list[_Group]:
    """How it goes at each check-in, beside how many answered and how many were silent."""
    groups = []
    for step in gathered.figures.steps:
        counts = [*zip(map(telling.state, State), step.states, strict=True)]
        counts += [] if step.unsaid == 0 else [(telling.say("figures.unsaid"), step.unsaid)]
        rows: Rows = [[label, *_cells(count, step.answered, telling)] for label, count in counts if step.answered]
        groups.append(_Group(telling.step(step.key, gathered.programme), counted(step, telling), rows))
    return groups


def _cells(count: int | None, of: int | None, telling: Telling) -> list[Cell]:
    if count is None or not of:
        return [telling.say("figures.kept_back"), "–", "–"]
    proportion = Proportion(count, of)
    return [count, telling.percent(proportion.share), telling.interval(proportion)]


def _rates(gathered: Gathered, telling: Telling) -> list[_Group]:
    groups = []
    for step in gathered.figures.steps:
        numbers = (step.asked, step.answered, step.silent, step.waiting)
        row: list[Cell] = [telling.say("figures.few_short") if each is None else each for each in numbers]
        if step.asked is None and step.answered is not None:
            row[0] = "–"  # more than five: kept back because of the silent
        rate = [telling.percent(step.rate.share), telling.interval(step.rate)] if step.rate else ["–", "–"]
        groups.append(_Group(telling.step(step.key, gathered.programme), "", [[*row, *rate]]))
    return groups
