"""What was changed about desks while the service runs, and the codes that bind a chat to one."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from bot.desk import ChangeKind, DeskChange
from bot.promise import Hours

from .queries import Queries
from .records import DeskCode, milliseconds

_MOMENTS = ("since", "until")


class DeskTable(Queries):
    """Changes in their order. Nothing is taken out; what holds no more has ended."""

    _held: tuple[object, tuple[DeskChange, ...]] = (None, ())

    def desk_changes(self) -> tuple[DeskChange, ...]:
        """All that holds now. The very same tuple as long as nothing has changed."""
        ((last, last_at, ended),) = (
            tuple(row.values())
            for row in self._rows(
                "SELECT (SELECT max(id) FROM desk_changes) AS last, "
                "(SELECT at FROM desk_changes ORDER BY id DESC LIMIT 1) AS at, "
                "(SELECT max(ended_at) FROM desk_changes WHERE ended_at IS NOT NULL) AS ended"
            )
        )
        if last is None:
            return ()
        if self._held[0] != (last, last_at, ended):
            rows = self._rows("SELECT * FROM desk_changes WHERE ended_at IS NULL ORDER BY id")
            self._held = ((last, last_at, ended), tuple(_change(row) for row in rows))
        return self._held[1]

    def change_desk(self, change: DeskChange) -> int:
        """Keep a change; its id. One that is only for the log has ended at once."""
        self._held = (None, ())
        at = milliseconds(change.at)
        row = {
            "desk": change.desk,
            "kind": str(change.kind),
            "by": change.by,
            "at": at,
            "detail": _detail(change),
            "ended_at": at if change.kind is ChangeKind.REFUSED else None,
        }
        return int(self._db.table("desk_changes").insert(row).last_pk)  # type: ignore[arg-type]

    def move_desk(self, old: str, new: str, now: int) -> None:
        """The chat of a desk, if it is one, has another address."""
        self.change_desk(DeskChange("", ChangeKind.MOVED, "bot", _moment(now), text=new, name=old))

    def end_desk_change(self, change_id: int, desk: str, now: datetime) -> bool:
        """A change of a desk holds no more; False if it did not any longer."""
        self._held = (None, ())
        ended = "UPDATE desk_changes SET ended_at = ? WHERE id = ? AND desk = ? AND ended_at IS NULL"
        return bool(self._change(ended, milliseconds(now), change_id, desk))

    def desk_log(self, desk: str, limit: int = 200) -> list[DeskChange]:
        """All that was ever done about a desk, refusals among it, latest first."""
        rows = self._rows("SELECT * FROM desk_changes WHERE desk = ? ORDER BY id DESC LIMIT ?", desk, limit)
        return [_change(row) for row in rows]

    def add_desk_code(self, digest: str, code: DeskCode) -> None:
        """A code may be used once, until it expires; those before it for the same desk hold no more."""
        self._change("DELETE FROM desk_codes WHERE desk = ? AND used_at IS NULL", code.desk)
        row = {"hash": digest, "desk": code.desk, "name": code.name, "serves": ",".join(code.serves)}
        self._db.table("desk_codes").insert(row | {"expires_at": milliseconds(code.expires_at), "used_at": None})

    def desk_code(self, digest: str, now: datetime) -> DeskCode | None:
        """What a code is for; None if there is none, or it was used, or its time is over."""
        found = self._rows(
            "SELECT * FROM desk_codes WHERE hash = ? AND used_at IS NULL AND expires_at > ?", digest, milliseconds(now)
        )
        if not found:
            return None
        row = found[0]
        serves = tuple(filter(None, row["serves"].split(",")))
        return DeskCode(row["desk"], row["name"], serves, _moment(row["expires_at"]))

    def use_desk_code(self, digest: str, now: datetime) -> None:
        """A code was used."""
        self._change("UPDATE desk_codes SET used_at = ? WHERE hash = ?", milliseconds(now), digest)

    def waiting_desk_codes(self, now: datetime) -> set[str]:
        """The desks that a code waits for."""
        rows = self._rows(
            "SELECT desk FROM desk_codes WHERE used_at IS NULL AND expires_at > ?",
            milliseconds(now),
        )
        return {row["desk"] for row in rows}


def _detail(change: DeskChange) -> str:
    kept = {name: value for name, value in asdict(change).items() if value}
    for name in ("desk", "kind", "by", "at", "id"):
        kept.pop(name, None)
    for name in _MOMENTS:
        if moment := getattr(change, name):
            kept[name] = moment.astimezone(UTC).isoformat()
    if change.day:
        kept |= {"day": change.day.isoformat(), "windows": [[each.opens, each.closes] for each in change.windows]}
    return json.dumps(kept, ensure_ascii=False)


def _change(row: dict[str, Any]) -> DeskChange:
    kept = json.loads(row["detail"])
    made: dict[str, Any] = {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS if name in kept}
    if "day" in kept:
        windows = tuple(Hours(opens, closes) for opens, closes in kept.get("windows", ()))
        made |= {"day": date.fromisoformat(kept["day"]), "windows": windows}
    whole = kept | made | {"serves": tuple(kept.get("serves", ()))}
    return DeskChange(row["desk"], ChangeKind(row["kind"]), row["by"], _moment(row["at"]), id=row["id"], **whole)


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, UTC)
