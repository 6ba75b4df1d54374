"""Plays every transcript of `dialogues/` in the console world, over Telegram or over Slack.

`--all-pairs` plays each in all three."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pytest
import pytest_asyncio
from dialogues.transcript import check, read_transcript
from dialogues.worlds import InConsole, OnSlack, OnTelegram, Player, Served
from doubles.slack import SlackDouble
from doubles.telegram import TelegramDouble

from bot.channels import slack, telegram
from bot.chat import World, throw_away_store
from bot.services import Service
from bot.turn import Guide

TRANSCRIPTS = sorted((Path(__file__).parent / "dialogues").glob("*.txt"))
WORLDS = ("console", "telegram", "slack")
OPERATOR = "Näringslivskontoret i Provköping"

Meet = Callable[[str, int], Player]
"""Gives a new person of a world, numbered."""


@pytest.fixture(scope="module")
def operated(guide: Guide) -> Guide:
    """The guide of an installation that somebody runs."""
    return replace(guide, texts=replace(guide.texts, operator=OPERATOR))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def meet(operated: Guide) -> AsyncIterator[Meet]:
    """All three worlds, running."""
    async with AsyncExitStack() as ends:
        console, bot_on_telegram, bot_on_slack = (ends.enter_context(throw_away_store()) for _ in WORLDS)
        world = World(console, operated, lambda: datetime.now(UTC))  # noqa: TID251 - the edge
        telegram_double = await ends.enter_async_context(TelegramDouble())
        slack_double = await ends.enter_async_context(SlackDouble())
        on_telegram = Served(telegram.NAME, bot_on_telegram, operated, telegram.read)
        on_slack = Served(slack.NAME, bot_on_slack, operated, slack.read)
        await ends.enter_async_context(on_telegram.running(_telegram(telegram_double, on_telegram)))
        await ends.enter_async_context(on_slack.running(_slack(slack_double, on_slack)))

        def person(name: str, number: int) -> Player:
            match name:
                case "console":
                    return InConsole(world, f"c{number}")
                case "telegram":
                    return OnTelegram(telegram_double, on_telegram, number)
            return OnSlack(slack_double, on_slack, f"U{number}")

        yield person


def _telegram(double: TelegramDouble, served: Served) -> Service:
    texts = served.guide.texts
    return telegram.Telegram(
        double.token, double.base_url, served.inbox.receive, lambda key, lang: texts.plain(key, lang)
    )


def _slack(double: SlackDouble, served: Served) -> Service:
    return slack.Slack(
        "xoxb-test", double.base_url, ("xapp-test", ""), served.inbox.receive, lambda text: "Jag svarar."
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each transcript in the world that its name falls to, or in all."""
    if "transcript" in metafunc.fixturenames:
        every = metafunc.config.getoption("--all-pairs")
        chosen = [(path, world) for path in TRANSCRIPTS for world in (WORLDS if every else (falls_to(path),))]
        metafunc.parametrize(("transcript", "world"), chosen, ids=[f"{path.stem}-{world}" for path, world in chosen])


def falls_to(transcript: Path) -> str:
    """Always the same, whatever other transcripts there are."""
    return WORLDS[crc32(transcript.stem.encode()) % len(WORLDS)]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_talk_goes_as_written(transcript: Path, world: str, meet: Meet, guide: Guide) -> None:
    player = meet(world, 1000 + TRANSCRIPTS.index(transcript))
    wrong: list[str] = []
    for step in read_transcript(transcript, world):
        try:
            heard = await player.act(*step.act)
        except (AssertionError, LookupError) as error:
            wrong.append(f"line {step.number}: {step.act}: {error}")
            break
        if found := check(step, heard, lambda code: guide.atlas.municipality(code).name):
            got = "\n".join(f"    {shown.text}\n    {list(shown.buttons)}" for shown in heard.shown)
            wrong += [f"line {step.number}: {step.act}", *found, f"  got {heard.kinds}:", got]
    if wrong:
        pytest.fail("\n".join([f"dialogues/{transcript.name} over {world}", *wrong]), pytrace=False)
