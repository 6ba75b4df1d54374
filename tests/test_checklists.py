"""The collaboration check: nine questions, each with all that the talk and the summary need, in both languages."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import knowledge
from knowledge import Atlas, Checklist, ChecklistWording, Gathers, KnowledgeError, load_atlas

SHIPPED = Path(knowledge.__file__).parent / "checklists" / "collaboration.toml"
LONGEST_QUESTION, LONGEST_LABEL = 120, 24
NINE = [
    "purpose",
    "partners",
    "agreement",
    "mandate",
    "trust",
    "equal-influence",
    "home-effect",
    "participants",
    "effort",
]
"""Purpose, right actors, contributions, mandate, trust, equal influence, effect at home, target group, resources."""


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge."""
    return load_atlas()


@pytest.fixture(scope="module")
def checklist(atlas: Atlas) -> Checklist:
    return atlas.checklists["collaboration"]


def wordings(checklist: Checklist) -> list[ChecklistWording]:
    return [each.wording(language) for each in checklist.questions for language in ("sv", "en")]


def test_the_nine_questions_are_asked_in_their_order(checklist: Checklist) -> None:
    assert [each.id for each in checklist.questions] == NINE
    assert checklist.question("trust") is checklist.questions[4]
    assert checklist.question("treasure") is None


def test_every_question_has_an_example_and_all_that_the_summary_needs(checklist: Checklist) -> None:
    for wording in wordings(checklist):
        assert [each.name for each in fields(wording) if not getattr(wording, each.name)] == []
        assert len(wording.question) <= LONGEST_QUESTION
        assert wording.question.endswith("?")
        assert wording.write.endswith("?")
        assert len(wording.heading) <= LONGEST_LABEL
        assert not wording.short.endswith(".")
        assert wording.next_step.endswith(".")


def test_english_is_not_swedish_again(checklist: Checklist) -> None:
    for each in checklist.questions:
        assert [one.name for one in fields(each.sv) if getattr(each.sv, one.name) == getattr(each.en, one.name)] in (
            [],
            ["heading"] if each.id == "mandate" else [],
        )
    assert [each.id for each in checklist.answers if each.sv == each.en] == []


def test_one_question_tells_who_does_what(checklist: Checklist) -> None:
    assert [each.id for each in checklist.questions if each.gathers is Gathers.TASKS] == ["agreement"]


def test_only_a_plain_yes_leaves_nothing_open(checklist: Checklist) -> None:
    assert [each.sv for each in checklist.answers if checklist.is_clear(each)] == ["Ja"]
    assert [each.label("en") for each in checklist.answers] == ["Yes", "Partly", "Not yet", "Don't know"]
    assert [each.strength for each in checklist.answers] == sorted({each.strength for each in checklist.answers})[::-1]


def test_the_first_meeting_can_be_held_in_one_sitting(checklist: Checklist) -> None:
    """Even with every question open it takes less than two hours."""
    assert sum(each.minutes for each in checklist.questions) <= 120 - 15


def test_the_closing_words_name_the_strongest_and_where_to_begin(checklist: Checklist) -> None:
    for language in ("sv", "en"):
        filled = checklist.text(language).closing.format(strongest="A", weakest="B", next_step="C.")
        assert re.search(r"\bA\b.*\bB: C\. ", filled)


def test_it_says_what_it_builds_on_and_how_old_that_is(checklist: Checklist) -> None:
    assert checklist.source
    assert len(checklist.sources) == 3
    assert [each.sv for each in checklist.sources if not (each.seen or "Odaterad" in each.notes)] == []
    assert checklist.seen == max(each.seen for each in checklist.sources)


def test_the_three_questions_of_a_follow_up_are_carried(checklist: Checklist) -> None:
    assert checklist.follow_up("sv").questions == (
        "Hur går det?",
        "Hur vill du gå vidare?",
        "Vad behöver du för att komma vidare?",
    )
    assert len(checklist.follow_up("en").also) == len(checklist.follow_up("sv").also) == 4
    assert len(checklist.factors) == 8


SPOILT = [
    ('write = "Vilka är med', 'wrote = "Vilka är med', "write is missing"),
    ("{strongest}", "{strong}", "closing must have {next_step}, {strongest}, {weakest}"),
    ("{weakest}: {next_step}", "{weakest: {next_step}", "closing must have"),
    ('id = "trust"', 'id = "mandate"', "id 'mandate' is given twice under questions"),
    ('id = "partly"', 'id = "not-yet"', "id 'not-yet' is given twice under answers"),
    ('gathers = "tasks"', 'gathers = "task"', "did you mean tasks?"),
    ("minutes = 15", "minutes = 600", "minutes 600 must be from 1 to 60"),
    ('topic = "collaboration"', 'topic = "collaborating"', "did you mean collaboration?"),
    ("[[answers]]", "[[anwsers]]", "0 answers; give 2 to 4"),
    ("[[sources]]", "[[source_s]]", "sources is missing"),
    ("[[questions]]", "[[asked]]", "questions is missing"),
]


@pytest.mark.parametrize(("sound", "spoilt", "complaint"), SPOILT)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, sound: str, spoilt: str, complaint: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert sound in text
    path = tmp_path / "checklists" / SHIPPED.name
    path.parent.mkdir()
    everywhere = sound.startswith("[[")
    path.write_text(text.replace(sound, spoilt) if everywhere else text.replace(sound, spoilt, 1), encoding="utf-8")
    if everywhere and "questions" in sound:
        path.write_text(re.sub(r"\[\[questions\]\].*?(?=\[\[factors)", "", text, flags=re.DOTALL), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_atlas(tmp_path)
    told = [str(problem) for problem in refused.value.problems]
    assert any(re.match(rf"{re.escape(str(path))}:\d+: ", each) and complaint in each for each in told), told
