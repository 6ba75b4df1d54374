"""News over Socket Mode: WebSocket connections that say hello, carry envelopes and may be cut."""

import asyncio
import json
import uuid
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .slack_records import Attempt, Changes, Delivery, Json
from .slack_workspace import APP


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket of the bot, with the envelopes that wait for their acknowledgement."""

    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def abort(self) -> None:
        """End it without a word, as a broken line does."""
        if self.request.transport is not None:
            self.request.transport.abort()


class SocketMode:
    """The road to a bot that connects to Slack by itself."""

    def __init__(self, changes: Changes) -> None:
        self.ack_timeout = 1.0
        self.patience = 30.0
        self.live: deque[Connection] = deque()
        self._all: list[Connection] = []
        self._tickets: set[str] = set()
        self._changes = changes
        self._closing: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        """Make a ticket that lets one connection in."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        hello = {"type": "hello", "num_connections": len(self.live) + 1, "connection_info": {"app_id": APP}}
        await socket.send_json(hello | {"debug_info": {"host": "double", "approximate_connection_time": 18060}})
        self.live.append(connection)
        self._all.append(connection)
        self._changes.tell()
        try:
            await self._listen(connection)
        finally:
            self._forget(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            envelope = json.loads(message.data)
            # The SDK may acknowledge on a newer connection than the one the envelope came by.
            for each in self._all:
                acknowledged = each.waiting.pop(envelope.get("envelope_id", ""), None)
                if acknowledged is not None and not acknowledged.done():
                    acknowledged.set_result(envelope.get("payload") or {})

    def _forget(self, connection: Connection) -> None:
        if connection in self.live:
            self.live.remove(connection)
        for future in connection.waiting.values():
            if not future.done():
                future.set_exception(ConnectionError())
        connection.waiting.clear()
        if connection in self._all:
            self._all.remove(connection)
        self._changes.tell()

    async def ready(self, delivery: Delivery) -> bool:
        """Wait for a connection; only events are kept until then."""
        if delivery.kind != "events_api":
            return True
        return await self._changes.until(lambda: bool(self.live), self.patience)

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Send one envelope to the next connection in turn and wait for its acknowledgement."""
        if not self.live:
            return Attempt(number, "connection_failed")
        connection = self.live[0]
        self.live.rotate(-1)
        envelope: Json = {"envelope_id": str(uuid.uuid4()), "type": delivery.kind, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.kind != "events_api"
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        try:
            await connection.socket.send_json(envelope)
            delivery.answer = await asyncio.wait_for(future, self.ack_timeout)
        except TimeoutError:
            return Attempt(number, "timeout")
        except ConnectionError:
            return Attempt(number, "connection_failed")
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)
        return Attempt(number, "")

    async def cut(self) -> None:
        """End all connections without a word."""
        for connection in list(self._all):
            connection.abort()
            self._forget(connection)
        await asyncio.sleep(0)

    async def refresh(self, grace: float) -> None:
        """Ask the bot politely to connect anew, and close the old connections a little later."""
        for connection in list(self.live):
            self.live.remove(connection)
            goodbye = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "double"}}
            await connection.socket.send_json(goodbye)
            task = asyncio.create_task(self._close_later(connection, grace))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _close_later(self, connection: Connection, grace: float) -> None:
        await asyncio.sleep(grace)
        await connection.socket.close()

    async def stop(self) -> None:
        """Close everything."""
        for task in list(self._closing):
            task.cancel()
        for connection in list(self._all):
            connection.abort()
        await asyncio.gather(*self._closing, return_exceptions=True)
