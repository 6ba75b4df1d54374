"""The step by itself: what holds after any talk whatever, and the turns that no transcript shows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation, Heard, Offer, Turn, step
from bot.effects import EndPushes, Forget, NoteFeedback, ResumePushes
from bot.guide import load_guide
from bot.messages import (
    Blocked,
    Comparison,
    Content,
    Edit,
    Fact,
    Listed,
    Location,
    Opened,
    Press,
    Reply,
    Say,
    Start,
    Text,
    Unsupported,
    WhoDoesWhat,
)
from bot.texts import LANGUAGES
from intents import Decision, Place, Understood, load_examples
from knowledge import PERMITS, TOPICS

EXAMPLES_EACH = 100
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
GUIDE = load_guide(operator="Näringslivskontoret i Provköping")
ATLAS = GUIDE.atlas
CODES = [municipality.code for municipality in ATLAS.municipalities]
EXAMPLES = load_examples()
BLANK = Conversation("chat:maja")
MET = replace(BLANK, greeted=True)

KUNGSBACKA, SJOBO, HALMSTAD, LAHOLM, NACKA, VARBERG = "1384", "1265", "1380", "1381", "0182", "1383"
QUESTIONS = {"ask_place", "ask_topic", "clarify"}
HELLO = {"hello.first", "hello.short"}


def place(code: str, text: str = "", kind: str = "municipality") -> Place:
    """A place as it was named."""
    return Place(text or ATLAS.municipality(code).name, (code,), kind, 0, 1)


OSTERLEN = Place("Österlen", ("1270", "1291"), "region", 0, 1)
SKANE = Place("Skåne", tuple(code for code in CODES if code.startswith("12")), "region", 0, 1)


def meant(
    intent: str, detail: str = "", *places: Place, decision: Decision = "answer", text: str = "xyzzy", others: str = ""
) -> Heard:
    """Words that were understood like this. `others` are intents that came near."""
    candidates = tuple((each, 0.3) for each in (intent, *others.split()))
    content = 0 if intent == "nothing" else 2
    understood = Understood(text, None, intent, detail, 0.9, candidates, places, decision, content)
    return Heard(Text(text), "1", understood)


def named(*places: Place) -> Heard:
    """Nothing but a place."""
    return meant("nothing", "", *places, decision="refuse", text=places[0].text)


HUMAN = meant("human", text="människa")
NONSENSE = meant("out_of_scope", decision="refuse")


@dataclass
class Talk:
    """A talk that goes on: each turn's state, with the buttons in view, is the next one's."""

    conversation: Conversation = BLANK

    def hear(self, heard: Heard | Content) -> Turn:
        """One more turn."""
        whole = heard if isinstance(heard, Heard) else Heard(heard, "1")
        turn = step(self.conversation, whole, ATLAS, NOW)
        self.conversation = turn.conversation
        if turn.replies:
            buttons = GUIDE.texts.render(turn.replies[-1], self.conversation.language).buttons
            offered = tuple(Offer(button.id, button.label) for button in buttons if not button.url)
            self.conversation = replace(self.conversation, offered=offered)
        if any(isinstance(effect, Forget) for effect in turn.effects):
            self.conversation = BLANK
        return turn

    def reply(self, heard: Heard | Content) -> Reply:
        """One more turn, and its only reply."""
        (reply,) = self.hear(heard).replies
        return reply


def keys(reply: Reply) -> list[str]:
    """The bot's own texts in a reply."""
    return [part.key for part in reply.parts if isinstance(part, Say)]


def ids(reply: Reply) -> list[str]:
    """The buttons under a reply."""
    return [choice.id for choice in reply.choices]


def facts(reply: Reply) -> list[Fact]:
    """The doors in a reply."""
    return [part for part in reply.parts if isinstance(part, Fact)]


# --- any talk whatever --------------------------------------------------------

