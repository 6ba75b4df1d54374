"""Plays every script of `relay/` over pairs of services: the real libraries at both ends, a clock moved by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from relay.script import read_script
from relay.stage import Stage, stage

from bot.turn import Guide

SCRIPTS = sorted((Path(__file__).parent / "relay").glob("*.txt"))
PAIRS = (
    ("telegram", "slack"),
    ("slack", "slack"),
    ("telegram", "group"),
    ("telegram", "forum"),
    ("slack", "forum"),
    ("console", "console"),
)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(guide: Guide) -> AsyncIterator[Stage]:
    """All services, served by one bot."""
    async with stage(guide) as found:
        yield found


@pytest.mark.parametrize("pair", PAIRS, ids="→".join)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
async def test_both_sides_see_what_is_written(script: Path, pair: tuple[str, str], services: Stage) -> None:
    with services.playing(*pair) as play:
        for step in read_script(script, {f"{pair[0]}→", f"→{pair[1]}"}):
            try:
                wrong = await play.step(step)
            except (AssertionError, LookupError) as error:
                wrong = [f"line {step.number}: {step.who} {step.how} {step.words}: {error}"]
            if wrong:
                pytest.fail("\n".join([f"relay/{script.name} {'→'.join(pair)}", *wrong]), pytrace=False)
        leaked = [each.text for each in play.sides["maja"].shown() if "(internt)" in each.text]
        assert leaked == []
