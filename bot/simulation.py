"""The simulated world: chats and desks by name, and a clock that is moved by hand. One JSON object a line."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels import console
from bot.channels.formats import console as console_format
from bot.channels.formats import slack as slack_format
from bot.channels.formats import telegram as telegram_format
from bot.chat import World
from bot.conversation import Conversation
from bot.desk import NATION, Desk, DeskBook, Member, Role
from bot.lines import WorldError, is_position, read_object
from bot.messages import Rendered
from bot.promise import NATION as NATIONAL_TERMS
from bot.promise import OFFICE_WEEK, Limits, WorkingCalendar
from bot.reports.understood import understood_json
from bot.store import Store
from bot.turn import Guide
from knowledge import Atlas

FORMATS: dict[str, Callable[[Rendered], Any]] = {
    "console": console_format.plain,
    "telegram": telegram_format.parameters,
    "slack": slack_format.parameters,
}


def simulated_desks(atlas: Atlas) -> DeskBook:
    """A desk for every municipality: Monday to Friday 8–16.30, two working days; one for the whole country behind."""
    calendar = WorkingCalendar.of(OFFICE_WEEK)  # one for all: it remembers the days it has counted
    limits = Limits(NATIONAL_TERMS)
    nation = Desk(NATION, "Samordnaren", f"{console.DESK}:{NATION}", calendar, limits, _members(NATION))
    own = [
        Desk(
            id=each.code,
            name=f"Näringslivskontoret i {each.name}",
            chat=f"{console.DESK}:{each.code}",
            calendar=calendar,
            limits=limits,
            members=_members(each.code),
            serves=(each.code,),
        )
        for each in atlas.municipalities
    ]
    return DeskBook().with_desks([nation, *own])


def _members(desk: str) -> tuple[Member, ...]:
    return (
        Member(f"{desk}-1", "Handläggaren"),
        Member(f"{desk}-2", "Ersättaren", Role.DEPUTY),
        Member(f"{desk}-3", "Chefen", Role.MANAGER),
    )


async def simulate(
    store: Store,
    guide: Guide,
    lines: Iterable[str],
    start: datetime,
    channel: str,
    write: Callable[[str], object],
    files: Path | None = None,
) -> None:
    """The contract of `lots chat --jsonl`: one JSON object a line in, one out. Raises WorldError."""
    world = guide if guide.desks.desks else replace(guide, desks=simulated_desks(guide.atlas))
    simulation = _Simulation(store, world, start, channel, files)
    for number, line in enumerate(lines, 1):
        if line.strip():
            write(json.dumps(await simulation.line(number, line), ensure_ascii=False))


class _Simulation:
    """The simulated world: a clock that is moved by hand, and chats by name."""

    def __init__(self, store: Store, guide: Guide, start: datetime, channel: str, files: Path | None) -> None:
        self._now = start
        self._format = FORMATS[channel]
        self._guide = guide
        self._world = World(store, guide, lambda: self._now, files=files)
        self._labels: dict[str, dict[str, str]] = {}
        self._threads: dict[str, int] = {}

    async def line(self, number: int, line: str) -> dict[str, Any]:
        """One line of the world, worked through."""
        told = read_object(number, line)
        self._world.taken = None
        if "at" in told:
            sent = await self._move_to(self._moment(number, told["at"]))
        elif isinstance(told.get("chat"), str):
            sent = await self._chat(number, told)
        elif isinstance(told.get("desk"), str):
            sent = await self._desk(number, told)
        else:
            raise WorldError(f'line {number}: give "chat" or "desk" (a name) or "at" (a moment); this has none')
        return {"in": number, "sent": sent, **self._state()}

    def _moment(self, number: int, text: object) -> datetime:
        try:
            moment = datetime.fromisoformat(str(text))
        except ValueError as error:
            raise WorldError(f"line {number}: {text!r} is no moment; write 2026-12-05T09:00:00+01:00") from error
        if moment.tzinfo is None:
            raise WorldError(f"line {number}: {text!r} has no offset; write it like 2026-12-05T09:00:00+01:00")
        if moment < self._now:
            raise WorldError(f"line {number}: {text!r} is before the world's clock ({self._now.isoformat()})")
        return moment

    async def _move_to(self, moment: datetime) -> list[dict[str, Any]]:
        """All that falls due on the way is delivered at its own time."""
        sent: list[dict[str, Any]] = []
        while (due := await self._world.next_due()) is not None and due <= moment.timestamp() * 1000:
            self._now = max(self._now, datetime.fromtimestamp(due / 1000, moment.tzinfo) + timedelta(milliseconds=1))
            sent += self._shown(await self._world.deliver())
        self._now = max(self._now, moment)
        return sent

    async def _chat(self, number: int, told: dict[str, Any]) -> list[dict[str, Any]]:
        update = self._update(number, told, f"chat:{told['chat']}") | {"chat": told["chat"], "channel": "chat"}
        if "location" in told and not is_position(told["location"]):
            raise WorldError(f"line {number}: location is two numbers, latitude and longitude, like [57.49, 12.08]")
        return await self._work(number, update)

    async def _desk(self, number: int, told: dict[str, Any]) -> list[dict[str, Any]]:
        """Somebody at a desk; its first member, unless said otherwise. Without a thread: the one written in last."""
        desk = self._guide.desks.get(told["desk"])
        if desk is None:
            raise WorldError(
                f"line {number}: there is no desk {told['desk']!r}; a desk is named by its municipality's code"
            )
        here = f"{console.DESK}:{desk.id}"
        thread = told.get("thread") or self._threads.get(here)
        by = told.get("by") or (desk.members[0].id if desk.members else "")
        update = self._update(number, told, f"{here}/{thread}")
        where = {"chat": desk.id, "channel": console.DESK, "by": str(by), "thread": thread and f"/{thread}"}
        return await self._work(number, update | where)

    def _update(self, number: int, told: dict[str, Any], where: str) -> dict[str, Any]:
        update: dict[str, Any] = {"id": str(number)}
        for key in ("text", "location", "file", "size"):
            if key in told:
                update[key] = told[key]
        if "press" in told:
            pressed, labels = str(told["press"]), self._labels.get(where, {})
            # A label that is not in view is words: buttons and free text are equal.
            unknown = " " in pressed and ":" not in pressed and pressed not in labels
            update["text" if unknown else "press"] = labels.get(pressed, pressed)
        if "edit" in told:
            update["edit"] = str(told["edit"])
        return update

    async def _work(self, number: int, update: dict[str, Any]) -> list[dict[str, Any]]:
        if console.read(update) is None:
            raise WorldError(f"line {number}: give one of text, press, location, file, or edit with text")
        return self._shown(await self._world.work(update))

    def _shown(self, sent: list[console.Sent]) -> list[dict[str, Any]]:
        return [self._show(each) for each in sent]

    def _show(self, sent: console.Sent) -> dict[str, Any]:
        rendered = sent.rendered
        to = f"{sent.channel}:{sent.address}"
        where = f"{to}/{sent.thread}" if sent.channel == console.DESK else to
        if rendered.buttons:
            # A desk's buttons stay in view: the card's are pressed when others have come after it.
            older = self._labels.get(where, {}) if sent.channel == console.DESK else {}
            self._labels[where] = older | {button.label: button.id for button in rendered.buttons}
        if sent.thread:
            self._threads[to] = sent.thread
        return {
            "to": to,
            "thread": sent.thread,
            "at": self._now.isoformat(timespec="seconds"),
            "text": rendered.plain,
            "buttons": [{"id": each.id, "label": each.label, "url": each.url} for each in rendered.buttons],
            "attachment": next(
                ({"name": each.name, "type": each.media_type, "size": each.size} for each in rendered.attachments), None
            ),
            "facts": [{"entries": each.entries, "text": each.plain} for each in rendered.paragraphs if each.entries],
            "kind": rendered.kind,
            "edits": sent.changed,
            "shown": self._format(rendered),
        }

    def _state(self) -> dict[str, Any]:
        taken = self._world.taken
        if taken is None:
            return {"understood": None, "kind": "none", "state": {"places": [], "topic": None}}
        return {
            "understood": understood_json(taken.understood) if taken.understood else None,
            "kind": taken.replies[0].kind if taken.replies else "none",
            "state": _state_json(taken.conversation),
        }


def _state_json(conversation: Conversation) -> dict[str, Any]:
    """What is remembered; a sub-topic is told as its topic and a detail."""
    topic, _, detail = (conversation.topic or "").partition("permits.")
    return {
        "places": list(conversation.places),
        "topic": "permits" if detail else topic or None,
        "detail": detail or None,
        "home": conversation.home,
    }