TOPIC_IDS = [*TOPICS, *PERMITS]
SMALLTALK = ["hello", "thanks", "bye", "help", "identity", "language", "chitchat", "abuse", "yes", "no"]
INTENTS = [*TOPICS, "smalltalk", "human", "privacy", "checkin.manage", "out_of_scope"]
DETAILS = {
    "permits": ["", *(permit.removeprefix("permits.") for permit in PERMITS)],
    "smalltalk": SMALLTALK,
    "privacy": ["", "erase"],
}
ENTRY_IDS = [entry.id for entry in ATLAS.entries()]
LABELS = [
    "Något annat",
    "Fråga en människa",
    "Sälja till kommunen",
    "Tillstånd",
    "Ja, radera allt",
    "Hjälpte det?",
    "Yes",
]
COMMANDS = "/start /help /hjalp /kommun /sprak /human /manniska /integritet /privacy /nonsense / /help@lots_bot".split()

codes = st.sampled_from(CODES)
topics = st.sampled_from(TOPIC_IDS)
words = st.one_of(
    st.sampled_from([example.text for example in EXAMPLES]),
    st.sampled_from([*COMMANDS, *LABELS, "1", "2", "5", "den andra", "sista", "ja", "min kommun", "English"]),
    st.sampled_from(
        ["skicka till dom", "hur gör grannarna", "jämför dem", "tillbaka", "båda", "fel kommun", "konkurs"]
    ),
    st.sampled_from(["gå igenom frågorna", "fortsätt", "pausa", "hoppa över", "klar", "exempel", "ändra 3", "3 maj"]),
    st.text(max_size=30),
)
places = st.one_of(
    codes.map(place),
    codes.map(lambda code: place(code, "Bredared", "locality")),
    st.sampled_from([OSTERLEN, SKANE]),
)


@st.composite
def understood(draw: st.DrawFn, text: str) -> Understood:
    """Any meaning at all."""
    intent = draw(st.sampled_from(INTENTS))
    others = draw(st.lists(st.sampled_from(INTENTS), max_size=4, unique=True))
    return Understood(
        text=text,
        language=draw(st.sampled_from([None, "sv", "en"])),
        intent=intent,
        detail=draw(st.sampled_from(DETAILS.get(intent, [""]))),
        confidence=0.5,
        candidates=tuple((each, 0.5) for each in dict.fromkeys([intent, *others])),
        places=tuple(draw(st.lists(places, max_size=4))),
        decision=draw(st.sampled_from(["answer", "answer", "clarify", "refuse"])),
        content=draw(st.integers(0, 4)),
    )


@st.composite
def written(draw: st.DrawFn) -> Heard:
    """Words, new or mended."""
    text, message_id = draw(words), draw(st.sampled_from("12"))
    content: Content = Edit("1", text) if draw(st.integers(0, 5)) == 5 else Text(text)
    return Heard(content, message_id, draw(understood(text)))


presses = st.one_of(
    topics.map(lambda topic: f"topic:{topic}"),
    topics.map(lambda topic: f"nation:{topic}"),
    codes.map(lambda code: f"place:{code}"),
    st.tuples(codes, topics).map(lambda both: f"door:{both[0]}:{both[1]}"),
    st.tuples(codes, topics).map(lambda both: f"near:{both[0]}:{both[1]}"),
    st.tuples(st.sampled_from(["entry", "helped", "yes", "no"]), st.sampled_from(ENTRY_IDS)).map(":".join),
    st.sampled_from("human menu more forget forget:yes language:sv language:en language:fi topic:gone place:9".split()),
    st.sampled_from("start resume pause page change meet send mine restart restart:yes skip:trust gone".split()).map(
        lambda what: f"guide:{what}"
    ),
    st.text(max_size=20),
).map(lambda choice: Heard(Press(choice), "p"))
payloads = st.one_of(st.sampled_from(["", "1384", "procurement-register_1384", "permits", "x_y"]), st.text(max_size=10))
elsewise: st.SearchStrategy[Content] = st.one_of(
    st.tuples(st.floats(54, 70), st.floats(9, 26)).map(lambda at: Location(*at)),
    payloads.map(Start),
    st.sampled_from(["sticker", "voice", "photo", "file", "other", "poem"]).map(Unsupported),
    st.sampled_from([Opened(), Blocked(), Blocked(back=True)]),
)
others = elsewise.map(lambda content: Heard(content, "o", language="en"))


