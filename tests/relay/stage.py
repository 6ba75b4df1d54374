"""One bot that serves all the doubles at once, by a clock that is moved by hand, with a new store for each script."""

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from doubles.slack import TEAM, SlackDouble
from doubles.telegram import TelegramDouble

from bot.channels import console, slack, telegram
from bot.desk import NATION, ChangeKind, Desk, DeskBook, DeskChange, Escalation, Member, Role
from bot.inbox import Inbox
from bot.membership import Membership
from bot.outbox import Outbox
from bot.outbox.pace import Pace, Rate
from bot.promise import NATION as NATIONAL_TERMS
from bot.promise import OFFICE_WEEK, SWEDEN, Limits, WorkingCalendar
from bot.services import Service
from bot.store import RecordLine, Store, Tables, milliseconds, open_store
from bot.turn import Guide, apologise, take_turn
from bot.turn.binding import new_code
from bot.turn.due import next_due, tick
from bot.turn.undelivered import refuse_file, undelivered

from .script import Step
from .sides import ConsoleSide, Shown, Side, SlackSide, TelegramSide

UNHURRIED = Rate(1e6, 1e6)
START = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
DESKS = {"sjobo": "1265", "ystad": "1286", "samordnaren": NATION}
STAFF = {"sjobo": ("eva", "bo", "ulla"), "ystad": ("yrsa",), "samordnaren": ("siv",)}
OUTSIDER = "otto"
"""Somebody who is in no desk's chat."""


@dataclass
class Stage:
    """The services, the bot's ends of them, and whoever has the stage now."""

    guide: Guide
    on_telegram: TelegramDouble
    on_slack: SlackDouble
    empty: bytes = field(default_factory=lambda: _empty_store())
    services: dict[str, Any] = field(default_factory=dict)
    play: "Play | None" = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def receive(self, channel: str, account: str, update_id: str, update: Mapping[str, Any]) -> bool:
        """To the inbox of the script that is played."""
        assert self.play
        return await self.play.inbox.receive(channel, account, update_id, update)

    @contextmanager
    def playing(self, person: str, desk: str, *, bound: bool = True) -> Iterator["Play"]:
        """A script's own world: an entrepreneur on one service, desks on another. Unless `bound`, the desk in Sjöbo
        stands in no file yet."""
        for heard in (self.on_telegram.sent, self.on_telegram.edits, self.on_telegram.calls):
            heard.clear()
        for noted in (self.on_slack.sent, self.on_slack.calls, self.on_slack.deliveries):
            noted.clear()
        with self._store() as store:
            self.play = Play(self, store, person, desk, bound=bound)
            yield self.play

    @contextmanager
    def _store(self) -> Iterator[Store]:
        """A copy of an empty store: making its tables takes longer than many a script."""
        with tempfile.TemporaryDirectory(prefix="lots-") as folder:
            path = Path(folder, "lots.db")
            path.write_bytes(self.empty)
            store = open_store(f"sqlite:///{path}")
            try:
                yield store
            finally:
                store.close()


def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory(prefix="lots-") as folder:
        open_store(f"sqlite:///{folder}/lots.db").close()
        return Path(folder, "lots.db").read_bytes()


@asynccontextmanager
async def stage(guide: Guide) -> AsyncIterator[Stage]:
    """All services, connected."""
    async with AsyncExitStack() as ends:
        found = Stage(
            guide,
            await ends.enter_async_context(TelegramDouble()),
            await ends.enter_async_context(SlackDouble()),
        )
        found.on_telegram.open_chat(-1)
        texts = guide.texts
        services: list[Service] = [
            telegram.Telegram(found.on_telegram.token, found.on_telegram.base_url, found.receive, texts.plain),
            slack.Slack(
                "xoxb-test", found.on_slack.base_url, ("xapp-test", ""), found.receive, lambda text: "Jag svarar."
            ),
        ]
        listening = []
        for name, service in zip(("telegram", "slack"), services, strict=True):
            service.pace = Pace(UNHURRIED, UNHURRIED, UNHURRIED, lambda address: False)
            found.services[name] = service
            await service.connect()
            ends.push_async_callback(service.close)
            await service.open()
            listening.append(asyncio.create_task(service.listen()))
        yield found
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)


