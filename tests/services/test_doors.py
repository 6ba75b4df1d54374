"""The HTTP side: who may come in, what is counted, and whether we are well."""

import re
import time

import aiohttp
import pytest

from .over_slack import Slack
from .over_telegram import Telegram
from .transports import NAMES, Transport

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEBHOOK = pytest.mark.parametrize("served", NAMES[1:2], indirect=True, scope="session")
SIGNED = pytest.mark.parametrize("served", NAMES[3:], indirect=True, scope="session")


async def test_health_and_figures_are_told(served: Transport) -> None:
    maja = served.person()
    await maja.says("hej")
    await served.hears(maja)
    assert await _get(served, "/health/live") == (200, "ok")
    assert await _get(served, "/health/ready") == (200, '{"ready":true}')
    await maja.says("tack")  # the first answer is marked before the second leaves
    await served.hears(maja, 2)
    figures = await _figures(served)
    assert figures['lots_inbox_rows{status="done"}'] >= 2
    assert figures['lots_outbox_rows{status="sent"}'] >= 1


@WEBHOOK
@pytest.mark.parametrize("secret", [None, "", "fel", "hemligt_12"])
async def test_a_webhook_call_without_the_secret_is_refused_kept_nowhere_and_counted(
    served: Telegram, secret: str | None
) -> None:
    before = await _figures(served)
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://{served.process.address}/telegram/webhook", json=update, headers=headers) as answer,
    ):
        assert answer.status == 403
    await _only_counted(served, before, "telegram")


@WEBHOOK
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"7", "application/json", 400),
        (b"\xff{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"update_id=1", "application/x-www-form-urlencoded", 415),
        (b" " * 1_000_001, "application/json", 413),
    ],
)
async def test_what_is_no_update_is_refused_even_with_the_secret(
    served: Telegram, body: bytes, kind: str, status: int
) -> None:
    before = await _figures(served)
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hemligt_1", "Content-Type": kind}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://{served.process.address}/telegram/webhook", data=body, headers=headers) as answer,
    ):
        assert answer.status == status
    assert _kept(await _figures(served)) == _kept(before)


@SIGNED
@pytest.mark.parametrize(("signature", "offset"), [("bad", 0), ("none", 0), ("good", -600), ("good", 600)])
async def test_a_slack_call_not_signed_just_now_is_refused_kept_nowhere_and_counted(
    served: Slack, signature: str, offset: float
) -> None:
    before = await _figures(served)
    event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "hej", "ts": "1.1"}
    answer = await served.double.post_once("events_api", event, signature=signature, timestamp_offset=offset)
    assert answer.status in (401, 403)
    await _only_counted(served, before, "slack")


@SIGNED
async def test_slack_may_check_the_address(served: Slack) -> None:
    check = {"type": "url_verification", "challenge": "abc", "token": "x"}
    answer = await served.double.post_once("events_api", check)
    assert answer.status == 200
    assert "abc" in answer.body


async def test_only_the_doors_that_are_used_are_open(served: Transport) -> None:
    doors = {"telegram webhook": "/telegram/webhook", "slack http": "/slack/events"}
    for name, path in doors.items():
        status, _ = await _get(served, path)
        assert status == (405 if name == served.name else 404)


async def _only_counted(transport: Transport, before: dict[str, float], door: str) -> None:
    after = await _figures(transport)
    counter = f'lots_refused_total{{door="{door}"}}'
    assert after[counter] == before.get(counter, 0) + 1
    assert _kept(after) == _kept(before)


def _kept(figures: dict[str, float]) -> float:
    return sum(number for name, number in figures.items() if name.startswith("lots_inbox_rows"))


async def _figures(transport: Transport) -> dict[str, float]:
    status, text = await _get(transport, "/metrics")
    assert status == 200
    found = re.findall(r"^(lots_\S+) (\S+)$", text, re.MULTILINE)
    return {name: float(number) for name, number in found}


async def _get(transport: Transport, path: str) -> tuple[int, str]:
    began = time.monotonic()
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{transport.process.address}{path}") as answer,
    ):
        text = await answer.text()
    assert time.monotonic() - began < 2
    return answer.status, text