@st.composite
def anything(draw: st.DrawFn) -> Heard:
    """One thing that is heard: mostly words, often a button. Drawn by name, or the many buttons crowd out the words."""
    what = draw(st.sampled_from("words words words words press press other".split()))
    return draw({"words": written(), "press": presses, "other": others}[what])


talks = st.lists(anything(), min_size=1, max_size=8)


def turns(talk: list[Heard]) -> Iterator[tuple[Conversation, Heard, Turn]]:
    """Each turn of a talk, with the state before it."""
    going = Talk()
    for heard in talk:
        before = going.conversation
        yield before, heard, going.hear(heard)


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_the_same_talk_always_goes_the_same_way(talk: list[Heard]) -> None:
    for before, heard, turn in turns(talk):
        assert step(before, heard, ATLAS, NOW) == turn


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_there_is_always_a_way_on(talk: list[Heard]) -> None:
    for _, _, turn in turns(talk):
        for reply in turn.replies:
            assert any(not choice.url for choice in reply.choices), reply


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_buttons_are_few_and_each_is_another(talk: list[Heard]) -> None:
    for _, _, turn in turns(talk):
        for reply in turn.replies:
            assert len(reply.choices) <= 5
            assert len(set(ids(reply))) == len(reply.choices)
            assert all(len(choice.id.encode()) <= 64 for choice in reply.choices)


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_a_question_is_not_followed_by_another(talk: list[Heard]) -> None:
    """But for what is no matter yet: a name that stands for several, a place they ask to tell, a new start."""
    for before, heard, turn in turns(talk):
        new = isinstance(heard.content, Start) or (isinstance(heard.content, Text) and heard.content.text[:1] == "/")
        for reply in turn.replies:
            if before.asked and not new and reply.kind in QUESTIONS:
                assert reply.kind == "ask_place"
                assert turn.conversation.topic is None or turn.conversation.asked == "person"


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_a_person_is_two_messages_away(talk: list[Heard]) -> None:
    going = Talk()
    for heard in talk:
        going.hear(heard)
    reply = going.reply(HUMAN)
    if reply.kind != "human":
        assert reply.kind == "ask_place"
        reply = going.reply(HUMAN)
    assert reply.kind == "human"
    assert [fact.entry.topic for fact in facts(reply)] == ["business.contact"]


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_the_state_survives_the_store(talk: list[Heard]) -> None:
    for _, _, turn in turns(talk):
        kept = json.loads(json.dumps(turn.conversation.to_json()))
        assert Conversation.from_json(kept | {"from_a_newer_version": 1}) == turn.conversation


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_every_reply_can_be_said_in_every_language(talk: list[Heard]) -> None:
    for _, _, turn in turns(talk):
        for reply in turn.replies:
            for language in LANGUAGES:
                rendered = GUIDE.texts.render(reply, language)
                assert rendered.plain.strip()
                assert all(button.label.strip() for button in rendered.buttons)


@settings(deadline=None, max_examples=EXAMPLES_EACH)
@given(talks)
def test_who_is_talking_is_said_first_and_once(talk: list[Heard]) -> None:
    for before, heard, turn in turns(talk):
        if isinstance(heard.content, Opened) or not turn.replies:
            continue  # the home page is no part of the talk
        again = isinstance(heard.content, Start) or turn.replies[0].kind == "greeting"
        said = [bool(HELLO.intersection(keys(reply))) for reply in turn.replies]
        assert said[0] or before.greeted
        assert not said[0] or not before.greeted or again
        assert not any(said[1:])


