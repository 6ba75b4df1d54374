"""What is kept is what JSON can say, and says the same as the slower way of the standard library."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from bot.plain import plain
from bot.promise import SWEDEN


class Colour(StrEnum):
    """Something to choose."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    """A value."""

    words: str
    colour: Colour | None = None
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Outer:
    """A value of values."""

    inner: Inner
    more: tuple[Inner, ...]
    table: dict[str, Inner]


inners = st.builds(Inner, st.text(), st.sampled_from([Colour.RED, None]), st.tuples(st.integers(), st.floats()))


@given(st.builds(Outer, inners, st.lists(inners).map(tuple), st.dictionaries(st.text(), inners)))
def test_any_value_is_kept_as_the_standard_library_would_keep_it(value: Outer) -> None:
    assert json.dumps(plain(value)) == json.dumps(asdict(value))


def test_a_moment_is_kept_in_utc() -> None:
    assert plain({"at": datetime(2026, 7, 1, 9, 30, tzinfo=SWEDEN)}) == {"at": "2026-07-01T07:30:00+00:00"}
