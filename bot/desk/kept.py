"""An escalation as it is kept in the store: a table of JSON, and back. Moments are ISO 8601 in UTC."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot.messages.files import SentFile
from bot.plain import plain
from bot.promise import promise_from_json, promise_to_json

from .escalation import Answer, Asked, Draft, Escalation, Offer, Outcome, Pen, Said, Status, Stop

T = TypeVar("T")


def escalation_to_json(escalation: Escalation) -> dict[str, Any]:
    """As kept in the store."""
    unsent = escalation.unsent
    without: dict[str, Any] = plain(replace(escalation, promise=None, unsent=None))  # type: ignore[arg-type]
    return without | {
        "promise": promise_to_json(escalation.promise),
        "unsent": promise_to_json(unsent) if unsent else None,
    }


def escalation_from_json(kept: Mapping[str, Any]) -> Escalation:
    """From the store."""
    made = {
        "opened_at": datetime.fromisoformat(kept["opened_at"]),
        "promise": promise_from_json(kept["promise"]),
        "unsent": _maybe(kept["unsent"], promise_from_json),
        "status": Status(kept["status"]),
        "outcome": _maybe(kept["outcome"], Outcome),
        "unowned_since": _maybe(kept["unowned_since"], datetime.fromisoformat),
        "closed_at": _maybe(kept["closed_at"], datetime.fromisoformat),
        "pen": _maybe(kept["pen"], lambda pen: Pen(pen["by"], Asked(pen["asked"]))),
        "draft": _maybe(kept["draft"], _draft),
        "offer": _maybe(kept["offer"], lambda offer: Offer(**offer)),
        "answers": tuple(
            Answer(**each | {"sent_at": datetime.fromisoformat(each["sent_at"])}) for each in kept["answers"]
        ),
        "stops": tuple(Stop(**each) for each in kept["stops"]),
        "said": tuple(_said(each) for each in kept.get("said", ())),
        "tried": tuple(kept["tried"]),
        "helpers": tuple(kept["helpers"]),
        "proposed": tuple(kept.get("proposed", ())),
        "expected": _maybe(kept.get("expected"), datetime.fromisoformat),
    }
    return Escalation(**{**kept, **made})


def _draft(draft: Mapping[str, Any]) -> Draft:
    return Draft(**{**draft, "asked": Asked(draft.get("asked", Asked.ANSWER)), "files": _files(draft)})


def _said(said: Mapping[str, Any]) -> Said:
    return Said(**{**said, "files": _files(said)})


def _files(kept: Mapping[str, Any]) -> tuple[SentFile, ...]:
    return tuple(SentFile(**each) for each in kept.get("files", ()))


def _maybe(value: Any, read: Callable[[Any], T]) -> T | None:
    return None if value is None else read(value)
