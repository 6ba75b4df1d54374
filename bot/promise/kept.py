"""A promise as it is kept in the store: a table of JSON, and back. Moments are ISO 8601 in UTC."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, assert_never

from .clock import Clock
from .events import End, Extension, Handover, Outcome, Pause, Rung
from .limits import Kind, Level, Limit, Need, Origin, Said, WorkingDays, WorkingMinutes
from .lines import Cause, Line, Reason
from .promise import Promise

Table = Mapping[str, Any]
_T = TypeVar("_T")


def promise_to_json(promise: Promise) -> dict[str, Any]:
    """As kept in the store."""
    said = promise.next_answer
    return {
        "clocks": [clock_to_json(clock) for clock in promise.clocks],
        "next_answer": said and {"limit": said.limit and _limit(said.limit), "origin": _origin(said.origin)},
        "renewal": _limit(promise.renewal),
    }


def promise_from_json(kept: Table) -> Promise:
    """From the store."""
    return Promise(
        clocks=tuple(clock_from_json(each) for each in kept["clocks"]),
        next_answer=_maybe(kept["next_answer"], _said_from),
        renewal=_limit_from(kept["renewal"]),
    )


def clock_to_json(clock: Clock) -> dict[str, Any]:
    """As kept in the store; what is empty is left out."""
    whole = {
        "kind": clock.kind.value,
        "limit": _limit(clock.limit),
        "origin": _origin(clock.origin),
        "opened_at": clock.opened_at.isoformat(),
        "turn": clock.turn,
        "missing": [{"id": need.id, "sv": need.sv, "en": need.en} for need in clock.missing],
        "started_at": clock.started_at and clock.started_at.isoformat(),
        "lines": [_line(line) for line in clock.lines],
        "paused": clock.paused and _pause(clock.paused),
        "extended": clock.extended and _extension(clock.extended),
        "handovers": [{"at": each.at.isoformat(), "to": each.to, "used": each.used} for each in clock.handovers],
        "ended": clock.ended and {"at": clock.ended.at.isoformat(), "outcome": clock.ended.outcome.value},
        "climbed": [rung.value for rung in clock.climbed],
    }
    return {key: value for key, value in whole.items() if value}


def clock_from_json(kept: Table) -> Clock:
    """From the store."""
    return Clock(
        kind=Kind(kept["kind"]),
        limit=_limit_from(kept["limit"]),
        origin=_origin_from(kept["origin"]),
        opened_at=_at(kept["opened_at"]),
        turn=kept["turn"],
        missing=tuple(Need(**each) for each in kept.get("missing", ())),
        started_at=_maybe(kept.get("started_at"), _at),
        lines=tuple(_line_from(each) for each in kept.get("lines", ())),
        paused=_maybe(kept.get("paused"), lambda each: Pause(**_with_moments(each, "at"))),
        extended=_maybe(kept.get("extended"), lambda each: Extension(**_with_moments(each, "at", "before"))),
        handovers=tuple(Handover(**_with_moments(each, "at")) for each in kept.get("handovers", ())),
        ended=_maybe(kept.get("ended"), lambda each: End(_at(each["at"]), Outcome(each["outcome"]))),
        climbed=tuple(Rung(each) for each in kept.get("climbed", ())),
    )


def _limit(limit: Limit) -> dict[str, int]:
    match limit:
        case WorkingDays(count):
            return {"days": count}
        case WorkingMinutes(count):
            return {"minutes": count}
        case _:
            assert_never(limit)


def _limit_from(kept: Table) -> Limit:
    return WorkingDays(kept["days"]) if "days" in kept else WorkingMinutes(kept["minutes"])


def _origin(origin: Origin) -> dict[str, str]:
    return {"level": origin.level.value, "topic": origin.topic, "source": origin.source}


def _origin_from(kept: Table) -> Origin:
    return Origin(Level(kept["level"]), kept["topic"], kept["source"])


def _said_from(kept: Table) -> Said:
    return Said(_maybe(kept["limit"], _limit_from), _origin_from(kept["origin"]))


def _pause(pause: Pause) -> dict[str, Any]:
    return {"at": pause.at.isoformat(), "left": pause.left, "reason": pause.reason, "by": pause.by}


def _extension(extension: Extension) -> dict[str, Any]:
    return {
        "at": extension.at.isoformat(),
        "minutes": extension.minutes,
        "reason": extension.reason,
        "by": extension.by,
        "before": extension.before.isoformat(),
    }


def _line(line: Line) -> dict[str, Any]:
    kept: dict[str, Any] = {"start": line.start.isoformat(), "end": line.end.isoformat(), "counted": line.counted}
    if line.whole:
        kept["whole"] = True
    if line.reason:
        labels = {"sv": line.reason.sv, "en": line.reason.en, "source": line.reason.source}
        kept["reason"] = {"cause": line.reason.cause.value} | {key: value for key, value in labels.items() if value}
    return kept


def _line_from(kept: Table) -> Line:
    reason = _maybe(kept.get("reason"), lambda each: Reason(**{**each, "cause": Cause(each["cause"])}))
    return Line(_at(kept["start"]), _at(kept["end"]), kept["counted"], reason, kept.get("whole", False))


def _at(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def _with_moments(kept: Table, *keys: str) -> dict[str, Any]:
    return {**kept, **{key: _at(kept[key]) for key in keys}}


def _maybe(kept: Any, read: Callable[[Any], _T]) -> _T | None:
    return read(kept) if kept else None