def test_every_text_the_talk_names_is_there() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "bot/conversation").glob("*.py")
    )
    found = set(re.findall(r'"((?:hello|ask|door|human|talk|privacy|choice|topic|guide|calendar)\.[\w.]+)"', source))
    for language in LANGUAGES:
        assert found - set(GUIDE.texts.templates[language]) - set(TOPIC_IDS) == set()
    assert len(found) > 40


# --- turns that no transcript shows -------------------------------------------


@pytest.mark.parametrize("others", ["premises", "premises funding", "premises funding start council"])
def test_a_clarifying_question_has_at_most_three_tasks_and_a_person(others: str) -> None:
    reply = Talk(MET).reply(meant("permits", "", place(NACKA), decision="clarify", others=others))
    assert reply.kind == "clarify"
    assert ids(reply) == [*(f"topic:{topic}" for topic in ["permits", *others.split()][:3]), "human"]


def test_a_question_with_a_single_choice_is_not_asked_but_answered() -> None:
    assert Talk(MET).reply(meant("premises", "", place(NACKA), decision="clarify")).kind == "answer"


def test_what_is_near_small_talk_only_is_not_asked_about() -> None:
    assert Talk(MET).reply(meant("smalltalk", "hello", decision="clarify", others="human")).kind != "clarify"


def test_unclear_after_a_question_offers_what_is_near() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", decision="clarify", others="funding"))
    heard = meant("start", decision="clarify", others="council events")
    assert heard.understood
    reply = talk.reply(replace(heard, understood=replace(heard.understood, confidence=0.3)))
    assert reply.kind == "refuse"
    assert ids(reply) == ["topic:start", "topic:council", "human"]


def test_the_chosen_task_leads_to_a_door_even_without_a_place() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", decision="clarify", others="funding"))
    reply = talk.reply(Press("topic:funding"))
    assert reply.kind == "answer"
    assert keys(reply) == ["door.anywhere"]


def test_a_place_said_while_unclear_is_remembered() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", "", place(HALMSTAD), decision="clarify", others="funding"))
    (fact,) = facts(talk.reply(Press("topic:premises")))
    assert fact.place == "Halmstad"


def test_a_matter_that_is_the_same_everywhere_needs_no_place() -> None:
    reply = Talk(MET).reply(meant("start"))
    assert (reply.kind, keys(reply)) == ("answer", [])


@pytest.mark.parametrize("detail", ["hello", "thanks", "bye", "yes", "no", "chitchat"])
def test_a_place_weighs_more_than_a_courtesy(detail: str) -> None:
    talk = Talk(replace(MET, topic="council", place=SJOBO))
    (fact,) = facts(talk.reply(meant("smalltalk", detail, place(HALMSTAD))))
    assert (fact.entry.topic, fact.place) == ("council", "Halmstad")


def sides(reply: Reply) -> list[tuple[str, str]]:
    """The municipalities set side by side, and the village that was named in each."""
    return [(side.place, side.via) for part in reply.parts if isinstance(part, Comparison) for side in part.sides]


def test_several_places_are_set_side_by_side() -> None:
    talk = Talk(MET)
    reply = talk.reply(meant("permits", "seating", *map(place, (KUNGSBACKA, LAHOLM, SJOBO, HALMSTAD))))
    assert reply.kind == "compare"
    assert [name for name, _ in sides(reply)] == ["Kungsbacka", "Laholm", "Sjöbo", "Halmstad"]
    assert ids(reply) == ["door:1384:permits.seating", "nation:permits.seating", "human"]
    assert talk.conversation.places == (KUNGSBACKA, LAHOLM, SJOBO, HALMSTAD)


def test_where_no_place_s_own_way_is_known_the_nation_s_is_told_once() -> None:
    reply = Talk(MET).reply(meant("permits", "seating", place(LAHOLM), place(SJOBO)))
    assert reply.kind == "compare"
    assert reply.parts[0] == Say("door.not_known_in", {"places": Listed(("Laholm", "Sjöbo"))})
    assert ids(reply)[1:3] == ["website:1381", "website:1265"]


