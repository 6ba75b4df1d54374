"""A question leads to its door: the pairs of doors.toml, all through `lots chat --jsonl`."""

import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import CliRunner

from bot.__main__ import lots
from bot.commands import shared
from bot.settings import VARIABLES
from bot.turn import Guide
from knowledge import Level, Organisation, host_of

Line = dict[str, Any]

TABLE: dict[str, list[Line]] = tomli.loads(Path(__file__).with_name("doors.toml").read_text(encoding="utf-8"))
PAIRS, COMPARISONS = TABLE["pairs"], TABLE["comparisons"]
SOURCE = ("Källa: ", "Source: ")


def answers(told: list[Line]) -> list[Line]:
    """What the simulated world answers, a chat for each question."""
    lines = [{"chat": f"chat-{number}", "text": each["say"]} for number, each in enumerate(told)]
    said = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    result = CliRunner().invoke(lots, ["chat", "--jsonl"], input=said)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def answered(guide: Guide, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Line]:
    """Each question with its answer, all asked in one world without settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared, "guide", lambda chosen: guide)
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        told = [*PAIRS, *COMPARISONS]
        return {each["say"]: answer for each, answer in zip(told, answers(told), strict=True)}


def words(answer: Line) -> str:
    return "\n".join(sent["text"] for sent in answer["sent"])


def test_the_pairs_are_many_and_of_every_kind() -> None:
    assert len(PAIRS) >= 60
    assert len({code for pair in PAIRS for code in pair["places"]}) >= 40
    assert len({pair["say"] for pair in (*PAIRS, *COMPARISONS)}) == len(PAIRS) + len(COMPARISONS)
    levels = [pair["level"] for pair in PAIRS]
    assert {level: levels.count(level) > 1 for level in Level} == dict.fromkeys(Level, True)
    assert sum("inte rätt väg längre" in word for pair in PAIRS for word in pair.get("words", ())) >= 3
    assert len(COMPARISONS) >= 5


def test_questions_come_in_both_languages_and_are_answered_in_theirs(answered: dict[str, Line]) -> None:
    english = [pair for pair in PAIRS if answered[pair["say"]]["understood"]["language"] == "en"]
    assert len(english) >= 8
    assert [pair["say"] for pair in english if "Source: " not in words(answered[pair["say"]])] == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["door"])
def test_a_question_leads_to_its_door(answered: dict[str, Line], guide: Guide, pair: Line) -> None:
    answer = answered[pair["say"]]
    assert answer["kind"] == "answer"
    assert answer["state"]["places"] == pair["places"]
    entry, told = guide.atlas.entry(pair["door"]), words(answer)
    assert entry is not None
    assert level_of(guide, entry.owner) == pair["level"]
    wording = entry.wording(answer["understood"]["language"])
    assert f": {wording.title}\n" in told
    assert wording.steps[0] in told
    assert [each for each in pair.get("words", ()) if each not in told] == [], told
    assert any(f"{source}{host_of(entry.source)}" in told for source in SOURCE)


def level_of(guide: Guide, owner: str) -> Level:
    """Whose door it is, as levels are called."""
    if not owner:
        return Level.NATION
    if owner in guide.atlas:
        return Level.OWN
    return Level.SHARED if isinstance(guide.atlas.holder(owner), Organisation) else Level.REGION


@pytest.mark.parametrize("pair", COMPARISONS, ids=lambda pair: "-".join(pair["places"]))
def test_the_same_question_for_several_municipalities_answers_for_each(answered: dict[str, Line], pair: Line) -> None:
    answer = answered[pair["say"]]
    assert answer["state"]["places"] == pair["places"]
    told = words(answer)
    assert [each for each in pair["words"] if each not in told] == [], told
    assert any(words in told for words in (*SOURCE, "ppgift från", "datum okänt"))  # each with its source and date
