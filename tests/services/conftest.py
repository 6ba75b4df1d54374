"""The four transports: one bot each for all tests that only talk, and fresh ones for those that kill."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from .over_slack import Slack
from .over_telegram import Telegram
from .transports import NAMES, Somebody, Transport

IN_A_HURRY: dict[Transport, Somebody] = {}


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=NAMES)
async def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Telegram | Slack]:
    """A transport with a running bot that many tests share; each brings people of its own."""
    async with transport(request.param, tmp_path_factory.mktemp("served")) as found:
        await found.start()
        IN_A_HURRY[found] = await found.hurried()
        yield found


@pytest.fixture
def in_a_hurry(served: Transport) -> Somebody:
    """Somebody whose ten messages came together at the start; their answers take seconds at the service's pace."""
    return IN_A_HURRY[served]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a transport."""
    return str(request.param)


@pytest_asyncio.fixture
async def fresh(name: str, tmp_path: Path) -> AsyncIterator[Telegram | Slack]:
    """A transport whose bot the test starts itself."""
    async with transport(name, tmp_path) as found:
        yield found


def transport(name: str, folder: Path) -> Telegram | Slack:
    """The transport of a name."""
    return (Telegram if name.startswith("telegram") else Slack)(name, folder)
