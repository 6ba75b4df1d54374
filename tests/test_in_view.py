"""Questions on the answer in view: what is taken for one, what an entry says of it, and what a person gets to read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.conversation import Conversation, Heard, Offer, step
from bot.conversation.aspects import aspect_of, beside_it
from bot.messages import Fact, Reply, Say, Text
from bot.texts import LANGUAGES
from bot.turn import Guide
from knowledge import Aspect, Level, Withheld, tells

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
ASKED = {
    Aspect.PAPERS: "vad behöver jag ha för papper|vilka handlingar|vad ska vi ha med oss|what documents do I need",
    Aspect.TIME: "hur lång tid tar det|hur länge får man vänta|när får vi besked|hur snabbt går det|how long is it",
    Aspect.COST: "va kostar de|finns det nån avgift|är det gratis|how much is it|is there a fee",
    Aspect.CONTACT: "vem ringer jag|har du ett nummer|mejladress?|kan jag boka möte|who do I call|who decides",
    Aspect.HOURS: "är det öppet nu|när har de öppet|stänger dom snart|what are their opening hours",
    Aspect.WAY: "hur gör man|vart skickar jag in det|finns det en blankett|kan jag få länken|how do I apply|next step?",
    Aspect.DEMANDS: "vad är villkoren|vilka krav finns det|what are the requirements",
    Aspect.SOURCE: "stämmer det?|är det säkert|hur gammal är uppgiften|is this still true",
}
OF_THEIR_OWN = (
    "vad kostar en altan på mitt hus",
    "hur lång tid tar det att starta en skola för hundar",
    "vem ringer jag om min granne spelar musik",
    "hur gör man för att få en praktikant till butiken",
)


@pytest.mark.parametrize(("aspect", "text"), [(key, each) for key, all_ in ASKED.items() for each in all_.split("|")])
def test_a_question_on_an_answer_is_known_by_its_words(aspect: Aspect, text: str) -> None:
    assert aspect_of(text) is aspect
    assert not beside_it(text, aspect)


@pytest.mark.parametrize("text", OF_THEIR_OWN)
def test_words_of_its_own_make_it_another_question(text: str) -> None:
    aspect = aspect_of(text)
    assert aspect is None or len(beside_it(text, aspect)) > 1


def test_every_word_on_it_is_one_of_the_entry_and_has_its_source(guide: Guide) -> None:
    entries = [entry for each in guide.atlas.municipalities for entry in each.entry_points]
    told = 0
    for entry in (*entries[::5], *guide.atlas.national.values()):
        for language in LANGUAGES:
            whole = guide.texts.render(Reply("answer", (Fact(entry, Level.OWN, "X"),)), language)
            numbers = " ".join(f"{rule.value_sv} {rule.value_en}" for rule in entry.shown_rules)
            for aspect in (each for each in Aspect if tells(entry, each, language)):
                told += 1
                shown = guide.texts.render(Reply("answer", (Fact(entry, Level.OWN, "X", about=aspect),)), language)
                assert shown.paragraphs[-1] == whole.paragraphs[-1], "the source comes last"
                for line in shown.plain.splitlines()[1:]:
                    words = line.removeprefix("• ").lstrip("0123456789. ")
                    assert words in whole.plain or _is_number(words, numbers) or _from(words, whole.plain), entry.id
    assert told > len(entries) / 5


def _is_number(words: str, numbers: str) -> bool:
    return any(part.strip() and part.strip() in numbers for part in words.replace(" (", ": ").split(": ")[1:])


def _from(words: str, whole: str) -> bool:
    """Sentences of several places in a row."""
    return all(each.strip(". ") in whole for each in words.split(". "))


def test_what_is_withheld_tells_nothing(guide: Guide) -> None:
    entry = guide.atlas.national["permits.alcohol"]
    assert tells(entry, Aspect.TIME, "sv")
    assert not any(tells(replace(entry, withheld=Withheld("old")), each, "sv") for each in Aspect)


def _talk(guide: Guide, *texts: str) -> tuple[Conversation, list[Reply]]:
    conversation, replies = Conversation("chat:maja", greeted=True), []
    for text in texts:
        turn = step(conversation, Heard(Text(text), "1", guide.understand(text)), guide.atlas, NOW)
        conversation, replies = turn.conversation, list(turn.replies)
    return conversation, replies


def test_a_person_gets_what_was_not_answered_and_no_more(guide: Guide) -> None:
    known, _ = _talk(guide, "vill sälja till kommunen i Kungsbacka", "vilka papper behövs", "vem ringer jag")
    assert known.said == "vill sälja till kommunen i Kungsbacka"
    unknown, (reply,) = _talk(guide, "vill sälja till kommunen i Kungsbacka", "vilka papper behövs", "vad kostar det")
    assert [part.key for part in reply.parts if isinstance(part, Say)] == ["asked.no_cost"]
    assert unknown.said == "vill sälja till kommunen i Kungsbacka – vad kostar det"


def test_a_number_for_a_button_is_not_part_of_the_question(guide: Guide) -> None:
    asked, _ = _talk(guide, "söker praktikant")
    offered = replace(asked, offered=(Offer("nation:school.internship", "Gäller hela landet"), Offer("human", "Ja")))
    turn = step(offered, Heard(Text("2"), "2", guide.understand("2")), guide.atlas, NOW)
    assert turn.conversation.said == "söker praktikant"


def test_a_question_with_nothing_in_view_is_one_of_its_own(guide: Guide) -> None:
    conversation, (reply,) = _talk(guide, "hur lång tid tar det")
    assert not any(isinstance(part, Fact) and part.about for part in reply.parts)
    assert conversation.topic != "procurement.register"


def test_each_place_in_view_answers_for_itself(guide: Guide) -> None:
    _, (reply,) = _talk(guide, "serveringstillstånd i Kungsbacka och Göteborg", "vilka papper")
    told = [part.place for part in reply.parts if isinstance(part, Fact) and part.about is Aspect.PAPERS]
    assert told == ["Kungsbacka", "Göteborg"]
