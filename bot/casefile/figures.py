"""What all cases came to, desk by desk: promises, complaints apart, and both sides' word on the end.

A promise counts at the desk that had the case when the promise ended, or has it now: whoever held it last answered for
it. A closing counts at the desk that closed. Nothing here tells who at a desk did what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Escalation
from bot.promise import Clock, Delay, Figures, Outcome, delay, figures, minute

from .case import Line

_TOOK = frozenset({"claimed", "paused", "answer"})
_LOST = frozenset({"moved", "reopened"})


@dataclass(frozen=True, slots=True)
class Promises:
    """The figures of one kind of promise, and why the broken ones (also those late now) were broken."""

    figures: Figures
    reasons: dict[Delay, int]


@dataclass(frozen=True, slots=True)
class Truth:
    """Closings by the desk with one outcome, and what the entrepreneurs said of them."""

    outcome: str
    said: int
    confirmed: int
    contested: int

    @property
    def no_word(self) -> int:
        """Closings that the entrepreneur has said nothing of."""
        return self.said - self.confirmed - self.contested


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """One desk. `cases` are those that are there now, `open` and `complaints` some of them; complaints have their own
    promises and are in no other figure of promises. `useful` and `useless` are of the cases there that were rated."""

    desk: str
    cases: int
    open: int
    complaints: int
    promises: tuple[Promises, ...]
    complaint_promises: tuple[Promises, ...]
    truth: tuple[Truth, ...]
    useful: int
    useless: int


@dataclass(frozen=True, slots=True)
class Told:
    """A case and its record."""

    escalation: Escalation
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """One promise: whose it was in the end, and whether anybody had taken the case."""

    desk: str
    clock: Clock
    taken: bool
    complaint: bool


def desk_figures(cases: Sequence[Told], now: datetime, since: datetime | None = None) -> tuple[DeskFigures, ...]:
    """The figures of every desk that has had a case, by desk id; of promises given, cases opened and closings made
    from `since` on."""
    given = [each for case in cases for each in _given(case, now) if _counts(each.clock.opened_at, since)]
    ends = [end for case in cases for end in _closings(case.lines) if _counts(end[0].at, since)]
    there = [case.escalation for case in cases if _counts(case.escalation.opened_at, since)]
    desks = sorted({*(each.desk for each in given), *(each.desk for each in there), *(line.desk for line, _ in ends)})
    return tuple(
        DeskFigures(
            desk=desk,
            cases=sum(each.desk == desk for each in there),
            open=sum(each.desk == desk and each.is_open for each in there),
            complaints=sum(each.desk == desk and each.complaint for each in there),
            promises=_promises([each for each in given if each.desk == desk and not each.complaint], now),
            complaint_promises=_promises([each for each in given if each.desk == desk and each.complaint], now),
            truth=_truth([end for end in ends if end[0].desk == desk]),
            useful=sum(each.desk == desk and each.useful is True for each in there),
            useless=sum(each.desk == desk and each.useful is False for each in there),
        )
        for desk in desks
    )


def _counts(at: datetime, since: datetime | None) -> bool:
    return since is None or at >= since


def _given(case: Told, now: datetime) -> Iterator[_Given]:
    for clock in case.escalation.promise.clocks:
        until = clock.ended.at if clock.ended else minute(now)
        yield _Given(_desk_of(case, clock), clock, _taken(case.lines, until), case.escalation.complaint)


def _desk_of(case: Told, clock: Clock) -> str:
    """Where it ended: after its last handover; without one the case was moved before it was given, or never."""
    moves = [line for line in case.lines if line.kind == "moved"]
    before = [line.text for line in moves if minute(line.at) < clock.opened_at]
    if clock.handovers:
        before = [line.text for line in moves if minute(line.at) <= clock.handovers[-1].at]
    return before[-1] if before else next((line.desk for line in case.lines), case.escalation.desk)


def _taken(lines: Iterable[Line], until: datetime) -> bool:
    """Had somebody taken the case by then, since it last came to a desk or was opened again?"""
    taken = False
    for line in lines:
        if minute(line.at) > until:
            break
        taken = (taken or line.kind in _TOOK) and line.kind not in _LOST
    return taken


def _promises(given: Sequence[_Given], now: datetime) -> tuple[Promises, ...]:
    found = figures((each.clock for each in given), now)
    return tuple(Promises(each, _reasons([one for one in given if one.clock.kind is each.kind], now)) for each in found)


def _reasons(given: Sequence[_Given], now: datetime) -> dict[Delay, int]:
    broken = [each for each in given if _is_broken(each.clock, now)]
    why = [delay(each.clock, taken=each.taken) for each in broken]
    return {reason: why.count(reason) for reason in Delay}


def _is_broken(clock: Clock, now: datetime) -> bool:
    return clock.ended.outcome is Outcome.BROKEN if clock.ended else clock.is_late(now)


def _closings(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each closing by a desk, and the entrepreneur's last word on it before the case was opened again."""
    for at, line in enumerate(lines):
        if line.kind != "closed" or line.who in ("person", "bot"):
            continue
        word = ""
        for later in lines[at + 1 :]:
            if later.kind == "closed":
                break
            word = later.kind if later.kind in ("confirmed", "contested") else word
        yield line, word


def _truth(ends: Sequence[tuple[Line, str]]) -> tuple[Truth, ...]:
    outcomes = dict.fromkeys(line.text for line, _ in ends)
    said = {outcome: [word for line, word in ends if line.text == outcome] for outcome in outcomes}
    return tuple(
        Truth(outcome, len(words), words.count("confirmed"), words.count("contested"))
        for outcome, words in sorted(said.items())
    )