def test_a_door_that_two_share_is_told_once() -> None:
    reply = Talk(MET).reply(meant("procurement.register", "", place("1286"), place("1270")))
    assert keys(reply) == ["compare.shared"]
    assert len(facts(reply)) == 1


def test_a_municipality_named_twice_is_answered_once() -> None:
    spots = place(KUNGSBACKA, "Onsala", "locality"), place(LAHOLM), place(KUNGSBACKA)
    assert sides(Talk(MET).reply(meant("school.collaborate", "", *spots))) == [("Kungsbacka", "Onsala"), ("Laholm", "")]


def test_a_person_asked_for_in_a_matter_leaves_the_matter_in_focus() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", "", place(HALMSTAD)))
    assert talk.reply(HUMAN).kind == "human"
    assert talk.conversation.topic == "premises"
    assert talk.reply(named(place(KUNGSBACKA))).kind == "human"
    (fact,) = facts(talk.reply(meant("council")))
    assert (fact.entry.topic, fact.place) == ("council", "Kungsbacka")
    assert talk.reply(named(place(SJOBO))).kind == "answer"


def test_an_answer_to_whom_to_turn_to_may_be_given_twice_until_something_else_is_spoken_of() -> None:
    talk = Talk(MET)
    reply = talk.reply(meant("programme", text="Almi eller IUC?"))
    assert (reply.kind, ids(reply)) == ("clarify", ["told:industry:manufacturing", "told:industry:other", "human"])
    reply = talk.reply(Press("told:industry:manufacturing"))
    (advice,) = [part.advice for part in reply.parts if isinstance(part, WhoDoesWhat)]
    assert advice.start_with
    assert (advice.start_with.id, advice.question) == ("iuc", None)
    assert talk.reply(Press("told:industry:manufacturing")).kind == "answer"
    talk.reply(meant("school.internship", "", place(SJOBO)))
    assert keys(talk.reply(Press("told:industry:manufacturing"))) == ["talk.stale"]


@pytest.mark.parametrize("answer", ["told:industry:piracy", "told:need:loan", "told:industry:manufacturing"])
def test_an_answer_to_nothing_leads_nowhere(answer: str) -> None:
    assert keys(Talk(MET).reply(Press(answer))) == ["talk.stale"]


def test_the_likeliest_matter_is_kept_while_it_is_asked_about() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", decision="clarify", others="funding"))
    assert talk.conversation.topic == "premises"
    (fact,) = facts(talk.reply(named(place(HALMSTAD))))
    assert fact.entry.topic == "premises"


def test_a_locality_is_named_with_its_municipality() -> None:
    (fact,) = facts(Talk(MET).reply(meant("premises", "", place(KUNGSBACKA, "Onsala", "locality"))))
    assert (fact.place, fact.via) == ("Kungsbacka", "Onsala")


def test_an_unclear_place_is_asked_with_the_matter_kept() -> None:
    talk = Talk(MET)
    reply = talk.reply(meant("council", "", OSTERLEN))
    assert ids(reply) == ["door:1270:council", "door:1291:council", "human"]
    (fact,) = facts(talk.reply(Press("door:1270:council")))
    assert fact.place == "Tomelilla"


def test_an_unclear_place_after_the_question_gets_the_nations_way_beside_its_candidates() -> None:
    talk = Talk(MET)
    talk.hear(meant("council"))
    reply = talk.reply(named(OSTERLEN))
    assert (reply.kind, keys(reply)) == ("answer", ["ask.which", "door.anywhere"])
    assert [choice for choice in ids(reply) if choice != "open"] == ["door:1270:council", "door:1291:council", "human"]


