"""The figures in a few lines of a chat: the latest check-ins, what is needed, how they are counted."""

from bot.messages import Say, Value
from bot.programmes import State
from bot.programmes.figures import NO_NEED, StepFigures
from bot.programmes.hiding import Proportion

from .gathered import Gathered
from .telling import Telling

LATEST = 3
"""Check-ins that fit on a phone; the page has them all."""
MOST_NEEDS = 5


def summary(gathered: Gathered, telling: Telling) -> tuple[Say, ...]:
    """What to say."""
    found, programme = gathered.figures, gathered.programme
    enrolled, stopped = telling.count(found.enrolled), telling.count(found.stopped)
    parts = [
        Say("figures.title", {"programme": programme.text(telling.language).name}),
        Say("figures.members", {"enrolled": enrolled, "stopped": stopped}),
    ]
    if not found.steps:
        return (*parts, Say("figures.nobody"))
    for step in found.steps[-LATEST:]:
        parts.append(_step(step, telling.step(step.key, programme), telling))
    if found.needs.topics:
        parts.append(_needs(gathered, telling))
    return (*parts, Say("figures.footing"))


def _step(step: StepFigures, name: str, telling: Telling) -> Say:
    if step.answered is None:
        return Say("figures.step_few", {"step": name})
    counts = telling.counted(step)
    if not (lines := "\n".join(_states(step, telling))):
        return Say("figures.step_silent", {"step": name, "silent": counts["silent"], "waiting": counts["waiting"]})
    values: dict[str, Value] = {"step": name, "states": lines, **counts}
    if step.asked is None:
        return Say("figures.step_open", values)
    values["asked"] = str(step.asked)
    return Say("figures.step", values)


def _states(step: StepFigures, telling: Telling) -> list[str]:
    """A line for each state that somebody is in."""
    if not step.answered:
        return []
    counts = [*zip(map(telling.state, State), step.states, strict=True), (telling.say("figures.unsaid"), step.unsaid)]
    if not any(count for _, count in counts):
        return [telling.say("figures.states_kept_back")]
    lines = []
    for name, count in counts:
        if count is None:
            lines.append(telling.say("figures.state_kept_back", state=name))
        elif count:
            lines.append(_share("figures.state_share", "state", name, Proportion(count, step.answered), telling))
    return lines


def _needs(gathered: Gathered, telling: Telling) -> Say:
    needs = gathered.figures.needs
    lines = [
        _share("figures.need_share", "need", telling.need(topic), Proportion(count, needs.answered), telling)
        for topic, count in needs.topics[:MOST_NEEDS]
        if topic != NO_NEED
    ]
    lines += [telling.say("figures.need_none")] if not lines else []
    return Say("figures.needs", {"answered": str(needs.answered), "needs": "\n".join(lines)})


def _share(key: str, what: str, name: str, proportion: Proportion, telling: Telling) -> str:
    share, interval = telling.percent(proportion.share), telling.interval(proportion)
    values = {what: name, "count": str(proportion.count), "share": share, "interval": interval}
    return telling.say(key, **values)
