"""Repeats and crowds: one reply an update, in order."""

import pytest

from .transports import PLACES, Somebody, Transport

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_update_delivered_five_times_has_one_reply(served: Transport) -> None:
    maja = served.person()
    told = await maja.says("vill sälja till kommunen i Nacka", times=5)
    await served.until(told.confirmed, "the confirmation")
    await maja.says("tack")
    _, last = await served.hears(maja, 2)
    assert "Varsågod" in last.text


async def test_ten_messages_at_once_are_answered_in_their_order(served: Transport, in_a_hurry: Somebody) -> None:
    answers = await served.hears(in_a_hurry, len(PLACES))
    assert [place for place, answer in zip(PLACES, answers, strict=True) if place not in answer.text] == []


async def test_a_message_that_comes_while_the_answer_to_the_first_is_sent_is_answered_after_it(
    served: Transport,
) -> None:
    maja = served.person()
    served.fail(maja, hang=0.7, delivered=True)
    await maja.says("vill sälja till kommunen i Nacka")
    await served.until(lambda: len(served.calls(maja)) == 1, "the first send")
    await maja.says("tack")
    _, last = await served.hears(maja, 2)
    assert "Varsågod" in last.text
    first, second = served.calls(maja)
    assert second - first >= 0.7
