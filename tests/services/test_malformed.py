"""Nonsense in place of updates: whatever comes, the next good message is answered."""

import asyncio
import json
import logging
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels import slack, telegram
from bot.guide import load_guide
from bot.inbox import Inbox, Reader
from bot.messages import Message
from bot.store import Status, Store, Tables, open_store
from bot.turn import Guide, apologise, take_turn

from .over_slack import Slack
from .over_telegram import Telegram
from .transports import NAMES

Json = dict[str, Any]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TELEGRAM = pytest.mark.parametrize("served", NAMES[:2], indirect=True, scope="session")
TOGETHER = 200
"""Updates whose writes share a commit; one by one they would wait for the disk ten thousand times."""
SLACK = pytest.mark.parametrize("served", NAMES[2:], indirect=True, scope="session")

USER = {"id": 7, "is_bot": False, "first_name": "Maja", "language_code": "sv"}
CHAT = {"id": 7, "type": "private", "first_name": "Maja"}
SAID = {"message_id": 5, "date": 1_790_000_000, "chat": CHAT, "from": USER, "text": "vill sälja till kommunen i Nacka"}
SHARED = {key: value for key, value in SAID.items() if key != "text"} | {"location": {"latitude": 57, "longitude": 12}}
PRESSED = {"id": "1", "from": USER, "message": SAID, "chat_instance": "1", "data": "human"}
MEMBER = {"status": "kicked", "user": USER | {"is_bot": True}, "until_date": 0}
LEFT = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER}
UPDATES: list[dict[str, Any]] = [
    {"message": SAID},
    {"message": SHARED},
    {"edited_message": SAID},
    {"callback_query": PRESSED},
    {"my_chat_member": LEFT},
    {"message": SAID | {"text": "/start procurement-register_1384"}},
]

EVENT = {
    "type": "message",
    "channel_type": "im",
    "channel": "D1",
    "user": "U1",
    "text": "vill sälja till kommunen i Nacka",
    "ts": "1.1",
}
ACTION = {"action_id": "human", "value": "human", "action_ts": "1.2", "type": "button"}
BODIES: list[dict[str, Any]] = [
    {"team_id": "T1", "type": "event_callback", "event": EVENT},
    {"team_id": "T1", "type": "event_callback", "event": EVENT | {"type": "app_mention"}},
    {"team_id": "T1", "type": "event_callback", "event": {"type": "app_home_opened", "user": "U1", "tab": "home"}},
    {"team_id": "T1", "event": EVENT | {"subtype": "message_changed", "message": EVENT, "previous_message": {}}},
    {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [ACTION], "trigger_id": "1"},
    {"command": "/lots", "text": "hej", "team_id": "T1", "user_id": "U1", "trigger_id": "2"},
]
JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "å" * 500,
    "\ud800",
    "\x00",
    "/",
    "/start \x00",
    "🙂",
    [],
    {},
    [[]],
    {"": {}},
)


@pytest.fixture(scope="module")
def guide() -> Guide:
    """All the bot knows."""
    return load_guide()


@pytest.fixture
def inbox_of(guide: Guide, store: Store, caplog: pytest.LogCaptureFixture) -> Callable[[str, Reader], Inbox]:
    """The inbox of a channel as the service has it; what fails is not logged, as it is thousands."""
    caplog.set_level(logging.CRITICAL + 1, "bot.inbox")

    def work(tables: Tables, message: Message, now: datetime) -> None:
        take_turn(tables, message, guide, now)

    def give_up(tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, guide, now)

    return lambda channel, read: Inbox(store, {channel: read}, work, give_up, lambda: NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on disk."""
    opened = open_store(f"sqlite:///{tmp_path / 'lots.db'}")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("channel", "read", "samples", "number"),
    [("telegram", telegram.read, UPDATES, 10_000), ("slack", slack.read, BODIES, 2_000)],
)
async def test_after_thousands_of_broken_updates_the_good_one_is_answered(
    channel: str, read: Reader, samples: list[Json], number: int, inbox_of: Callable[[str, Reader], Inbox], store: Store
) -> None:
    inbox, chance = inbox_of(channel, read), random.Random(290)
    broken = [_mutated(chance, chance.choice(samples), chance.choice((0.1, 0.3, 0.6))) for _ in range(number)]
    good = json.loads(json.dumps(samples[0]).replace(": 7,", ": 8,").replace("U1", "U8"))
    for batch in _batches([*broken, good]):
        await asyncio.gather(*(inbox.receive(channel, "1", str(key), update) for key, update in batch))
    while any(await asyncio.gather(*(inbox.work_one() for _ in range(TOGETHER)))):
        pass
    counts = store.write(lambda tables: tables.inbox_counts())
    assert set(counts) == {"done", "failed"}
    assert sum(counts.values()) == number + 1
    answers = store.write(lambda tables: tables.outbox((Status.WAITING,), limit=number * 2))
    [answer] = [row.rendered.plain for row in answers if row.address.endswith("8")]
    assert "Nacka" in answer


def _batches(updates: list[Json]) -> Iterator[list[tuple[int, Json]]]:
    numbered = [(key, update | {"update_id": key}) for key, update in enumerate(updates)]
    for start in range(0, len(numbered), TOGETHER):
        yield numbered[start : start + TOGETHER]


def _mutated(chance: random.Random, value: Any, often: float) -> Any:
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if chance.random() > often / 3}
        return {key: _junk(chance, each, often) for key, each in kept.items()}
    if isinstance(value, list):
        return [_junk(chance, each, often) for each in value for _ in range(chance.choice((0, 1, 1, 1, 2)))]
    return value


def _junk(chance: random.Random, value: Any, often: float) -> Any:
    return chance.choice(JUNK) if chance.random() < often / 2 else _mutated(chance, value, often)


@TELEGRAM
@pytest.mark.asyncio(loop_scope="session")
async def test_telegram_is_listened_to_after_updates_of_no_known_form(served: Telegram) -> None:
    maja = served.person()
    updates: tuple[Json, ...] = (
        {"message": "words"},
        {"message": {"chat": None, "text": 5}},
        {"message": {"text": "\ud800"}},
        {"message": SAID | {"chat": CHAT | {"id": int(maja.address)}, "text": "\ud800 hej"}},
        {"callback_query": {"id": 5}},
        {"callback_query": 5},
        {"edited_message": []},
        {"unheard_of": {}},
        {},
    )
    for update in updates:
        served.double.raw(update)
    await maja.says("vill sälja till kommunen i Nacka")
    await served.until(lambda: any("Nacka" in heard.text for heard in maja.heard), "the answer")
    assert served.process.running


@SLACK
@pytest.mark.asyncio(loop_scope="session")
async def test_slack_is_listened_to_after_events_of_no_known_form(served: Slack) -> None:
    maja = served.person()
    for event in (
        {"type": "message", "channel_type": "im"},
        {"type": "message", "channel_type": "im", "user": 5, "text": None, "ts": []},
        {"type": "message", "channel_type": "im", "user": maja.whole.id, "text": "\ud800 hej", "ts": "1.5"},
        {"type": "app_home_opened", "tab": "home"},
        {"type": "unheard_of"},
        {"type": 5},
        {},
    ):
        await served.double.raw("events_api", event)
    await maja.says("vill sälja till kommunen i Nacka")
    await served.until(lambda: any("Nacka" in heard.text for heard in maja.heard), "the answer")
    assert served.process.running
