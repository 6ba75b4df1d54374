"""The lives of clocks by chance: begun, paused, resumed, moved and extended at random, on desks of all sorts."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.promise import Clock, Kind, Level, Limit, Origin, Refused, WorkingDays, WorkingMinutes
from promise.desks import REAL

ORIGIN = Origin(Level.MUNICIPALITY, "", "ett prov")
NAMES = sorted(REAL)


@dataclass
class Life:
    """A clock and what should be true of it, reckoned from the calendars alone."""

    chance: random.Random
    desk: str
    now: datetime
    clock: Clock
    budget: int
    used: int = 0
    pauses: int = 0
    told: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, chance: random.Random) -> "Life":
        """A promise of any length, asked for at any minute of 2024–2035, at any desk."""
        desk = chance.choice(NAMES)
        now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(12 * 365 * 24 * 60))
        limit = some_limit(chance)
        clock = Clock(Kind.FIRST_ANSWER, limit, ORIGIN, now).begin(now, REAL[desk])
        return cls(chance, desk, now, clock, clock.budget)

    def step(self) -> None:
        """Time passes, and something happens to the clock."""
        self._pass_time()
        what = self.chance.choice(("pause", "resume", "resume", "transfer", "extend"))
        self.told.append(f"{self.now} {what} {self.desk}")
        try:
            getattr(self, f"_{what}")()
        except Refused as refused:
            self.told[-1] += f": {refused.why}"

    def _pass_time(self) -> None:
        later = self.now + timedelta(minutes=self.chance.choice((0, 1, 7, 60, 300, 1440, 4000)))
        if not self.clock.paused:
            self.used = min(self.budget, self.used + REAL[self.desk].between(self.now, later))
        self.now = later

    def _pause(self) -> None:
        self.clock = self.clock.pause(self.now, reason="ritning", by="desken")
        self.pauses += 1

    def _resume(self) -> None:
        self.clock = self.clock.resume(self.now, REAL[self.desk])

    def _transfer(self) -> None:
        desk = self.chance.choice(NAMES)
        self.clock = self.clock.transfer(self.now, REAL[desk], desk)
        self.desk = desk

    def _extend(self) -> None:
        desk = REAL[self.desk]
        self.clock = self.clock.extend(self.now, some_limit(self.chance), desk, reason="sjukdom", by="desken")
        assert self.clock.extended is not None
        self.budget += self.clock.extended.minutes


def some_limit(chance: random.Random) -> Limit:
    """From a quarter of an hour to two weeks."""
    if chance.random() < 0.6:
        return WorkingDays(chance.choice((1, 2, 2, 3, 5, 10)))
    return WorkingMinutes(chance.choice((15, 60, 240, 601, 1020, 3000)))
