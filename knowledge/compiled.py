"""The atlas kept in one file, so that a start need not parse hundreds of files again.

It is kept where Python keeps its own bytecode: in `__pycache__` beside the sources, if that can be written. It is
JSON: nothing in it is run. The first line holds the fingerprint of the sources and a checksum of the rest; if either
does not match, the sources are read instead.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache, partial
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from .atlas import Atlas

Build = Callable[[Any], Any]


def read_compiled(folder: Path, key: str) -> Atlas | None:
    """The atlas that was kept for sources with this fingerprint, or None."""
    try:
        head, _, body = _place(folder).read_bytes().partition(b"\n")
        if head != _head(key, body):
            return None
        atlas: Atlas = _builder(Atlas)(json.loads(body))
        return atlas
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, NotImplementedError):
        return None


def write_compiled(folder: Path, key: str, atlas: Atlas) -> None:
    """Keep an atlas, if the folder lets us: without it the next start is only slower."""
    from uuid import uuid4  # only here: most starts write nothing

    body = json.dumps(atlas, default=_listed, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        place = _place(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(f".{uuid4().hex}")
        half.write_bytes(_head(key, body) + b"\n" + body)
        half.replace(place)  # whole or not at all, also with two starts at once
    except (OSError, NotImplementedError):
        return


def _place(folder: Path) -> Path:
    return Path(cache_from_source(str(folder / "atlas.toml"))).with_suffix(".json")


def _head(key: str, body: bytes) -> bytes:
    return f"{key} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _listed(value: Any) -> list[Any] | str:
    """A dataclass as the list of its fields, one of several kinds with its name first; JSON has all else as it is."""
    kind: Any = type(value)
    if kind in (date, time):
        return str(value.isoformat())
    if kind is frozenset:
        return sorted(value)
    tag = [kind.__name__] if kind in _alternatives(Atlas) else []
    return [*tag, *(getattr(value, name) for name in _given(kind))]


@cache
def _given(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.init)


@cache
def _alternatives(kind: Any) -> frozenset[Any]:
    """The dataclasses below a type that stand where others may stand too."""
    below: list[Any] = [each.type for each in fields(kind) if each.init] if is_dataclass(kind) else []
    below += (each for each in get_args(kind) if each is not ...)
    several = [each for each in below if is_dataclass(each)] if get_origin(kind) is UnionType else []
    return frozenset(several if len(several) > 1 else ()).union(*map(_alternatives, below))


def _builder(kind: Any) -> Build:
    """What makes a dataclass of the list of its fields."""
    given = [each for each in fields(kind) if each.init]
    makers = [(at, make) for at, each in enumerate(given) if (make := _maker(each.type))]

    def build(values: list[Any]) -> Any:
        for at, make in makers:
            values[at] = make(values[at])
        return kind(*values)

    return build


def _maker(kind: Any) -> Build | None:
    """What makes a value of this type of what stands in the JSON; None if that is the value itself."""
    if is_dataclass(kind):
        return _builder(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {str(member): member for member in kind}.__getitem__
    if kind in (date, time):
        read: Build = kind.fromisoformat
        return read
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        make = _maker(arguments[0])
        return partial(_each, make) if make else tuple
    if origin is frozenset:
        make = _maker(arguments[0])
        return partial(_set_of, make) if make else frozenset
    if origin is UnionType and NoneType not in arguments:  # of several dataclasses
        return partial(_named, {each.__name__: _builder(each) for each in arguments})
    if origin is UnionType:  # of a type and None
        make = _maker(arguments[0])
        return partial(_if_given, make) if make else None
    if origin is Mapping:
        make = _maker(arguments[1])
        return partial(_each_of, make) if make else None
    return None


def _each(make: Build, values: list[Any]) -> tuple[Any, ...]:
    return tuple(map(make, values))


def _set_of(make: Build, values: list[Any]) -> frozenset[Any]:
    return frozenset(map(make, values))


def _named(builders: Mapping[str, Build], values: list[Any]) -> Any:
    return builders[values[0]](values[1:])


def _if_given(make: Build, value: Any) -> Any:
    return None if value is None else make(value)


def _each_of(make: Build, values: dict[str, Any]) -> dict[str, Any]:
    return {key: make(each) for key, each in values.items()}
