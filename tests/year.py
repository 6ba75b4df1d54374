"""A simulated year at one desk: five people, each now and then away, thousands of questions, a clock moved by hand."""

import asyncio
import heapq
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat import throw_away_store
from bot.desk import Away, DeskBook, Escalation, Member, Role
from bot.desk.owning import MINUTES_UNOWNED
from bot.simulation import simulate, simulated_desks
from bot.store import Store
from bot.turn import Guide

ZONE = ZoneInfo("Europe/Stockholm")
START = datetime(2026, 1, 5, 8, tzinfo=ZONE)
DESK = "1265"

Line = dict[str, Any]
Act = tuple[str, Any]


def desks(guide: Guide, chance: random.Random, days: int) -> DeskBook:
    """The simulated desks with five people at one, each of them now and then away."""
    book = simulated_desks(guide.atlas)
    roles = (Role.STAFF, Role.STAFF, Role.STAFF, Role.DEPUTY, Role.MANAGER)
    people = tuple(
        Member(f"{DESK}-{number}", f"Person {number}", role, tuple(_absences(chance, days)))
        for number, role in enumerate(roles, 1)
    )
    return book.with_desks([replace(book[DESK], members=people)])


def _absences(chance: random.Random, days: int) -> Iterator[Away]:
    """A day ill now and then, weeks of holiday; all may be away at once."""
    day = chance.uniform(0, 20)
    while day < days:
        length = chance.choice((0.5, 1, 1, 2, 5, 10, 20))
        yield Away(START + timedelta(days=day), START + timedelta(days=day + length))
        day += length + chance.expovariate(1 / 25)