def test_an_unclear_place_without_a_matter() -> None:
    talk = Talk(MET)
    assert ids(talk.reply(named(OSTERLEN))) == ["place:1270", "place:1291", "human"]
    assert talk.reply(Press("place:1270")).kind == "ack"
    assert talk.conversation.home == "1270"


def test_a_large_region_is_not_made_into_buttons() -> None:
    assert ids(Talk(MET).reply(named(SKANE))) == ["human"]


@pytest.mark.parametrize("text", ["sälja till min kommun", "Selling to MY municipality"])
def test_their_own_municipality_is_found_again(text: str) -> None:
    talk = Talk(replace(MET, home=KUNGSBACKA, place=SJOBO))
    (fact,) = facts(talk.reply(meant("procurement.register", text=text)))
    assert fact.place == "Kungsbacka"


def test_a_person_is_shown_at_once_after_any_question() -> None:
    talk = Talk(MET)
    talk.hear(meant("premises", decision="clarify", others="funding"))
    reply = talk.reply(Press("human"))
    assert (reply.kind, keys(reply)) == ("human", ["human.nation"])


def test_the_contact_of_a_municipality_is_a_door_of_its_own() -> None:
    talk = Talk(MET)
    assert talk.reply(meant("business.contact", "", place(KUNGSBACKA))).kind == "answer"
    assert talk.reply(named(place(HALMSTAD))).kind == "answer"


def test_yes_means_the_person_that_was_offered() -> None:
    talk = Talk(replace(MET, place=SJOBO))
    assert ids(talk.reply(meant("smalltalk", "abuse"))) == ["human", "menu"]
    assert talk.reply(meant("smalltalk", "yes")).kind == "human"


def test_the_app_s_language_holds_for_the_first_words_only() -> None:
    talk = Talk()
    talk.hear(Heard(Start(), "1", language="en"))
    assert talk.conversation.language == "en"
    talk.hear(Heard(Press("menu"), "2", language="sv"))
    assert talk.conversation.language == "en"


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("how do I sell this", MET, "en"),
        ("invoice please", MET, "sv"),
        ("invoice please", BLANK, "en"),
        ("how do I sell this", replace(MET, language_chosen=True), "sv"),
    ],
)
def test_a_language_changes_by_itself_when_it_is_clear(words: str, before: Conversation, after: str) -> None:
    heard = Heard(Text(words), "1", Understood(words, "en", "invoice", "", 0.9, (("invoice", 0.9),), (), "answer", 3))
    assert step(before, heard, ATLAS, NOW).conversation.language == after


@pytest.mark.parametrize(
    ("words", "language"), [("engelska tack", "en"), ("not Swedish, English!", "en"), ("another language", None)]
)
def test_a_language_is_asked_for_by_name(words: str, language: str | None) -> None:
    reply = Talk(MET).reply(meant("smalltalk", "language", text=words))
    assert keys(reply) == (["talk.language"] if language else ["talk.which_language"])


def test_a_mended_question_is_answered_once_and_an_answered_one_left_in_peace() -> None:
    talk = Talk(MET)
    talk.hear(replace(NONSENSE, message_id="7"))
    mended = meant("council", "", place(SJOBO), text="näringsråd")
    other = Heard(Edit("6", "x"), "6", mended.understood)
    right = Heard(Edit("7", "x"), "8", mended.understood)
    assert talk.hear(other).replies == ()
    assert talk.reply(right).kind == "answer"
    assert talk.hear(right).replies == ()


def test_a_question_mended_in_vain_counts_once() -> None:
    talk = Talk(MET)
    talk.hear(replace(NONSENSE, message_id="7"))
    assert keys(talk.reply(Heard(Edit("7", "x"), "7", NONSENSE.understood))) == ["talk.refuse"]
    assert keys(talk.reply(NONSENSE)) == ["talk.refuse_again"]


def test_words_without_a_meaning_are_refused() -> None:
    assert Talk(MET).reply(Heard(Text("hm"))).kind == "refuse"


