"""News over HTTP: signed requests to the bot's address."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from .slack_records import Attempt, Delivery, Json


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the bot answered to one request."""

    status: int
    body: str
    headers: dict[str, str]

    def json(self) -> Json:
        """Read the body, if it is an object of JSON."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a request as Slack does (version 0)."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


def encode(kind: str, payload: Json) -> tuple[str, bytes]:
    """Give content type and body: events as JSON, interactions and commands as forms."""
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


class HttpMode:
    """The road to a bot that has a request URL."""

    def __init__(self, url: str, secret: str, timeout: float) -> None:
        self.url = url
        self.timeout = timeout
        self._secret = secret

    async def post(
        self,
        kind: str,
        payload: Json,
        *,
        signature: str = "good",
        timestamp_offset: float = 0,
        headers: dict[str, str] | None = None,
    ) -> HttpAnswer:
        """Send one request; a `signature` other than "good" is wrong, "none" leaves it out."""
        content_type, body = encode(kind, payload)
        timestamp = str(int(time.time() + timestamp_offset))
        signed = sign(self._secret if signature == "good" else "another secret", timestamp, body)
        sent = {"Content-Type": content_type, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signed}
        if signature == "none":
            del sent["X-Slack-Signature"]
        limit = aiohttp.ClientTimeout(total=self.timeout)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(self.url, data=body, headers=sent | (headers or {}), allow_redirects=False) as response,
        ):
            return HttpAnswer(response.status, await response.text(), dict(response.headers))

    async def ready(self, _delivery: Delivery) -> bool:
        """Never wait: a refused connection is a failed attempt."""
        return True

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Send one request and read the answer as Slack does."""
        again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
        try:
            answer = await self.post(delivery.kind, delivery.payload, headers=again)
        except TimeoutError:
            return Attempt(number, "http_timeout")
        except aiohttp.ClientError:
            return Attempt(number, "connection_failed")
        if 200 <= answer.status < 300:
            delivery.answer = answer.json() or ({"text": answer.body} if answer.body else {})
            return Attempt(number, "", answer.status)
        stop = answer.headers.get("X-Slack-No-Retry") == "1"
        return Attempt(number, "no_retry" if stop else "http_error", answer.status)
