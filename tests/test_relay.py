"""Plays every script of `relay/` over pairs of services: the real libraries at both ends, a clock moved by hand.

`pytest tests/test_relay.py --all-pairs` plays all over all pairs."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from relay.script import read_script, steps_of
from relay.stage import Stage, stage

from bot.turn import Guide

SCRIPTS = sorted((Path(__file__).parent / "relay").glob("*.txt"))
PEOPLE, AT_DESKS = ("telegram", "slack", "console"), ("slack", "group", "forum", "console")
PAIRS = tuple((person, desk) for desk in AT_DESKS for person in PEOPLE)
OVER_ALL = ("happy",)
QUESTION = (
    "maja: vi söker industrimark i Sjöbo, vem bestämmer priset på tomten",
    "maja: människa",
    "maja [Skicka]",
)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(guide: Guide) -> AsyncIterator[Stage]:
    """All services, served by one bot."""
    async with stage(guide) as found:
        yield found


@pytest.mark.parametrize(
    ("desk", "how"),
    [("group", "aloud: /lots"), ("forum", "aloud: /lots"), ("slack", "commands:"), ("slack", "mentions:")],
)
async def test_a_code_typed_in_a_chat_makes_it_the_desk_at_once(desk: str, how: str, services: Stage) -> None:
    with services.playing("telegram", desk, bound=False) as play:
        code = play.code()
        lines = [
            f"yrsa {how} {code}",
            "> ystad: redan skrivbord för Näringslivskontoret i Ystad",
            f"eva {how} {code.lower()}",
            "> sjobo: nu skrivbord för Näringslivskontoret i Sjöbo",
            f"bo {how} {code}",
            "> sjobo: Koden gäller inte",
            *QUESTION,
            "> sjobo: vem bestämmer priset på tomten",
            "bo [Ta ärendet]",
            "> sjobo: Bo har tagit ärendet",
            "otto [Svara …]",
            "> sjobo: Bara de som hör till skrivbordet",
            "eva aloud: borta till 1 december, ersättare Bo",
            "> sjobo: Bo tar över under tiden",
        ]
        for step in steps_of(lines, {f"→{desk}"}):
            assert await play.step(step) == []
        assert [each for each in play.log() if each != "member"] == ["bound", "away"]
        assert sum("gäller inte" in each.text for each in play.sides["sjobo"].shown()) == 1, "a mention comes twice"


async def test_a_code_holds_for_a_day_and_not_in_private(services: Stage) -> None:
    with services.playing("telegram", "group", bound=False) as play:
        code = play.code()
        lines = [
            f"maja: {code}",
            "> maja: Skriv koden i den kanal eller grupp",
            "at 2026-11-24 10:16",
            f"eva aloud: /lots {code}",
            "> sjobo: Koden gäller inte",
        ]
        for step in steps_of(lines, set()):
            assert await play.step(step) == []


async def test_a_desk_that_is_bound_to_another_chat_takes_its_cases_along(services: Stage) -> None:
    with services.playing("telegram", "forum") as play:
        lines = [*QUESTION, f"siv aloud: /lots {play.code()}", "> samordnaren: redan skrivbord för Samordnaren"]
        for step in steps_of(lines, set()):
            assert await play.step(step) == []
        services.on_telegram.open_chat(-77).members = {7}
        await services.on_telegram.person(7, "Nils").says(f"/lots {play.code()}", chat=-77)
        await services.on_telegram.wait_until(lambda: not services.on_telegram.updates.waiting(), "the code")
        await play.settle()
        bound, card = services.on_telegram.to(-77)
        assert "nu skrivbord för Näringslivskontoret i Sjöbo" in bound.text
        assert "vem bestämmer priset på tomten" in card.text


@pytest.mark.parametrize("desk", ["group", "slack"])
async def test_a_desk_s_button_and_command_from_elsewhere_are_refused_and_written_down(
    desk: str, services: Stage
) -> None:
    """Otto is in no desk's chat; he writes to the bot in private what he has seen over somebody's shoulder."""
    with services.playing("telegram" if desk == "group" else "slack", desk) as play:
        for step in steps_of(QUESTION, set()):
            assert await play.step(step) == []
        before = play.case(1)
        for words in ("/svara Priset är 10 kronor", "/lots svara 1 Priset är 10 kronor", "e:1:confirm"):
            (step,) = steps_of([f"maja: {words}"], set())
            assert await play.step(step) == []
            assert "10 kronor" not in "".join(each.text for each in play.new("sjobo") if not each.threaded)
        for step in steps_of(["maja forges: e:1:claim", "> maja: gör ingenting här", "> sjobo silent"], set()):
            assert await play.step(step) == []
        after = play.case(1)
        assert before
        assert after
        assert replace(after, said=()) == before, "but for what she says herself"
        assert (play.record(1)[-1].kind, play.record(1)[-1].text) == ("refused", "no_desk")


@pytest.mark.parametrize("desk", ["group", "slack"])
async def test_when_the_service_cannot_say_who_is_there_nothing_is_done(desk: str, services: Stage) -> None:
    with services.playing("telegram", desk) as play:
        for step in steps_of(QUESTION, set()):
            await play.step(step)
        if desk == "slack":
            services.on_slack.fail("conversations.members", error="internal_error")
        else:
            services.on_telegram.fail("getChatMember", status=502)
        lines = [
            "eva [Ta ärendet]",
            "> sjobo: Jag kan inte se just nu vilka som hör till chatten",
            "> sjobo ! har tagit ärendet",
            "> maja silent",
            "at 2026-11-23 10:16",
            "eva [Ta ärendet]",
            "> sjobo: Eva har tagit ärendet",
        ]
        for step in steps_of(lines, set()):
            assert await play.step(step) == []


async def test_a_service_is_asked_about_somebody_once_in_a_few_minutes(services: Stage) -> None:
    def asked() -> int:
        return sum(call.method == "getChatMember" for call in services.on_telegram.calls)

    with services.playing("telegram", "group") as play:
        for step in steps_of([*QUESTION, "eva [Ta ärendet]", "eva [Svara …]", "eva [Avbryt]"], set()):
            assert await play.step(step) == []
        assert asked() == 1
        for step in steps_of(["at 2026-11-23 10:19", "eva [Pausa …]"], set()):
            assert await play.step(step) == []
        assert asked() == 2


def played(everything: bool) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Each script with its pairs: the plain one with all, the others with three, in turn."""
    for number, script in enumerate(SCRIPTS):
        able = [pair for pair in PAIRS if read_script(script, around(pair))]
        some = (
            able if everything or script.stem in OVER_ALL else [able[(number + step) % len(able)] for step in (0, 5, 7)]
        )
        yield from ((script, pair) for pair in dict.fromkeys(some))


