"""Keeping small groups out of figures, so that nobody can reckon what one company has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

SMALLEST = 5
"""The smallest group that is shown (issue 6), as a programme's consent promises. Nobody is no group: 0 is shown."""

Z = 1.959964
"""95 % of a normal distribution lies within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many. `low` and `high` bound what a group this large can tell: 95 %, by Wilson (1927)."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.count / self.of

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return max(self._centre - self._half, 0.0)

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return min(self._centre + self._half, 1.0)

    @property
    def _centre(self) -> float:
        return (self.share + Z**2 / (2 * self.of)) / (1 + Z**2 / self.of)

    @property
    def _half(self) -> float:
        spread = self.share * (1 - self.share) / self.of + Z**2 / (4 * self.of**2)
        return Z * sqrt(spread) / (1 + Z**2 / self.of)


def is_small(count: int) -> bool:
    """A group that is not shown."""
    return 0 < count < SMALLEST


def shown(count: int) -> int | None:
    """The count, or None for a small group. For counts whose sum with others is shown nowhere."""
    return None if is_small(count) else count


def hidden(cells: Sequence[int]) -> tuple[int | None, ...]:
    """The cells of a table whose sum is shown, None for those that are not. The sum must not be small itself.

    Beside the small cells, the smallest of the others are hidden too (all that are equal) where a small one could be
    reckoned: when it is the only one, or when all must be 1 or all 4. If fewer than ten all say the same, all is
    hidden. The rule looks at values only, never at places, and what it hides are different values: so each hidden
    cell could hold another's value, also for one who knows the rule. A test tries every table.
    """
    small = [count for count in cells if is_small(count)]
    unanimous = max(cells) == sum(cells) < 2 * SMALLEST
    if unanimous:
        return (None,) * len(cells)
    if not small or (len(small) > 1 and len(small) < sum(small) < (SMALLEST - 1) * len(small)):
        return tuple(map(shown, cells))
    next_up = min((count for count in cells if count >= SMALLEST), default=0)
    return tuple(None if is_small(count) or count == next_up else count for count in cells)


def pooled(counts: Mapping[str, int]) -> tuple[dict[str, int], frozenset[str], int]:
    """Groups with a name of their own, the names of those that are told as one instead, and how many those are.

    The rest is no small group either: the smallest that could be shown is put into it until it is none.
    """
    named = {name: count for name, count in counts.items() if count}
    rest = {name for name, count in named.items() if is_small(count)}
    while rest and is_small(sum(named[name] for name in rest)) and len(rest) < len(named):
        rest.add(min(named.keys() - rest, key=lambda name: (named[name], name)))
    together = sum(named[name] for name in rest)
    kept = {name: count for name, count in named.items() if name not in rest}
    return kept, frozenset(rest), together
