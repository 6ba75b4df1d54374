"""What of a text is wanted, apart from who asks and what is denied; what a few words mean in the middle of a talk."""

from dataclasses import replace

import pytest

from bot.conversation import Conversation, in_context
from bot.conversation.expecting import among_view, is_detail, is_foreign
from bot.conversation.state import Stop
from bot.turn import Guide
from intents import Understood, tells_who

ASKED = Conversation("a", greeted=True, said="vad krävs för att få servera öl", topic="permits.alcohol", asked="place")


def understand(guide: Guide, text: str) -> Understood:
    return guide.understand(text, "sv")


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("jag driver familjedaghem och behöver lokal i Sjöbo", ["premises"]),
        ("vi är ett bemanningsföretag och undrar hur vi kommer in på ramavtal", ["procurement.tenders"]),
        ("I am new in Sweden, an engineer from India. how can I start a company in Halmstad?", ["start"]),
        ("vill prata med nån i Sjöbo om att köpa mark", ["premises"]),
        ("lån, lokal och personal", ["funding", "premises", "skills"]),
        ("need premises, staff and a loan in Ystad", ["premises", "skills", "funding"]),
        ("ok sorry. grants for bakery?", ["funding"]),
        ("söker lokal, 200 kvm, centralt, gärna med parkering", ["premises"]),
    ],
)
def test_what_is_wanted_is_told_apart_from_all_else_that_is_said(guide: Guide, text: str, intents: list[str]) -> None:
    assert [need.intent for need in understand(guide, text).needs] == intents


def test_a_denial_counts_only_if_the_text_is_taken_for_what_is_denied(guide: Guide) -> None:
    assert understand(guide, "inte prao, inte apl, jag vill berätta om mitt yrke").intent == "school.collaborate"
    assert understand(guide, "det är inte bråttom, men jag söker industrimark").intent == "premises"


@pytest.mark.parametrize(("text", "only"), [("jag är rörmokare", True), ("jag är rörmokare och söker lokal", False)])
def test_who_is_writing_is_no_matter_of_its_own(text: str, only: bool) -> None:
    assert tells_who(text) is only


def test_a_few_unclear_words_are_read_after_what_was_said(guide: Guide) -> None:
    alone = understand(guide, "spelar det nån roll var?")
    assert alone.decision != "answer"
    read = in_context(ASKED, alone, lambda text: understand(guide, text), guide.atlas)
    assert (read.intent, read.detail, read.decision) == ("permits", "alcohol", "answer")
    assert read.text == alone.text


@pytest.mark.parametrize("text", ["recept på pannkakor", "hur långt är det till månen", "söker mark", "Hylte"])
def test_what_is_plainly_something_else_is_read_alone(guide: Guide, text: str) -> None:
    alone = understand(guide, text)
    assert in_context(ASKED, alone, lambda words: understand(guide, words), guide.atlas) is alone


def test_what_lies_in_view_is_rather_meant_than_anything_else(guide: Guide) -> None:
    words = understand(guide, "tillståndet först")
    beside = replace(ASKED, asked="", options=(Stop("skills"), Stop("permits.alcohol")))
    assert among_view(beside, words) == ("permits.alcohol",)
    assert among_view(replace(beside, options=(Stop("skills"), Stop("funding"))), words) == ()
    assert among_view(beside, understand(guide, "hur hittar vi en ny lokal för verkstaden")) == ()


@pytest.mark.parametrize(
    ("text", "detail"), [("40 kor", True), ("lördag 12 december", True), ("söker 2 svetsare", False)]
)
def test_a_number_of_something_is_a_detail_unless_it_is_a_matter(guide: Guide, text: str, detail: bool) -> None:
    assert is_detail(understand(guide, text)) is detail


@pytest.mark.parametrize(("text", "foreign"), [("vem vann allsvenskan 2019", True), ("elektriker alltså", False)])
def test_what_is_none_of_ours_is_so_in_the_middle_too(guide: Guide, text: str, foreign: bool) -> None:
    assert is_foreign(understand(guide, text)) is foreign
    assert not (foreign and is_detail(understand(guide, text)))
