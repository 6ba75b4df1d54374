"""What happened in a programme since a moment, in a few lines for the desk; groups under five are not shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Say, Value
from bot.programmes import CheckInRecord, Enrolment, State
from bot.programmes.figures import NO_NEED, Needs, figures, needs_of
from bot.programmes.hiding import SMALLEST, hidden, shown
from bot.store import Tables
from knowledge import Programme, swedish_day

from .telling import Telling

WORST_FIRST = (State.STUCK, State.SLOW, State.WELL, State.DONE)
"""A desk reads first where it may help."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a programme."""

    programme: Programme
    enrolments: Sequence[Enrolment]
    check_ins: Sequence[CheckInRecord]


def kept(tables: Tables, programme: Programme) -> Kept:
    """Read it."""
    return Kept(programme, tables.enrolments(programme.id), tables.check_ins(programme.id))


def week(found: Kept, since: datetime, telling: Telling) -> tuple[Say, ...]:
    """What to say; nothing if nothing happened: no one joined, nobody was asked, nobody answered."""
    joined = [each for each in found.enrolments if each.consented_at >= since]
    asked = [each for each in found.check_ins if each.asked_at >= since]
    answers = _answers(found, since)
    if not (joined or asked or answers):
        return ()
    day = telling.day(swedish_day(since))
    parts = [Say("digest.title", {"programme": found.programme.text(telling.language).name, "since": day})]
    if joined:
        parts.append(Say("digest.joined", {"count": telling.count(shown(len(joined)))}))
    parts.append(_answered(answers, telling))
    if (needs := needs_of(answers)).topics:
        parts.append(_needs(needs, telling))
    return (*parts, *_silent(found, telling))


def _answers(found: Kept, since: datetime) -> list[CheckInRecord]:
    """The latest answer of each company that answered."""
    company = {each.number: each.conversation for each in found.enrolments}
    given = [each for each in found.check_ins if each.answered_at and each.answered_at >= since]
    return list({company.get(each.enrolment, each.enrolment): each for each in given}.values())


def _answered(answers: Sequence[CheckInRecord], telling: Telling) -> Say:
    if not answers:
        return Say("digest.no_answers")
    if len(answers) < SMALLEST:
        return Say("digest.few_answers")
    said = Counter(each.state for each in answers)
    counts = dict(zip(WORST_FIRST, hidden([*(said[state] for state in WORST_FIRST), said[None]]), strict=False))
    told = [
        telling.say("digest.state", state=telling.state(state), count=_count(count, telling))
        for state, count in counts.items()
        if count != 0
    ]
    return Say("digest.answers", {"answered": str(len(answers)), "states": "\n".join(told) or "–"})


def _count(count: int | None, telling: Telling) -> str:
    return telling.say("figures.kept_back") if count is None else str(count)


def _needs(needs: Needs, telling: Telling) -> Say:
    told = [(telling.need(topic), count) for topic, count in needs.topics if topic != NO_NEED]
    if needs.pooled:
        key = "figures.pooled_with_none" if needs.with_none else "figures.pooled"
        told.append((telling.say(key), needs.pooled))
    told = told or [(telling.need(NO_NEED), needs.answered)]
    lines = "\n".join(telling.say("digest.state", state=name, count=str(count)) for name, count in told)
    return Say("digest.needs", {"needs": lines})


def _silent(found: Kept, telling: Telling) -> tuple[Say, ...]:
    """How the latest check-in stands that is large enough to be told."""
    steps = figures(found.enrolments, found.check_ins).steps
    step = next((each for each in reversed(steps) if each.answered is not None or each.silent is not None), None)
    if step is None:
        return ()
    values: dict[str, Value] = {"step": telling.step(step.key, found.programme), **telling.counted(step)}
    return (Say("digest.silent", values),)
