"""Words while a question to a person waits for a yes: about it, for the bot, or for whoever gets it."""

from collections.abc import Callable

import pytest
from case_world import Line, played

from bot.turn import Guide

SELLING = ({"chat": "a", "text": "vill sälja korv på torget i Ystad"}, {"chat": "a", "text": "fråga en människa"})

Say = Callable[..., list[Line]]


@pytest.fixture
def say(guide: Guide) -> Say:
    """Says texts while the question waits; what came of each."""

    def play(*texts: str) -> list[Line]:
        with played(guide, *SELLING, *({"chat": "a", "text": text} for text in texts)) as found:
            return found.lines[len(SELLING) - 1 :]

    return play


def read(result: Line) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("chat:"))


@pytest.mark.parametrize("words", ["vad kostar det?", "what does it cost", "hur gör man", "by when?", "vilka papper"])
def test_a_plain_question_on_the_answer_is_answered_and_the_draft_waits_untouched(say: Say, words: str) -> None:
    _, aside, back = say(words, "skicka")
    assert aside["kind"] == "answer"
    assert back["kind"] == "escalate"
    assert "vill sälja korv på torget i Ystad" in read(back)
    assert words not in read(back)


@pytest.mark.parametrize("words", ["hur mycket el finns det", "det är tre lördagar i maj", "is there water nearby?"])
def test_a_question_with_words_of_its_own_goes_along(say: Say, words: str) -> None:
    _, shown = say(words)
    assert shown["kind"] == "escalate"
    assert words in read(shown)


@pytest.mark.parametrize("words", ["när svarar dom", "hur snabbt får jag svar", "how long before they get back to me?"])
def test_when_the_answer_would_come_is_told_before_it_is_sent(say: Say, words: str) -> None:
    _, shown, sent = say(words, "ja skicka")
    assert "Skickar du nu får du svar" in read(shown) or "If you send it now" in read(shown)
    assert words not in read(shown)
    assert "ärende" in read(sent) or "case" in read(sent)


@pytest.mark.parametrize("words", ["tillbaka", "tillbaka till frågan", "var var vi?", "go back to the question"])
def test_what_waits_is_shown_again_when_they_come_back(say: Say, words: str) -> None:
    _, _, back = say("hur lång tid tar det?", words)
    assert back["kind"] == "escalate"
    assert "vill sälja korv på torget i Ystad" in read(back)


@pytest.mark.parametrize("words", ["tillbaka", "back"])
def test_back_from_what_was_just_shown_is_the_answer_before_it(say: Say, words: str) -> None:
    _, answered = say(words)
    assert answered["kind"] == "answer"
    assert answered["state"]["topic"] == "permits"


@pytest.mark.parametrize("words", ["ta bort mitt namn", "kan det vara anonymt?", "without my name please"])
def test_no_name_goes_along_when_they_say_so(guide: Guide, say: Say, words: str) -> None:
    _, shown = say(words)
    assert shown["kind"] == "escalate"
    assert "Inget namn följer med" in read(shown) or "No name goes along" in read(shown)


@pytest.mark.parametrize("words", ["byt till Simrishamn", "skicka till Simrishamn istället", "send it to Simrishamn"])
def test_it_goes_to_the_municipality_that_is_named_instead(say: Say, words: str) -> None:
    _, shown = say(words)
    assert shown["kind"] == "escalate"
    assert shown["state"]["places"] == ["1291"]
    assert words not in read(shown)
