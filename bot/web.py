"""The HTTP side: webhooks, health, metrics."""

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.casefile.links import PATH
from bot.casefile.page import HEADERS, Page

log = logging.getLogger(__name__)

LARGEST = 1_000_000
"""Bytes of an update; Telegram's and Slack's are a few thousand."""


class Figures(Collector):
    """What stands in the store, asked at each look: no counting beside it that could differ."""

    def __init__(self, counts: Callable[[], dict[str, dict[str, int]]]) -> None:
        self._counts = counts

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One gauge a table, labelled by status."""
        for table, statuses in self._counts().items():
            gauge = GaugeMetricFamily(f"lots_{table}_rows", f"Rows of the {table} by status.", labels=["status"])
            for status, number in statuses.items():
                gauge.add_metric([status], number)
            yield gauge


@dataclass
class Doors:
    """What the web side leads to. A door that is None is not served (404). `case` gives the page that a signed link
    leads to, or only whether there is one."""

    ready: Callable[[], bool]
    counts: Callable[[], dict[str, dict[str, int]]]
    telegram: Callable[[dict[str, Any]], Awaitable[None]] | None = None
    telegram_secret_fits: Callable[[str | None], bool] = lambda given: False
    slack: Callable[[Request], Awaitable[Response]] | None = None
    case: Callable[[str, bool], Awaitable[Page]] | None = None
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        self.registry.register(Figures(self.counts))
        self.refused = Counter("lots_refused", "Requests with a wrong secret.", ["door"], registry=self.registry)


def application(doors: Doors) -> Starlette:
    """The routes."""

    async def live(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        fine = doors.ready()
        return JSONResponse({"ready": fine}, 200 if fine else 503)

    async def metrics(request: Request) -> Response:
        # In a thread: counting waits for the store.
        figures = await asyncio.to_thread(generate_latest, doors.registry)
        return Response(figures, media_type="text/plain; version=0.0.4")

    async def telegram(request: Request) -> Response:
        return await _telegram(doors, request)

    async def slack(request: Request) -> Response:
        return await _slack(doors, request)

    async def case(request: Request) -> Response:
        return await _case(doors, request)

    routes = [Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", metrics)]
    if doors.telegram:
        routes.append(Route("/telegram/webhook", telegram, methods=["POST"]))
    if doors.slack:
        routes.append(Route("/slack/events", slack, methods=["POST"]))
    if doors.case:
        routes.append(Route(f"{PATH}/{{token}}", case))
    return Starlette(routes=routes)


async def _telegram(doors: Doors, request: Request) -> Response:
    """Keep the update, then say so. Anything but 200 makes Telegram send it again."""
    if not doors.telegram_secret_fits(request.headers.get("X-Telegram-Bot-Api-Secret-Token")):
        doors.refused.labels("telegram").inc()
        return PlainTextResponse("wrong secret", 403)
    if not request.headers.get("Content-Type", "").startswith("application/json"):
        return PlainTextResponse("send application/json", 415)
    body = await request.body()
    if len(body) > LARGEST:
        return PlainTextResponse("too large", 413)
    try:
        update = json.loads(body)
        update["update_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return PlainTextResponse("not an update", 400)
    assert doors.telegram is not None  # noqa: S101 - the route exists only with it
    await doors.telegram(update)
    return PlainTextResponse("kept")


async def _slack(doors: Doors, request: Request) -> Response:
    """Bolt reads the body, checks the signature and answers; we count what it refused."""
    assert doors.slack is not None  # noqa: S101 - the route exists only with it
    answer = await doors.slack(request)
    if answer.status_code == 401:
        doors.refused.labels("slack").inc()
    return answer


async def _case(doors: Doors, request: Request) -> Response:
    """The page of a case; whoever only asks for the headers has not read it."""
    assert doors.case is not None  # noqa: S101 - the route exists only with it
    page = await doors.case(request.path_params["token"], request.method != "HEAD")
    if page.status != 200:
        doors.refused.labels("case").inc()
    return HTMLResponse(page.html, page.status, HEADERS)


class Server:
    """Uvicorn in our own loop; signals stay with the service."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._socket = socket.create_server((host, port))
        config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._serving: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """host:port as bound, also when port 0 was asked for."""
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    async def begin(self) -> None:
        """Serve; returns once requests are answered."""
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[self._socket])
        self._serving = asyncio.create_task(self._server.main_loop())

    async def end(self) -> None:
        """Finish what is being answered and close."""
        self._server.should_exit = True
        if self._serving:
            await self._serving
            await self._server.shutdown(sockets=[self._socket])
