"""The report of a programme as a page: everything that is known and may be shown, in words of one language."""

from collections.abc import Sequence

from bot.messages.charts import Figure, Group, Page, Row
from bot.programmes.hiding import Proportion
from bot.programmes.records import State
from knowledge import Programme, swedish_day

from .charted import charts, counted
from .gathered import Gathered
from .rows import tables, teller
from .telling import Telling

FIXED = ("nothing", "stories", "stories_about", "no_stories", "organisers", "method")
NOTES = ("silence", "interval", "hidden", "once")


def page(gathered: Gathered, telling: Telling) -> Page:
    """The whole page."""
    programme, found = gathered.programme, gathered.figures
    text = programme.text(telling.language)
    latest = next((step.rate for step in reversed(found.steps) if step.rate), None)
    words = {name: telling.say(f"results.{name}") for name in FIXED}
    words["as_of"] = telling.say("results.as_of", day=telling.day(swedish_day(gathered.at)))
    words["for_whom"] = telling.say("results.for_whom", audience=text.audience)
    words["period"] = _period(programme, telling)
    return Page(
        name=text.name,
        about=text.about,
        words=words,
        tiles=tuple(_tiles(gathered, latest, telling)),
        figures=_figures(gathered, telling),
        stories=tuple((story.words, teller(story, telling)) for story in gathered.stories),
        organisers=tuple((each.name, each.role(telling.language)) for each in programme.organisers),
        notes=tuple(telling.say(f"results.method_{part}") for part in NOTES),
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


def _figures(gathered: Gathered, telling: Telling) -> tuple[Figure, ...]:
    needs = [tuple(map(str, row)) for row in tables(gathered, telling).needs]
    rates = ("asked", "answered", "silent", "waiting", "share", "interval")
    told = {
        "status": (_head(("state", "count", "share", "interval"), telling), _states(gathered, telling)),
        "needs": (needs[0], (Group("", "", tuple(needs[1:])),)),
        "rate": (_head(rates, telling), _rates(gathered, telling)),
    }
    made = charts(gathered.figures, gathered.programme, telling)
    return tuple(Figure(chart, *told[name]) for name, chart in made.items())


def _head(names: Sequence[str], telling: Telling) -> Row:
    return tuple(telling.say(f"results.{name}") for name in names)


def _states(gathered: Gathered, telling: Telling) -> tuple[Group, ...]:
    """How it goes at each check-in, beside how many answered and how many were silent."""
    groups = []
    for step in gathered.figures.steps:
        counts = [*zip(map(telling.state, State), step.states, strict=True)]
        counts += [] if step.unsaid == 0 else [(telling.say("figures.unsaid"), step.unsaid)]
        rows = tuple((label, *_cells(count, step.answered, telling)) for label, count in counts if step.answered)
        groups.append(Group(telling.step(step.key, gathered.programme), counted(step, telling), rows))
    return tuple(groups)


def _cells(count: int | None, of: int | None, telling: Telling) -> Row:
    if count is None or not of:
        return (telling.say("figures.kept_back"), "–", "–")
    proportion = Proportion(count, of)
    return (str(count), telling.percent(proportion.share), telling.interval(proportion))


def _rates(gathered: Gathered, telling: Telling) -> tuple[Group, ...]:
    groups = []
    for step in gathered.figures.steps:
        numbers = (step.asked, step.answered, step.silent, step.waiting)
        row = [telling.say("figures.few_short") if each is None else str(each) for each in numbers]
        if step.asked is None and step.answered is not None:
            row[0] = "–"  # more than five: kept back because of the silent
        rate = [telling.percent(step.rate.share), telling.interval(step.rate)] if step.rate else ["–", "–"]
        groups.append(Group(telling.step(step.key, gathered.programme), "", ((*row, *rate),)))
    return tuple(groups)
