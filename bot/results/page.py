"""The report as one page that stands by itself: for a phone, a screen and A4. Heavy: imported when one is made."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.drawing import svg
from bot.programmes.hiding import Proportion
from knowledge import Programme, swedish_day

from .charted import charts
from .gathered import Gathered
from .rows import Rows, tables, teller
from .telling import Telling

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A chart and the same in numbers."""

    title: str
    about: str
    svg: str
    rows: Rows


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
        return telling.say("report.period_open", begins=begins)
    return telling.say("report.period", begins=begins, ends=telling.day(programme.ends))


def _tiles(gathered: Gathered, latest: Proportion | None, telling: Telling) -> list[tuple[str, str, str]]:
    """The figures at the top: a number, what it is, and what it is counted of."""
    found = gathered.figures
    tiles = [(telling.count(found.enrolled), telling.say("report.members"), "")]
    if latest:
        of = telling.say("report.of_answers", count=str(latest.count), of=str(latest.of))
        tiles.append((telling.percent(latest.share), telling.say("report.latest"), f"{of}, {telling.interval(latest)}"))
    tiles.append((telling.count(found.stopped), telling.say("report.stopped"), ""))
    tiles.append((str(len(gathered.stories)), telling.say("report.told"), ""))
    return tiles


def _drawn(gathered: Gathered, telling: Telling) -> list[_Drawn]:
    found = tables(gathered, telling)
    steps = [[row[0], *row[7:]] for row in found.steps]
    rows = {"status": _turned(steps, telling), "needs": found.needs, "rate": [row[:7] for row in found.steps]}
    made = charts(gathered.figures, gathered.programme, telling)
    return [_Drawn(each.title, each.subtitle, svg(each, telling.language), rows[name]) for name, each in made.items()]


def _turned(steps: Rows, telling: Telling) -> Rows:
    """A row for each state of each check-in: a phone is narrow."""
    head, *rest = steps
    names = [head[at] for at in range(1, len(head), 3)]
    rows: Rows = [[telling.say(f"report.{name}") for name in ("step", "state", "count", "share", "interval")]]
    for row in rest:
        rows += [[row[0] if not at else "", name, *row[1 + 3 * at : 4 + 3 * at]] for at, name in enumerate(names)]
    return rows
