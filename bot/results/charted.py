"""A programme's figures as charts: how it goes, what is needed, how many answer. Each says what it is counted of."""

from collections.abc import Iterator

from bot.messages.charts import Bar, Chart, Key, Look, Part
from bot.programmes.figures import NO_NEED, Figures, StepFigures
from bot.programmes.hiding import Proportion
from bot.programmes.records import State
from knowledge import Programme

from .telling import POOLED, Telling

STATES = {State.DONE: Look.DONE, State.WELL: Look.GOOD, State.SLOW: Look.SLOW, State.STUCK: Look.BAD}
"""From the best to the worst: so they lie beside each other in a bar."""
MOST_STEPS = 8
"""Bars of one chart that a phone shows: the latest."""
MOST_NEEDS = 8


def charts(found: Figures, programme: Programme, telling: Telling) -> dict[str, Chart]:
    """The charts for which there is something to show, by name: `status`, `needs`, `rate`."""
    name = programme.text(telling.language).name
    steps = [(telling.step(step.key, programme), step) for step in found.steps[-MOST_STEPS:]]
    if not steps:
        return {}
    drawn = {"status": _status(steps, name, telling)}
    if found.needs.topics or found.needs.pooled:
        drawn["needs"] = _needs(found, name, telling)
    return drawn | {"rate": _rate(steps, name, telling)}


def _status(steps: list[tuple[str, StepFigures]], name: str, telling: Telling) -> Chart:
    bars = tuple(Bar(label, counted(step, telling), tuple(_states(step, telling))) for label, step in steps)
    looks = {part.look for bar in bars for part in bar.parts}
    keys = [Key(look, telling.state(state)) for state, look in STATES.items() if look in looks]
    keys += [Key(look, telling.say(key)) for look, key in _OTHERS if look in looks]
    return Chart(
        title=telling.say("figures.status_chart"),
        subtitle=telling.say("figures.status_about", programme=name),
        bars=bars,
        keys=tuple(keys),
        note=telling.say("figures.hidden_note") if Look.HIDDEN in looks else "",
    )


_OTHERS = ((Look.QUIET, "figures.unsaid"), (Look.HIDDEN, "figures.hidden"))


def counted(step: StepFigures, telling: Telling) -> str:
    """What a step's figures are counted of: how many answered, are silent, are waited for."""
    if step.answered is None:
        return telling.say("figures.counted_few")
    key = "figures.counted" if step.answered else "figures.counted_none"
    values = telling.counted(step)
    return telling.say(key, **(values if step.answered else {each: values[each] for each in ("silent", "waiting")}))


def _states(step: StepFigures, telling: Telling) -> Iterator[Part]:
    """The shares that are shown, and what is left as one that is not."""
    if not step.answered:
        return
    left = 1.0
    shown = [(telling.state(state), step.states[list(State).index(state)], look) for state, look in STATES.items()]
    for label, count, look in [*shown, (telling.say("figures.unsaid"), step.unsaid, Look.QUIET)]:
        if count:
            left -= count / step.answered
            yield _part(label, count / step.answered, look, telling)
    if None in (*step.states, step.unsaid):
        yield Part(left, Look.HIDDEN)


def _part(label: str, share: float, look: Look, telling: Telling) -> Part:
    return Part(share, look, (f"{label} {telling.percent(share)}", telling.percent(share)))


def _needs(found: Figures, name: str, telling: Telling) -> Chart:
    needs = found.needs
    told = [(label, Proportion(count, needs.answered), topic) for label, count, topic in telling.needs(needs)]
    return Chart(
        title=telling.say("figures.needs_chart"),
        subtitle=telling.say("figures.needs_about", programme=name, answered=str(needs.answered)),
        bars=tuple(_need(label, proportion, topic, telling) for label, proportion, topic in told),
        note=telling.say("figures.interval_note"),
    )


def _need(label: str, proportion: Proportion, topic: str, telling: Telling) -> Bar:
    look = Look.QUIET if topic in (NO_NEED, POOLED) else Look.PLAIN
    part = Part(proportion.share, look)
    end = f"{proportion.count} · {telling.percent(proportion.share)}"
    return Bar(label, "", (part,), end, proportion.low, proportion.high)


def _rate(steps: list[tuple[str, StepFigures]], name: str, telling: Telling) -> Chart:
    bars = tuple(_answers(label, step, telling) for label, step in steps)
    looks = {part.look for bar in bars for part in bar.parts}
    note = [telling.say("figures.interval_note")] if any(bar.low is not None for bar in bars) else []
    note += [telling.say("figures.hidden_note")] if Look.HIDDEN in looks else []
    return Chart(
        title=telling.say("figures.rate_chart"),
        subtitle=telling.say("figures.rate_about", programme=name),
        bars=bars,
        keys=tuple(Key(look, telling.say(key)) for look, key in _RATES if look in looks),
        note="\n".join(note),
    )


_RATES = (
    (Look.PLAIN, "figures.answered"),
    (Look.QUIET, "figures.silent"),
    (Look.PENDING, "figures.waiting"),
    (Look.HIDDEN, "figures.hidden"),
)


def _answers(label: str, step: StepFigures, telling: Telling) -> Bar:
    detail = counted(step, telling)
    if rate := step.rate:
        counts = zip(_RATES, (step.answered, step.silent, step.waiting), strict=False)
        parts = [_part(telling.say(key), count / rate.of, look, telling) for (look, key), count in counts if count]
        return Bar(label, detail, tuple(parts), "", rate.low, rate.high)
    if (least := step.rate_at_least) is None:
        return Bar(label, detail, ())
    told = telling.say("figures.at_least", share=telling.percent(least))
    answered = Part(least, Look.PLAIN, (f"{telling.say('figures.answered')} {told}", told))
    return Bar(label, detail, (answered, Part(1 - least, Look.HIDDEN)))
