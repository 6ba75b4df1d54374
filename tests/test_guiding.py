"""The collaboration guide by itself: what words do in it, where one is, and the page that comes of it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_words import Pdf

from bot.documents import make
from bot.guide import load_guide
from bot.guiding import (
    Act,
    Walk,
    act_of,
    asks_for_end,
    asks_to_begin,
    asks_to_go_on,
    begun,
    files_of,
    picked,
    words_for_desk,
)
from bot.guiding.page import LONGEST_FOR_DESK
from bot.guiding.tasks import Task, tasks_of
from bot.guiding.walk import LONGEST
from bot.messages import Reply
from bot.messages.files import Recipe
from intents import Understood

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
GUIDE = load_guide()
CHECKLIST = GUIDE.atlas.checklists["collaboration"]
IDS = [each.id for each in CHECKLIST.questions]
PURPOSE, TASKS = CHECKLIST.questions[0], CHECKLIST.questions[2]

ORDINARY = {
    "purpose": "Niorna ska ha sett fyra yrken i Laholm före påsk, och vi ska hitta två lärlingar om året.",
    "partners": "Verkstaden, frisören, byggfirman, högstadiet och studievägledaren. Lokalens ägare saknas.",
    "agreement": "Verkstaden: tar emot tolv elever, till 15 mars\nSkolan: bokar buss, senast 1 mars\nBo - betalar fika",
    "mandate": "Var och en bestämmer om sin egen tid och upp till 5 000 kronor. Kostar det mer frågar vi styrelsen.",
    "trust": "Att vi inte hinner i december, och att två av oss fick göra allt förra gången 😅",
    "equal-influence": "De minsta butikerna och alla som inte kan komma på dagtid.",
    "home-effect": "En fast timme varannan fredag. Ordföranden berättar på nästa medlemsmöte.",
    "participants": "Eleverna i nian. Vi frågar fem av dem innan vi bestämmer upplägget.",
    "effort": "Två timmar i veckan var fram till sommaren, och högst 10 000 kronor tillsammans.",
}


def walked(answers: dict[str, str]) -> Walk:
    walk = Walk(CHECKLIST.id)
    for question, words in answers.items():
        walk = walk.answered(question, words)
    return walk


def page(walk: Walk, language: str = "sv") -> tuple[Pdf, str]:
    """The two files, as they are read."""
    rendered = GUIDE.texts.render(Reply("guide", (), files=files_of(walk, CHECKLIST, language, NOW)), language)
    made = []
    for attachment in rendered.attachments:
        assert isinstance(attachment.source, Recipe)
        made.append(make(attachment.name, attachment.source))
    return Pdf(made[0]), made[1].decode()


def meant(text: str, intent: str, detail: str = "", *, confidence: float = 0.95) -> Understood:
    return Understood(text, "sv", intent, detail, confidence, ((intent, confidence),), (), "answer", 3)


# --- what words do ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hoppa över!", Act.SKIP),
        ("skip it", Act.SKIP),
        ("Vet inte.", Act.OPEN),
        ("delvis", Act.OPEN),
        ("Not yet", Act.OPEN),
        ("nej", Act.OPEN),
        ("ja", Act.YES),
        ("tillbaka", Act.BACK),
        ("pausa", Act.PAUSE),
        ("vi fortsätter imorgon", Act.PAUSE),
        ("hur menar du?", Act.EXAMPLE),
        ("?", Act.EXAMPLE),
        ("klar", Act.END),
        ("ändra svar 3", Act.CHANGE),
        ("ja, vi har skrivit ett papper alla tre", Act.ANSWER),
        ("nej men vi ska prata om det på måndag", Act.ANSWER),
        ("2", Act.ANSWER),
        ("tillbaka till rötterna, vi gör som förr", Act.ANSWER),
    ],
)
def test_short_orders_are_obeyed_and_all_else_is_an_answer(text: str, act: Act) -> None:
    assert act_of(text, None, PURPOSE, CHECKLIST) is act


def test_a_question_in_the_middle_is_another_matter_and_a_wish_is_asked_about() -> None:
    asked = "hur söker man bygglov"
    assert act_of(asked, meant(asked, "permits"), PURPOSE, CHECKLIST) is Act.ASIDE
    wished = "jag behöver en lokal på torget"
    assert act_of(wished, meant(wished, "premises"), PURPOSE, CHECKLIST) is Act.WHICH
    assert act_of(wished, meant(wished, "premises"), TASKS, CHECKLIST) is Act.ANSWER
    assert act_of(wished, meant(wished, "premises", confidence=0.5), PURPOSE, CHECKLIST) is Act.ANSWER
    ours = "vi vill sälja ihop till kommunen"
    assert act_of(ours, meant(ours, "procurement.register"), PURPOSE, CHECKLIST) is Act.ANSWER
    both = "Att priset inte räcker. Hur gör vi med bygglov?"
    assert act_of(both, meant(both, "permits"), PURPOSE, CHECKLIST) is Act.WHICH
    lines = "Anna: hur gör vi med bygglov\nKalle: ringer"
    assert act_of(lines, meant(lines, "permits"), PURPOSE, CHECKLIST) is Act.ANSWER


def test_a_person_is_always_within_reach() -> None:
    for question in CHECKLIST.questions:
        assert act_of("människa", meant("människa", "human"), question, CHECKLIST) is Act.ASIDE


@pytest.mark.parametrize(
    "text", ["gå igenom frågorna", "de nio frågorna om samarbete", "start the collaboration check"]
)
def test_the_guide_can_be_asked_for_by_name(text: str) -> None:
    assert asks_to_begin(text)


@pytest.mark.parametrize("text", ["vi vill samarbeta med skolan", "jag har nio anställda", "check"])
def test_a_matter_of_collaboration_is_not_yet_the_guide(text: str) -> None:
    assert not asks_to_begin(text)


def test_going_on_is_said_in_many_ways_and_a_bare_back_only_right_after_something_else() -> None:
    for text in ("fortsätt", "kan vi fortsätta med frågorna?", "continue", "var var vi?", "tillbaka till frågorna"):
        assert asks_to_go_on(text), text
    assert not asks_to_go_on("tillbaka")
    assert asks_to_go_on("tillbaka", aside=True)
    assert not asks_to_go_on("vi fortsätter hyra lokalen tills kontraktet går ut")


def test_the_ways_on_from_the_page_can_be_typed() -> None:
    assert [asks_for_end(text) for text in ("Skicka till kommunen", "send it to the municipality")] == ["send"] * 2
    assert [asks_for_end(text) for text in ("boka första mötet", "set the first meeting")] == ["meet"] * 2
    assert asks_for_end("skicka faktura till kommunen") is None


def test_a_question_is_picked_by_number_or_heading() -> None:
    assert picked("4", CHECKLIST) == CHECKLIST.question("mandate")
    assert picked("ändra svar 4", CHECKLIST) == CHECKLIST.question("mandate")
    assert picked("Mandat", CHECKLIST) == CHECKLIST.question("mandate")
    assert picked("Who does what", CHECKLIST) == CHECKLIST.question("agreement")
    assert picked("10", CHECKLIST) is None


# --- where one is -------------------------------------------------------------


def test_the_walk_goes_through_all_nine_and_back() -> None:
    walk = begun(CHECKLIST)
    for number, question in enumerate(IDS, 1):
        assert (walk.at, walk.number(CHECKLIST)) == (question, number)
        walk = walk.answered(question, f"svar {number}").on(CHECKLIST)
    assert walk.is_done
    assert walk.open_questions(CHECKLIST) == ()
    assert walk.back(CHECKLIST).at == IDS[-1]
    assert begun(CHECKLIST).back(CHECKLIST).at == IDS[0]


def test_a_changed_answer_leads_back_to_the_end() -> None:
    walk = walked(ORDINARY).moved("trust", changing=True).answered("trust", "Allt.").on(CHECKLIST)
    assert walk.is_done
    assert walk.words("trust") == "Allt."
    assert len(walk.given) == len(IDS)


@given(st.lists(st.tuples(st.sampled_from(IDS), st.text(max_size=40), st.text(max_size=3))))
def test_a_walk_survives_the_store_and_keeps_one_answer_to_a_question(given_: list[tuple[str, str, str]]) -> None:
    walk = begun(CHECKLIST)
    for question, words, message in given_:
        walk = walk.answered(question, words, message)
    assert Walk.from_json(json.loads(json.dumps(asdict(walk)))) == walk
    assert len({each.question for each in walk.given}) == len(walk.given)
    for question in IDS:
        last = next((words for asked, words, _ in reversed(given_) if asked == question), "")
        assert walk.words(question) == last.strip()


def test_an_answer_is_kept_to_the_length_of_a_message() -> None:
    assert len(walked({"trust": "å" * 9000}).words("trust")) == LONGEST


# --- who does what ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        ("Anna: bokar lokal till 3 maj", [Task("bokar lokal", "Anna", "till 3 maj")]),
        ("Skolan - bokar buss, senast i mars.", [Task("bokar buss", "Skolan", "senast i mars")]),
        ("• Jag: ringer\n2. Du: mejlar", [Task("ringer", "Jag"), Task("mejlar", "Du")]),
        (
            "The school: books a bus, by 1 March. Bo: pays",
            [Task("books a bus", "The school", "by 1 March"), Task("pays", "Bo")],
        ),
        ("alla hjälps åt; ingen leder", [Task("alla hjälps åt"), Task("ingen leder")]),
        ("Kommunen: står för lokal till alla", [Task("står för lokal till alla", "Kommunen")]),
        (
            "Verkstaden: tar elever. Ny rad. Skolan: buss",
            [Task("tar elever", "Verkstaden"), Task("buss", "Skolan")],
        ),
    ],
)
def test_tasks_are_read_from_lines(words: str, tasks: list[Task]) -> None:
    assert list(tasks_of(words)) == tasks


@given(st.text(max_size=300))
def test_no_word_of_a_task_is_lost(words: str) -> None:
    kept = "".join(f"{task.who}{task.what}{task.when}" for task in tasks_of(words))
    for letter in set(words):
        if letter.isalpha():
            assert letter in kept or "ny rad" in words.casefold() or "new line" in words.casefold()


# --- the page -----------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_ordinary_answers_are_one_page_with_all_of_it(language: str) -> None:
    printed, written = page(walked(ORDINARY), language)
    assert len(printed.pages) == 1
    wording = CHECKLIST.questions[0].wording(language)
    for words in (wording.heading, "bokar buss", "senast 1 mars", "Lokalens ägare saknas", "(5 min)"):
        assert words in printed.words.replace("\u00a0", " ")
    assert "| Verkstaden | tar emot tolv elever | till 15 mars |" in written
    assert "😅" in written


def test_nothing_answered_is_one_page_with_everything_open() -> None:
    printed, written = page(Walk(CHECKLIST.id))
    assert len(printed.pages) == 1
    for question in CHECKLIST.questions:
        assert f"- {question.sv.heading}: {question.sv.question}" in written
        assert question.sv.agenda in written
    assert "Vi ses" not in written


def test_what_is_open_is_on_the_agenda_and_what_is_answered_is_not() -> None:
    _, written = page(walked({key: words for key, words in ORDINARY.items() if key != "mandate"}))
    first, second, *_ = [line for line in written.split("\n") if line[:2] in ("1.", "2.")]
    assert CHECKLIST.sv.opening_item in first
    assert CHECKLIST.questions[3].sv.agenda in second
    assert CHECKLIST.questions[4].sv.agenda not in written


def test_three_thousand_characters_are_all_there() -> None:
    long = {each: " ".join(f"{each}{number}" for number in range(250)) for each in ("purpose", "trust")}
    assert all(len(words) > 2000 for words in long.values())
    printed, written = page(walked(ORDINARY | long | {"agreement": f"Bo: {'mycket att göra ' * 190}"}))
    assert len(printed.pages) > 1
    for words in long.values():
        assert words.split()[-1] in printed.words
        assert words in written
    assert printed.words.count("mycket att göra") == 190


def test_hostile_words_are_words() -> None:
    _, written = page(walked({"purpose": "**fet** [länk](http://x) | `kod` <b>\n# rubrik", "agreement": "A: | x |"}))
    assert "\\*\\*fet\\*\\*" in written
    assert "](http" not in written.replace("\\](", "")
    assert "\\| x \\|" in written


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from(IDS), st.text(max_size=LONGEST)))
def test_what_goes_to_a_desk_always_fits_and_names_what_is_open(answers: dict[str, str]) -> None:
    walk = walked(answers)
    words = words_for_desk(walk, CHECKLIST, "sv")
    assert len(words) <= LONGEST_FOR_DESK
    for question in walk.open_questions(CHECKLIST):
        assert question.sv.short in words
