"""A case as JSON, for a municipality's register and for other programs. Fields stay what they are; new ones may come.

```
format        "foretagslots-case/1"
exported_at   when it was written. All moments are ISO 8601 with the offset of Swedish time
number        what people call the case by
desk          {id, name}: where it is now
municipality  {code, name}, or null when no place was named
topic         the topic's id, empty when none was understood
complaint     true: about service or treatment
shown_as      the name the entrepreneur chose to be shown by, empty for none
language      the entrepreneur's: sv or en
words         exactly the words that were agreed to be passed on
consent       {version, given_at}: which version of the consent text, and when
tried         [{entry, title}]: the answers they had been shown before
status        open, claimed, answered or closed
owner         {id, name}: whose it is, or null
opened_at, closed_at (null while it is open)
outcome       what the desk says it came to: done, without_help, not_reachable, not_ours, withdrawn; or null
confirmed     the entrepreneur's own word on that: true, false, or null when none was given
useful        was it of use: true, false or null
reopened      how many times it was opened again
moves         [{at, from, to, cause, minutes}]: desks as {id, name}; the working minutes used at the one it left
messages      [{at, from, who, name, kind, text, taken_back}]: what passed between the two, in order. `from` is person
              or desk; `kind` opened, said, edited, deleted, answer, correction; `taken_back`: undone, never sent
promises      [{kind, limit, origin, opened_at, started_at, deadline, minutes, used, turn, lines, missing, paused,
              extended, handovers, outcome, ended_at}], oldest first. `deadline` is null while it waits or is paused;
              `minutes` are those promised, `used` those gone until the end or now; `outcome` kept, broken, released,
              or null while it holds
  lines       [{start, end, counted, minutes, cause, label, source}]: the receipt. Counting them gives the deadline
events        [{at, who, name, kind, text, internal}]: all else, in order. `who` is a member's id, person or bot;
              `internal`: notes and drafts that never left the desk
```
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.promise import SWEDEN, Clock
from bot.promise import Line as Window
from bot.promise.kept import clock_to_json

from .case import Case, Line

FORMAT = "foretagslots-case/1"


def case_json(case: Case, now: datetime) -> dict[str, Any]:
    """The whole case."""
    escalation = case.escalation
    place = {"code": escalation.place, "name": escalation.place_name} if escalation.place else None
    return {
        "format": FORMAT,
        "exported_at": _moment(now),
        "number": escalation.number,
        "desk": _desk(case, escalation.desk),
        "municipality": place,
        "topic": escalation.topic,
        "complaint": escalation.complaint,
        "shown_as": escalation.shown_as,
        "language": escalation.language,
        "words": escalation.words,
        "consent": {"version": escalation.consent, "given_at": _moment(escalation.opened_at)},
        "tried": [{"entry": entry, "title": title} for entry, title in case.tried.items()],
        "status": str(escalation.status),
        "owner": _owner(case),
        "opened_at": _moment(escalation.opened_at),
        "closed_at": _moment(escalation.closed_at),
        "outcome": escalation.outcome and str(escalation.outcome),
        "confirmed": escalation.confirmed,
        "useful": escalation.useful,
        "reopened": escalation.reopened,
        "moves": list(_moves(case)),
        "messages": [_message(case, line) for line in case.thread],
        "promises": [_promise(clock, now) for clock in escalation.promise.clocks],
        "events": [_event(case, line) for line in case.lines if not line.is_said],
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(SWEDEN).isoformat(timespec="seconds") if at else None


def _desk(case: Case, desk_id: str) -> dict[str, str]:
    return {"id": desk_id, "name": case.desk_name(desk_id)}


def _owner(case: Case) -> dict[str, str] | None:
    owner = case.escalation.owner
    if not owner:
        return None
    return {"id": owner, "name": case.name_of(owner, case.escalation.desk)}


def _moves(case: Case) -> Iterator[dict[str, Any]]:
    """The stops tell why and after how long, the record when."""
    moved = (line for line in case.lines if line.kind == "moved")
    for line, stop in zip(moved, case.escalation.stops, strict=False):
        at, to = _moment(line.at), _desk(case, line.text)
        yield {"at": at, "from": _desk(case, stop.desk), "to": to, "cause": stop.cause, "minutes": stop.minutes}


def _message(case: Case, line: Line) -> dict[str, Any]:
    return {
        "at": _moment(line.at),
        "from": "person" if line.who == "person" else "desk",
        "who": line.who,
        "name": _name(case, line),
        "kind": line.kind,
        "text": line.text,
        "taken_back": line.taken_back,
    }


def _event(case: Case, line: Line) -> dict[str, Any]:
    told = {"at": _moment(line.at), "who": line.who, "name": _name(case, line), "kind": line.kind, "text": line.text}
    return told | {"internal": line.is_internal}


def _name(case: Case, line: Line) -> str:
    match line.who:
        case "person":
            return case.escalation.shown_as
        case "bot":
            return "Företagslots"
    return case.member_name(line)


def _promise(clock: Clock, now: datetime) -> dict[str, Any]:
    """What the store keeps, in Swedish time, and what it comes to."""
    kept = clock_to_json(clock)
    return {
        "kind": str(clock.kind),
        "limit": kept["limit"],
        "origin": kept["origin"],
        "opened_at": _moment(clock.opened_at),
        "started_at": _moment(clock.started_at),
        "deadline": _moment(clock.deadline),
        "minutes": clock.budget,
        "used": clock.used(now),
        "turn": clock.turn,
        "lines": [_window(line) for line in clock.lines],
        "missing": kept.get("missing", []),
        "paused": _with_moments(kept.get("paused")),
        "extended": _with_moments(kept.get("extended")),
        "handovers": [_with_moments(each) for each in kept.get("handovers", [])],
        "outcome": clock.ended and str(clock.ended.outcome),
        "ended_at": _moment(clock.ended.at) if clock.ended else None,
    }


def _window(line: Window) -> dict[str, Any]:
    reason = line.reason
    return {
        "start": _moment(line.start),
        "end": _moment(line.end),
        "counted": line.counted,
        "minutes": line.minutes,
        "cause": reason and str(reason.cause),
        "label": reason and reason.sv,
        "source": reason and reason.source,
    }


def _with_moments(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    moments = {name: _moment(datetime.fromisoformat(kept[name])) for name in ("at", "before") if name in kept}
    return kept | moments