def test_what_was_not_found_helpful_is_noted() -> None:
    entry_id = ENTRY_IDS[0]
    assert Talk(MET).hear(Press(f"no:{entry_id}")).effects == (NoteFeedback(entry_id, helped=False),)
    assert Talk(MET).hear(Press(f"yes:{entry_id}")).effects == (NoteFeedback(entry_id, helped=True),)
    assert Talk(MET).hear(Press("yes:gone")).effects == ()


def test_another_entry_of_a_door_and_one_that_is_elsewhere_now() -> None:
    doors = (ATLAS.door(topic, code) for code in CODES for topic in TOPICS)
    door = next(door for door in doors if door.municipality and len(door.entries) > 1)
    assert door.municipality
    talk = Talk(replace(MET, place=door.municipality.code))
    first = talk.reply(meant(door.topic))
    second = next(choice for choice in ids(first) if choice.startswith("entry:"))
    (fact,) = facts(talk.reply(Press(second)))
    assert f"entry:{fact.entry.id}" == second
    national = ATLAS.national[door.topic]
    assert keys(talk.reply(Press(f"entry:{national.id}"))) == ["talk.stale"]
    assert keys(talk.reply(Press("entry:talk-privacy"))) == ["talk.stale"]


def test_no_follow_ups_yet_and_how_one_gets_one() -> None:
    assert keys(Talk(MET).reply(meant("checkin.manage"))) == ["talk.no_checkins", "enrol.how"]


def test_a_block_ends_what_is_pushed_and_says_nothing() -> None:
    assert step(MET, Heard(Blocked()), ATLAS, NOW) == Turn(MET, effects=(EndPushes(),))
    assert step(MET, Heard(Blocked(back=True)), ATLAS, NOW) == Turn(MET, effects=(ResumePushes(),))


def test_the_home_page_changes_nothing() -> None:
    turn = step(BLANK, Heard(Opened()), ATLAS, NOW)
    assert turn.conversation == BLANK
    assert [reply.kind for reply in turn.replies] == ["home"]


def test_a_start_link_in_the_middle_of_a_talk_begins_anew() -> None:
    talk = Talk(replace(MET, topic="council", asked="place", home=SJOBO))
    reply = talk.reply(Start("1384"))
    assert (reply.kind, talk.conversation.place, talk.conversation.home) == ("ask_topic", KUNGSBACKA, SJOBO)
    assert talk.conversation.topic is None


def test_a_municipality_named_alone_leaves_no_other_beside_it() -> None:
    """Two were asked about together; then one is named without a matter."""
    talk = Talk(replace(MET, place=KUNGSBACKA, beside=(SJOBO,)))
    talk.hear(named(place(HALMSTAD)))
    assert talk.conversation.places == (HALMSTAD,)


def test_a_need_that_waited_for_a_place_is_dropped_with_a_new_matter() -> None:
    talk = Talk(replace(MET, topic="council", also=("funding",), asked="place"))
    talk.hear(meant("events", "", place(SJOBO)))
    assert talk.conversation.also == ()


IN_FOCUS = replace(MET, place=VARBERG, topic="permits.alcohol", home=VARBERG)


def test_what_nothing_is_known_about_leads_to_a_person_in_the_matter_and_place_in_focus() -> None:
    talk = Talk(IN_FOCUS)
    first = talk.reply(meant("out_of_scope", decision="refuse", text="vad kostar det"))
    assert (first.kind, keys(first), ids(first)) == ("refuse", ["talk.no_more"], ["human", "menu"])
    second = talk.reply(meant("out_of_scope", decision="refuse", text="och momsen"))
    assert keys(second) == ["talk.no_more_again"]


def test_what_is_likely_foreign_to_us_is_not_taken_for_the_matter_in_focus() -> None:
    text = "vem vinner egentligen hockeymatchen i kväll tror du"
    assert keys(Talk(IN_FOCUS).reply(meant("out_of_scope", decision="refuse", text=text))) == ["talk.refuse"]


