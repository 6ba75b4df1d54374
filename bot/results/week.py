"""What happened in a programme since a moment, in a few lines for the desk; groups under five are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.messages import Say, Value
from bot.programmes import State
from bot.programmes.figures import NO_NEED, Figures, Needs, Tally, figures, needs_of, states_of
from bot.programmes.hiding import SMALLEST, shown
from bot.store import Tables
from knowledge import Programme, swedish_day

from .telling import Telling

WORST_FIRST = (State.STUCK, State.SLOW, State.WELL, State.DONE)
"""A desk reads first where it may help."""


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a programme since a moment, and how it stands. `asked`: was anybody?"""

    programme: Programme
    since: datetime
    joined: int
    asked: bool
    answers: Sequence[Tally]
    now: Figures


def week_of(tables: Tables, programme: Programme, since: int) -> Week:
    """Read and count; `since` in milliseconds since 1970."""
    return Week(
        programme=programme,
        since=datetime.fromtimestamp(since / 1000, UTC),
        joined=tables.joined(programme.id, since)[1],
        asked=tables.asked_since(programme.id, since),
        answers=tables.answered_since(programme.id, since),
        now=figures(*tables.members(programme.id), tables.tallies(programme.id)),
    )


def week(found: Week, telling: Telling) -> tuple[Say, ...]:
    """What to say; nothing if nothing happened: no one joined, nobody was asked, nobody answered. Nor of a programme
    so small that even "no answers" would tell of one company: its first digest comes when they are five."""
    if not (found.joined or found.asked or found.answers) or found.now.enrolled is None:
        return ()
    since = telling.day(swedish_day(found.since))
    parts = [Say("digest.title", {"programme": found.programme.text(telling.language).name, "since": since})]
    if found.joined:
        parts.append(Say("digest.joined", {"count": telling.count(shown(found.joined))}))
    if found.asked or found.answers:
        parts.append(_answered(found.answers, telling))
    if (needs := needs_of(found.answers)).topics:
        parts.append(_needs(needs, telling))
    return (*parts, *_silent(found, telling))


def _answered(answers: Sequence[Tally], telling: Telling) -> Say:
    if not answers:
        return Say("digest.no_answers")
    if (together := sum(each.count for each in answers)) < SMALLEST:
        return Say("digest.few_answers")
    *states, unsaid = states_of(answers)
    counts = dict(zip(State, states, strict=True))
    named = [(telling.state(state), counts[state]) for state in WORST_FIRST]
    named.append((telling.say("figures.unsaid"), unsaid))
    lines = [telling.say("digest.state", state=name, count=_count(n, telling)) for name, n in named if n != 0]
    if not any(n for _, n in named):
        lines = [telling.say("figures.states_kept_back")]
    return Say("digest.answers", {"answered": str(together), "states": "\n".join(lines)})


def _count(count: int | None, telling: Telling) -> str:
    return telling.say("figures.kept_back") if count is None else str(count)


def _needs(needs: Needs, telling: Telling) -> Say:
    told = [(name, count) for name, count, topic in telling.needs(needs) if topic != NO_NEED]
    told = told or [(telling.need(NO_NEED), needs.answered)]
    lines = "\n".join(telling.say("digest.state", state=name, count=str(count)) for name, count in told)
    return Say("digest.needs", {"needs": lines})


def _silent(found: Week, telling: Telling) -> tuple[Say, ...]:
    """How the latest check-in stands that is large enough to be told."""
    step = next(
        (each for each in reversed(found.now.steps) if each.answered is not None or each.silent is not None), None
    )
    if step is None:
        return ()
    values: dict[str, Value] = {"step": telling.step(step.key, found.programme), **telling.counted(step)}
    return (Say("digest.silent", values),)