@dataclass
class Year:
    """What was played and seen. `at_night` are messages to staff outside their hours, `unowned` open questions that
    were nobody's for longer than a working hour; both must stay empty."""

    guide: Guide
    cases: int
    days: int
    chance: random.Random
    at_night: list[Line] = field(default_factory=list)
    unowned: list[str] = field(default_factory=list)
    said_to_staff: int = 0
    lines: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    escalations: list[Escalation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = desks(self.guide, self.chance, self.days)
        self._now = START
        self._queue: list[tuple[datetime, int, Act]] = []
        self._threads: dict[int, tuple[str, int]] = {}
        self._result: Line = {}
        self._order = 0
        self._opened = 0

    def play(self, store: Store) -> None:
        """The whole of it."""
        self._store = store
        for number in range(self.cases):
            self._later(START + timedelta(days=self.days) * (number / self.cases), ("ask", number))
        for day in range(self.days):
            self._later(START + timedelta(days=day, hours=8, minutes=15), ("look", day))
        world = replace(self.guide, desks=self.book)
        asyncio.run(simulate(store, world, self._told(), START, "console", self._hear))

    def _later(self, moment: datetime, act: Act) -> None:
        self._order += 1
        heapq.heappush(self._queue, (moment, self._order, act))

    def _hear(self, written: str) -> None:
        self._result = json.loads(written)
        for sent in self._result["sent"]:
            if sent["to"].startswith("desk:"):
                self._seen(sent)

    def _seen(self, sent: Line) -> None:
        desk = sent["to"].removeprefix("desk:")
        self.said_to_staff += 1
        if not self.book[desk].calendar.is_open(datetime.fromisoformat(sent["at"])):
            self.at_night.append(sent)
        for button in sent["buttons"]:
            if sent["kind"] == "card" and button["id"].startswith("e:"):
                self._threads[int(button["id"].split(":")[1])] = (desk, sent["thread"])

    def _told(self) -> Iterator[str]:
        while self._queue:
            moment, _, act = heapq.heappop(self._queue)
            if moment > self._now:
                self._now = moment
                yield json.dumps({"at": moment.isoformat()})
            for line in self._lines(act):
                self.lines += 1
                yield json.dumps(line)

    def _lines(self, act: Act) -> Iterator[Line]:
        kind, number = act
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        match kind:
            case "look":
                self._look()
            case "ask":
                yield from self._ask(number)
            case "press" | "says":
                chat, words = number
                yield {"chat": chat, "press" if kind == "press" else "text": words}
            case "work":
                yield from self._work(*number)

    def _ask(self, number: int) -> Iterator[Line]:
        chat = f"c{number}"
        yield {"chat": chat, "text": "vem bestämmer priset på industrimark i Sjöbo"}
        yield {"chat": chat, "text": "människa"}
        yield {"chat": chat, "press": "draft:send"}
        self._opened += 1
        self._later(self._now + timedelta(hours=self.chance.expovariate(1 / 9)), ("work", (self._opened, chat, "")))
        if self.chance.random() < 0.1:
            more = (chat, "det gäller tomten längst bort vid vägen, jag glömde skriva det")
            self._later(self._now + timedelta(hours=self.chance.expovariate(1 / 12)), ("says", more))

    def _work(self, number: int, chat: str, step: str) -> Iterator[Line]:
        """Somebody at the desk does the next thing; if nobody is there, later."""
        desk, thread = self._threads.get(number, (DESK, 0))
        here = self.book[desk]
        present = here.present(self._now)
        if not thread or not present or not here.calendar.is_open(self._now):
            again = here.calendar.next_open(self._now + timedelta(minutes=self.chance.randrange(30, 240))).at
            self._later(again, ("work", (number, chat, step)))
            return
        by = self.chance.choice(present).id
        where = {"desk": desk, "by": by, "thread": thread}
        chosen = (
            step
            or self.chance.choices(("claim", "answer", "pause", "extend", "wrong", "late"), (25, 45, 10, 6, 4, 10))[0]
        )
        yield from self._step(chosen, number, chat, where)

    def _step(self, step: str, number: int, chat: str, where: Line) -> Iterator[Line]:
        def press(what: str) -> Line:
            return {**where, "press": f"e:{number}:{what}"}

        after = timedelta(hours=self.chance.expovariate(1 / 6))
        then = "answer"
        match step:
            case "claim":
                yield press("claim")
            case "answer":
                yield {**where, "text": f"/svara Priset bestäms av kommunstyrelsen, ärende {number}."}
                yield press("confirm")
                then = "close"
            case "pause" | "extend":
                yield press(f"pen:{step}")
                yield {**where, "text": "vi väntar på kartan"}
                yield press("confirm")
                if step == "pause":
                    words = (chat, "här kommer kartan ni ville ha")
                    self._later(self._now + timedelta(days=self.chance.uniform(0.2, 6)), ("says", words))
            case "wrong":
                yield press("wrong:nation")
                self._later(self._now + timedelta(hours=1), ("press", (chat, f"case:{number}:move")))
            case "late":
                after = timedelta(days=self.chance.uniform(3, 6))
            case "close":
                yield press("close:done")
                if self.chance.random() < 0.7:
                    word = "untrue" if self.chance.random() < 0.05 else "true"
                    self._later(self._now + timedelta(hours=2), ("press", (chat, f"case:{number}:{word}")))
                    if word == "untrue":
                        self._later(self._now + timedelta(hours=20), ("work", (number, chat, "answer")))
                return
        self._later(self._now + after, ("work", (number, chat, then)))

    def _look(self) -> None:
        """Is every open question somebody's, or nobody's for less than a working hour?"""
        for each in self._store.write(lambda tables: tables.escalations(only_open=True)):
            desk = self.book[each.desk]
            since = each.unowned_since
            if since and desk.calendar.between(since, self._now) > MINUTES_UNOWNED:
                self.unowned.append(f"{each.number} at {self._now}: since {since}")
            if not since and not each.owner:
                self.unowned.append(f"{each.number} at {self._now}: nobody's")


def played(guide: Guide, cases: int, days: int, seed: int = 1) -> Year:
    """A year, or less, played to its end."""
    year = Year(guide, cases, days, random.Random(seed))
    with throw_away_store(alone=True) as store:
        year.play(store)
        year.escalations = store.write(lambda tables: tables.escalations())
    return year
