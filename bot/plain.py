"""Values as they are kept: tables, lists, words and numbers, and nothing else. What JSON can say."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))


def plain(value: Any) -> Any:
    """A value of dataclasses, tuples and tables as it is kept. Enums stay, since JSON writes them as words; moments
    are ISO 8601 in UTC.

    What `dataclasses.asdict` does, in a third of its time: it copies deeply what cannot change. Every state of a talk
    and every message goes through here.
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [plain(each) for each in value]
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(each.name for each in fields(kind)) if hasattr(kind, "__dataclass_fields__") else ()
