"""What became of a programme's check-ins, in figures that tell nothing of a group under five.

Silence is counted as silence, never as "going well": it stands beside every share. The rule on small groups is in
`hiding`. The tables are kept so that no two of them can be subtracted: a step's states add up to its answers, the
needs add up to the answers of those steps whose answers are shown, and nothing else adds up to anything.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .hiding import SMALLEST, Proportion, hidden, pooled, shown
from .records import State, Story

NO_NEED = ""
"""The key of those who answered and named no need."""
OTHER_NEED = "other"
"""The key of needs in own words that are of no topic."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One check-in of the plan, over all who were asked it. None is a group under five, or what would betray one.

    `key` is the step's id, with its year in a yearly cycle. `waiting` may still answer; `states` are parts of
    `answered`, in the order of `State`; `unsaid` answered something else than how it goes.
    """

    key: str
    first: datetime
    asked: int | None
    answered: int | None
    silent: int | None
    waiting: int | None
    states: tuple[int | None, ...]
    unsaid: int | None

    @property
    def rate(self) -> Proportion | None:
        """How many answered of those asked; who may still answer counts as one who has not."""
        if self.asked is None or self.answered is None:
            return None
        return Proportion(self.answered, self.asked)

    @property
    def rate_at_least(self) -> float | None:
        """Where only some few silent or waiting are hidden: as many answered at the least."""
        if self.answered is None or self.asked is not None:
            return None
        others = sum(SMALLEST - 1 if count is None else count for count in (self.silent, self.waiting))
        return self.answered / (self.answered + others)

    def of(self, state: State) -> Proportion | None:
        """The share of a state in the answers; None if it is hidden or there are none."""
        count = self.states[list(State).index(state)]
        return Proportion(count, self.answered) if count is not None and self.answered else None


@dataclass(frozen=True, slots=True)
class Needs:
    """What was said to be needed, most often first, of `answered` answers. `pooled` are topics with few each, told as
    one sum; `with_none`: those who named no need are among them."""

    answered: int
    topics: tuple[tuple[str, int], ...] = ()
    pooled: int = 0
    with_none: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A programme in figures: how many joined and stopped, each step in the order of time, what is needed."""

    enrolled: int | None
    stopped: int | None
    steps: tuple[StepFigures, ...]
    needs: Needs


@dataclass(frozen=True, slots=True)
class Tally:
    """So many companies with the same step and the same to tell of it. `first` is when the first of them was asked,
    `need` the topic of what they need, OTHER_NEED or NO_NEED. A company counts once at each step, however often it
    began anew: with its latest answer."""

    step: str
    first: datetime
    answered: bool
    silent: bool
    state: State | None
    need: str
    count: int


def figures(enrolled: int, stopped: int, tallies: Iterable[Tally]) -> Figures:
    """The figures of one programme: so many companies joined, so many of them stopped."""
    by_step: dict[str, list[Tally]] = {}
    for each in tallies:
        by_step.setdefault(each.step, []).append(each)
    steps = sorted((_step(key, asked) for key, asked in by_step.items()), key=lambda step: (step.first, step.key))
    told = [each for step in steps if step.answered for each in by_step[step.key] if each.answered]
    return Figures(shown(enrolled), shown(stopped), tuple(steps), needs_of(told))


def _sum(tallies: Iterable[Tally]) -> int:
    return sum(each.count for each in tallies)


def _step(key: str, asked: Sequence[Tally]) -> StepFigures:
    answers = [each for each in asked if each.answered]
    silent = _sum(each for each in asked if each.silent and not each.answered)
    counts = (_sum(answers), silent, _sum(asked) - _sum(answers) - silent)
    cells = tuple(map(shown, counts)) if sum(counts) >= SMALLEST else (None,) * 3
    states = states_of(answers) if cells[0] is not None else (None,) * (len(State) + 1)
    return StepFigures(
        key=key,
        first=min(each.first for each in asked),
        asked=None if None in cells else sum(counts),
        answered=cells[0],
        silent=cells[1],
        waiting=cells[2],
        states=states[:-1],
        unsaid=states[-1],
    )


def states_of(answers: Iterable[Tally]) -> tuple[int | None, ...]:
    """How many said each, in the order of `State`, and last those who said none; their number is shown."""
    said: Counter[State | None] = Counter()
    for each in answers:
        said[each.state] += each.count
    return hidden([*(said[state] for state in State), said[None]])


def needs_of(answers: Sequence[Tally]) -> Needs:
    """The needs in answers whose number is shown."""
    counts: Counter[str] = Counter()
    for each in answers:
        counts[each.need] += each.count
    if (together := _sum(answers)) < SMALLEST:
        return Needs(0)
    kept, rest, few = pooled(counts)
    topics = sorted(kept.items(), key=lambda item: (item[0] == NO_NEED, -item[1], item[0]))
    return Needs(together, tuple(topics), few, NO_NEED in rest)


def shared_stories(stories: Iterable[Story]) -> tuple[Story, ...]:
    """Those that others may read, oldest first: not the ones kept to oneself, not those taken back."""
    return tuple(sorted((each for each in stories if each.is_shown), key=lambda story: story.at))
