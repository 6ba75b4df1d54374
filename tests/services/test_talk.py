"""What a person meets, the same over every transport, and what only one service has."""

import re

import pytest

from .over_slack import Slack
from .over_telegram import Telegram
from .transports import NAMES, Transport

pytestmark = pytest.mark.asyncio(loop_scope="session")
TELEGRAM = pytest.mark.parametrize("served", NAMES[:2], indirect=True, scope="session")
SLACK = pytest.mark.parametrize("served", NAMES[2:], indirect=True, scope="session")


async def test_a_question_is_answered_with_the_right_door_by_a_bot_that_says_so(served: Transport) -> None:
    maja = served.person()
    await maja.says("vill sälja till kommunen i Kungsbacka")
    [answer] = await served.hears(maja)
    assert "Jag är Företagslots, en bot" in re.sub(r"[*_]", "", answer.text)
    assert "Kungsbacka" in answer.text
    assert "Källa:" in answer.text
    await maja.says("och i Nacka?")
    answer = (await served.hears(maja, 2))[1]
    assert "Nacka" in answer.text
    assert "Företagslots" not in answer.text


async def test_a_pressed_button_is_answered(served: Transport) -> None:
    maja = served.person()
    await maja.says("vill sälja till kommunen i Kungsbacka")
    await served.hears(maja)
    await maja.presses("Hjälpte det?")
    question = (await served.hears(maja, 2))[1]
    assert question.text.startswith("Hjälpte det?")
    await maja.presses("Ja")
    thanks = (await served.hears(maja, 3))[2]
    assert thanks.text.startswith("Bra, tack")
    if isinstance(served, Telegram):
        await served.until(lambda: not served.double.unanswered, "the buttons to stop spinning")


@pytest.mark.parametrize(
    ("command", "start"),
    [
        ("/hjalp", "Jag visar vägen in"),
        ("/integritet", "Det här sparar jag"),
        ("/kommun", "Vilken kommun"),
        ("/help", "Jag visar vägen in"),
    ],
)
async def test_a_command_is_obeyed(served: Transport, command: str, start: str) -> None:
    maja = served.person()
    await maja.says(command)
    [answer] = await served.hears(maja)
    assert start in answer.text


async def test_an_edit_of_what_was_not_understood_is_answered_and_any_other_is_not(served: Transport) -> None:
    maja = served.person()
    told = await maja.says("xyzzy qwfp")
    await served.hears(maja)
    await maja.edits(told, "vill sälja till kommunen i Kungsbacka")
    answer = (await served.hears(maja, 2))[1]
    assert "Kungsbacka" in answer.text
    late = await maja.edits(told, "vill sälja till kommunen i Nacka")
    await served.until(late.confirmed, "the confirmation")
    await maja.says("tack")
    assert "Varsågod" in (await served.hears(maja, 3))[2].text


@TELEGRAM
async def test_telegram_has_locations_stickers_and_start_links(served: Telegram) -> None:
    maja, erik, sven = (served.person() for _ in range(3))
    await maja.whole.shares(57.487, 12.076)
    await erik.whole.sends_sticker()
    await sven.whole.starts("procurement-register_1384")
    assert "Kungsbacka" in (await served.hears(maja))[0].text
    assert "Jag läser bara text" in (await served.hears(erik))[0].text
    assert "Kungsbacka" in (await served.hears(sven))[0].text
    assert {language for _, language in served.double.commands} == {"", "sv", "en"}


@TELEGRAM
async def test_a_greeted_person_on_telegram_may_share_their_place_by_a_button(served: Telegram) -> None:
    maja = served.person()
    await maja.whole.starts()
    await served.hears(maja)
    await maja.says("vill sälja till kommunen")
    question = (await served.hears(maja, 2))[1]
    assert "Dela min plats" in question.buttons


@SLACK
async def test_a_mention_in_a_slack_channel_is_answered_in_its_thread_once(served: Slack) -> None:
    maja, channel = served.person(), f"C{id(served)}{served.port}"
    served.double.channel(channel, "allmänt", members=[maja.whole.id])
    delivery = await maja.whole.mentions(channel, "vill sälja till kommunen i Kungsbacka")
    [answer] = await served.double.wait_for(channel=channel, timeout=15)
    assert answer.thread_ts == delivery.ts
    assert "Kungsbacka" in answer.text
    await maja.presses("Hjälpte det?")
    again = (await served.double.wait_for(2, channel=channel, timeout=15))[1]
    assert again.thread_ts == delivery.ts
    assert maja.heard == []


@SLACK
async def test_the_slack_command_is_acknowledged_where_it_was_typed_and_answered_in_private(served: Slack) -> None:
    maja, channel = served.person(), f"D{id(served)}{served.port}"
    served.double.channel(channel, "annat", members=[maja.whole.id], bot_is_member=False)
    await maja.whole.command("/lots", "vill sälja till kommunen i Kungsbacka", channel)
    [hint] = await served.double.wait_for(channel=channel, timeout=15)
    assert "direktmeddelande" in hint.text
    assert "Kungsbacka" in (await served.hears(maja))[0].text
    await maja.whole.command("/lots")
    assert "Jag visar vägen in" in (await served.hears(maja, 2))[1].text


@SLACK
async def test_the_slack_home_is_published_and_its_buttons_lead_on(served: Slack) -> None:
    maja = served.person()
    await maja.whole.opens_home()
    await served.until(lambda: maja.whole.id in served.double.views, "the home page")
    await maja.whole.presses("Sälja till kommunen", in_view=True)
    assert "vilken kommun" in (await served.hears(maja))[0].text