class Play:
    """One script's world."""

    def __init__(self, stage: Stage, store: Store, person: str, desk: str, *, bound: bool = True) -> None:
        self.now = START
        self._store = store
        self._sent: list[console.Sent] = []
        number = next(stage.numbers)
        recorders = {name: console.Recorder(name, self._sent) for name in ("chat", "desk")}
        self._stage, self._kind, self._number = stage, desk, number
        self.guide = replace(stage.guide, desks=self._book(bound))
        readers = {"telegram": telegram.read, "slack": slack.read, "chat": console.read, "desk": console.read}
        gate = Membership(self.guide.desks, stage.services, lambda: self.now.timestamp())
        self.inbox = Inbox(store, readers, self._take_turn, self._apologise, lambda: self.now, gate)
        channels = {**stage.services, **recorders}
        self._channels = tuple(channels)
        self._outbox = Outbox(
            store,
            channels,
            lambda: self.now,
            partial(refuse_file, guide=self.guide),
            partial(undelivered, guide=self.guide),
        )
        self.sides: dict[str, Side] = {"maja": self._person(person)}
        for name in DESKS:
            side = self._desk_side(name)
            self.sides |= {name: side} | dict.fromkeys(STAFF[name], side)
        self.sides[OUTSIDER] = self.sides["sjobo"]
        self.seen = dict.fromkeys(self.sides, 0)

    # --- who is where -------------------------------------------------------

    def _person(self, service: str) -> Side:
        match service:
            case "telegram":
                return TelegramSide(self._stage.on_telegram, 5000 + self._number, {"maja": 5000 + self._number})
            case "slack":
                return SlackSide(self._stage.on_slack, "", {"maja": f"UMAJA{self._number}"})
        return ConsoleSide(self.inbox.receive, self._sent, "maja", {"maja": "maja"}, desk=False)

    def _desk_side(self, name: str) -> Side:
        address = self._chat(name).split(":")[-1]
        people = {each: self._id(each) for each in (*STAFF[name], OUTSIDER)}
        match self._kind:
            case "group" | "forum":
                staff = {each: int(number) for each, number in people.items()}
                side = TelegramSide(self._stage.on_telegram, int(address), staff, forum=self._kind == "forum")
                side.members -= {staff[OUTSIDER]}
                return side
            case "slack":
                on_slack = SlackSide(self._stage.on_slack, address, people)
                on_slack.members -= {people[OUTSIDER]}
                return on_slack
        return ConsoleSide(self.inbox.receive, self._sent, DESKS[name], people, desk=True)

    def _id(self, name: str) -> str:
        everybody = [*(each for staff in STAFF.values() for each in staff), OUTSIDER]
        number = 100 * self._number + everybody.index(name)
        return str(90_000 + number) if self._kind in ("group", "forum") else f"U{name.upper()}{number}"

    def _chat(self, name: str) -> str:
        number = 10 * self._number + list(DESKS).index(name)
        match self._kind:
            case "group" | "forum":
                return f"telegram:{-1000 - number}"
            case "slack":
                return f"slack:{TEAM}:C{number}"
        return f"desk:{DESKS[name]}"

    def _book(self, bound: bool) -> DeskBook:
        calendar, limits = WorkingCalendar.of(OFFICE_WEEK), Limits(NATIONAL_TERMS)
        names = {"sjobo": "Näringslivskontoret i Sjöbo", "ystad": "Näringslivskontoret i Ystad"}
        return DeskBook().with_desks(
            Desk(
                id=code,
                name=names.get(name, "Samordnaren"),
                chat=self._chat(name),
                calendar=calendar,
                limits=limits,
                members=tuple(
                    Member(self._id(each), each.title(), Role.DEPUTY if each == "bo" else Role.STAFF)
                    for each in STAFF[name]
                ),
                serves=(code,) if code.isdecimal() else (),
            )
            for name, code in DESKS.items()
            if bound or name != "sjobo"
        )

    def code(self) -> str:
        """A code for the desk in Sjöbo, as `lots desk add` gives one."""
        name = "Näringslivskontoret i Sjöbo"
        return self._store.write(lambda tables: new_code(tables, "1265", name, ("1265",), self.now))

    def log(self) -> list[str]:
        """What is written down of the desk in Sjöbo, oldest first."""
        return [str(each.kind) for each in reversed(self._store.write(lambda tables: tables.desk_log("1265")))]

    def case(self, number: int) -> Escalation | None:
        """A case as it is kept."""
        return self._store.write(lambda tables: tables.escalation(number))

    def record(self, number: int) -> list[RecordLine]:
        """What is written down of it."""
        return self._store.write(lambda tables: tables.record_of(number))

    # --- what happens -------------------------------------------------------

    async def step(self, step: Step) -> list[str]:
        """Do a step; what of its claims did not come true."""
        self.seen = {name: len(side.shown()) for name, side in self.sides.items()}
        if step.how == "at":
            await self._move_to(datetime.fromisoformat(step.words).replace(tzinfo=SWEDEN))
        elif step.how == "removed":
            await self._write(partial(self._remove, desk=DESKS[step.who]))
            await self.settle()
        else:
            await self.sides[step.who].act(step.who, step.how, step.words)
            await self.settle()
        return [wrong for claim in step.claims if (wrong := self._wrong(claim))]

    async def settle(self) -> None:
        """All that came in is worked on, all that is due is done and sent."""
        while await self.inbox.work_one():
            pass
        while await self._write(lambda tables: tick(tables, self.guide, self.now)):
            pass
        await self._outbox.deliver_due()

    async def _move_to(self, moment: datetime) -> None:
        while (due := await self._write(self._next_due)) is not None and due <= milliseconds(moment):
            self.now = max(self.now, datetime.fromtimestamp(due / 1000, SWEDEN) + timedelta(milliseconds=1))
            await self.settle()
        self.now = max(self.now, moment)

    def _next_due(self, tables: Tables) -> int | None:
        return next_due(tables, self.guide, self._channels, self.now)

    def _remove(self, tables: Tables, desk: str) -> None:
        tables.change_desk(DeskChange(desk, ChangeKind.REMOVED, "operator", self.now))
        tables.look_at_desk(desk, milliseconds(self.now))

    async def _write(self, work: Any) -> Any:
        return await self._store.done(work)

    def _take_turn(self, tables: Tables, message: Any, now: datetime) -> None:
        take_turn(tables, message, self.guide, now)

    def _apologise(self, tables: Tables, message: Any, now: datetime) -> None:
        apologise(tables, message, self.guide, now)

    # --- what was shown -----------------------------------------------------

    def new(self, who: str) -> list[Shown]:
        """What somebody was shown since the step began."""
        return self.sides[who].shown()[self.seen[who] :]

    def _wrong(self, claim: Any) -> str:
        new = self.new(claim.who)
        said = [each.text for each in new if not each.changed]
        changed = [each.text for each in new if each.changed]
        offered = [label for each in new for label in each.buttons]
        holds = {
            ":": any(claim.words in text for text in said),
            "~": any(claim.words in text for text in changed),
            "!": all(claim.words not in text for text in (*said, *changed)),
            "[": claim.words in offered,
            "silent": not new,
        }[claim.how]
        seen = "".join(f"\n      {'~ ' if each.changed else ''}{each.text!r} {each.buttons}" for each in new)
        return "" if holds else f"line {claim.number}: {claim.who} {claim.how} {claim.words}{seen}"