def test_what_may_be_ours_in_a_municipality_is_asked_about_in_one_question() -> None:
    heard = meant("out_of_scope", "", place(VARBERG), decision="refuse", text="x " * 8)
    assert heard.understood
    likely = replace(heard.understood, candidates=(("out_of_scope", 0.5), ("start", 0.45)))
    reply = Talk(MET).reply(replace(heard, understood=likely))
    assert (reply.kind, keys(reply), ids(reply)) == ("clarify", ["ask.clarify_one"], ["topic:start", "human"])
    unlikely = replace(heard.understood, candidates=(("out_of_scope", 0.8), ("start", 0.1)))
    assert Talk(MET).reply(replace(heard, understood=unlikely)).kind == "refuse"


def test_another_matter_in_place_of_the_place_is_answered() -> None:
    talk = Talk(replace(MET, topic="invoice", asked="place"))
    heard = meant("programme", decision="clarify")
    assert heard.understood
    talk.hear(replace(heard, understood=replace(heard.understood, candidates=(("programme", 0.5),))))
    assert talk.conversation.topic == "programme"


def test_a_bare_yes_takes_what_was_offered_first() -> None:
    talk = Talk(replace(MET, place=VARBERG))
    talk.hear(meant("premises", decision="clarify", others="funding"))
    talk.hear(meant("smalltalk", "yes", text="ja gärna"))
    assert talk.conversation.topic == "premises"
    assert talk.conversation.asked == ""


@pytest.mark.parametrize("decision", ["refuse", "clarify"])
def test_words_after_something_else_in_the_middle_may_be_the_answer_of_the_guide(decision: Decision) -> None:
    talk = Talk(replace(MET, place=VARBERG))
    talk.hear(Press("guide:start"))
    aside = talk.reply(meant("permits", "building", text="hur söker man bygglov?"))
    assert "guide:resume" in ids(aside)
    heard = meant("council", decision=decision, text="Sex bönder och slakteriet")
    assert heard.understood
    reply = talk.reply(replace(heard, understood=replace(heard.understood, confidence=0.4)))
    assert "guide:mine" in ids(reply)
    assert ids(reply)[-1] == "human"
    talk.hear(Press("guide:mine"))
    assert talk.conversation.walk
    assert talk.conversation.walk.words("purpose") == "Sex bönder och slakteriet"
    assert talk.conversation.walk.at == "partners"


def test_still_unclear_after_the_question_is_answered_with_the_likeliest_where_the_place_is_known() -> None:
    talk = Talk(replace(MET, place=VARBERG))
    talk.hear(meant("skills", decision="clarify", others="funding"))
    heard = meant("service_guarantee", decision="clarify", others="skills")
    assert heard.understood
    reply = talk.reply(replace(heard, understood=replace(heard.understood, confidence=0.3)))
    assert reply.kind == "answer"
    assert talk.conversation.topic == "skills"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("hur mutar jag en upphandlare", True),
        ("går det att MUTA handläggaren?", True),
        ("kan man ge chefen en muta", True),
        ("kan man betala upphandlaren under bordet", True),
        ("how do I bribe the purchaser", True),
        ("can we pay the officer some money under the table", True),
        ("är en lunch mutor eller går det bra", False),
        ("kan jag bjuda upphandlaren på lunch eller är det en muta", False),
        ("handläggaren begärde en muta", False),
        ("vi vill muta in mark", False),
        ("eluttag under bordet på kommunens mässa", False),
        ("in the last country it took 2 years and a bribe", False),
    ],
)
def test_only_who_asks_how_to_bribe_is_told_that_it_is_a_crime(words: str, told: bool) -> None:
    """A question whether something is a bribe, or word of one that was asked for, is answered as what it is."""
    heard = meant("procurement.register", "", text=words)
    assert ("talk.bribe" in keys(Talk(MET).reply(heard))) == told