def around(pair: tuple[str, str]) -> set[str]:
    """What a script calls a pair by."""
    return {f"{pair[0]}→", f"→{pair[1]}", "→".join(pair)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`--all-pairs` plays every script over every pair."""
    if "script" in metafunc.fixturenames:
        chosen = list(played(metafunc.config.getoption("--all-pairs")))
        ids = [f"{script.stem}-{'→'.join(pair)}" for script, pair in chosen]
        metafunc.parametrize(("script", "pair"), chosen, ids=ids)


async def test_both_sides_see_what_is_written(script: Path, pair: tuple[str, str], services: Stage) -> None:
    with services.playing(*pair) as play:
        for step in read_script(script, around(pair)):
            try:
                wrong = await play.step(step)
            except (AssertionError, LookupError) as error:
                wrong = [f"line {step.number}: {step.who} {step.how} {step.words}: {error}"]
            if wrong:
                pytest.fail("\n".join([f"relay/{script.name} {'→'.join(pair)}", *wrong]), pytrace=False)
        leaked = [each.text for each in play.sides["maja"].shown() if "(internt)" in each.text]
        assert leaked == []
        astray = [
            each.text for each in play.sides["sjobo"].shown() if not each.threaded and "Så här läser" in each.text
        ]
        assert astray == [], "what belongs to a case is in its thread"
