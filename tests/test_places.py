"""The place finder on sentences of real life, on every municipality's name, and on anything at all."""

import random
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import Gazetteer, fold, load_examples
from intents.words import words
from knowledge.names import read_names, read_register

HERE = Path(__file__).parent / "places"
Codes = list[frozenset[str]]

# Typed without å ä ö these two are one word.
ALIKE = {"Håbo": "Habo"}
FRAMES = ("vi har en salong i {}", "{} kommun", "{}s kommun har vår faktura", "jag menar {}")


@cache
def gazetteer() -> Gazetteer:
    names = [(name.text, name.codes, name.kind) for name in read_names()]
    texts = (example.text.replace("{place}", "ortnamn") for example in load_examples())
    return Gazetteer(names, frozenset(word.folded for text in texts for word in words(text)))


def sentences(kind: str) -> list[tuple[str, Codes]]:
    with (HERE / f"{kind}.toml").open("rb") as file:
        rows = tomllib.load(file)[kind]
    return [(row["text"], _distinct(row.get("places") or ([row["codes"]] if row["codes"] else []))) for row in rows]


def found(text: str) -> Codes:
    return _distinct([place.codes for place in gazetteer().find(text)])


def _distinct(places: list[list[str]] | list[tuple[str, ...]]) -> Codes:
    return list(dict.fromkeys(frozenset(codes) for codes in places))


def _wrong(cases: list[tuple[str, Codes]]) -> list[tuple[str, Codes]]:
    return [(text, found(text)) for text, codes in cases if found(text) != codes]


@pytest.mark.parametrize(("kind", "least", "bar"), [("mentions", 420, 0.97), ("traps", 220, 0.95)])
def test_sentences_of_real_life_give_exactly_their_places(kind: str, least: int, bar: float) -> None:
    cases = sentences(kind)
    wrong = _wrong(cases)
    assert len(cases) >= least
    assert len({text for text, _ in cases}) == len(cases)
    assert 1 - len(wrong) / len(cases) >= bar, wrong


def test_every_municipality_is_found_in_every_frame() -> None:
    cases = []
    for code, (name, _) in read_register().items():
        for frame in FRAMES:
            ways = (name, name.casefold()) if name in ALIKE else (name, name.casefold(), fold(name))
            cases += [(frame.format(way), [frozenset({code})]) for way in ways]
    wrong = _wrong(cases)
    assert len(wrong) <= 0.01 * len(cases), wrong


@pytest.mark.parametrize("seed", range(4))
def test_every_longer_municipality_is_found_in_spite_of_a_slip(seed: int) -> None:
    chance = random.Random(seed)
    names = [(code, name) for code, (name, _) in read_register().items() if len(name) >= 6]
    cases = [(f"har firma i {_slip(name, chance)}", [frozenset({code})]) for code, name in names]
    wrong = _wrong(cases)
    assert len(wrong) <= 0.1 * len(cases), wrong


def _slip(name: str, chance: random.Random) -> str:
    """One letter dropped, doubled, swapped with the next or mistaken, anywhere."""
    at = chance.randrange(len(name) - 1)
    letter = chance.choice("abdefghijklmnoprstuvy")
    kinds = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + letter + name[at + 1 :],
    )
    return chance.choice(kinds)


def test_no_example_sentence_has_a_place_of_its_own() -> None:
    texts = [example.text.replace("{place}", "ortnamn") for example in load_examples()]
    taken = [text for text in texts if gazetteer().find(text)]
    assert len(taken) <= 0.002 * len(texts), taken


def test_places_come_in_order_with_their_spans() -> None:
    text = "inte Laholm utan Halmstads kommun"
    places = gazetteer().find(text)
    assert [(place.text, place.kind, text[place.start : place.end]) for place in places] == [
        ("Laholm", "municipality", "Laholm"),
        ("Halmstad", "municipality", "Halmstads"),
    ]


def test_a_place_within_another_is_one_place() -> None:
    (place,) = gazetteer().find("bageri på Haga i Göteborg")
    assert (place.text, place.codes, place.kind, place.start, place.end) == ("Haga", ("1480",), "locality", 10, 25)


def test_letters_and_their_marks_may_come_apart() -> None:
    text = "kafé i A\u0308ngelholm"
    (place,) = gazetteer().find(text)
    assert place.codes == ("1292",)
    assert text[place.start : place.end] == "A\u0308ngelholm"


PIECES = st.sampled_from(
    [*(name.text for name in read_names()), *"i på från och kommun AB vara mark . , - & \n Å".split(" ")]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_gives_the_same_places_each_time_and_none_overlaps(text: str) -> None:
    places = gazetteer().find(text)
    assert gazetteer().find(text) == places
    end = 0
    for place in places:
        assert end <= place.start < place.end <= len(text)
        assert place.codes
        end = place.end


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "Ö",
        "å-",
        "halmstad ",
        "halmstd ",
        "xqzvw{} ",
        "Mark och ",
        "östra göinge ",
        "i vara ",
        "\u0308a",
        "Lunds Plåt AB ",
        "lilla ",
    ],
)
def test_ten_thousand_characters_take_bounded_time(piece: str) -> None:
    text = "".join(piece.format(at) for at in range(10_000))[:10_000]
    gazetteer()
    assert min(_seconds(text) for _ in range(5)) < 0.03


def test_a_message_takes_less_than_a_millisecond() -> None:
    texts = [text for kind in ("mentions", "traps") for text, _ in sentences(kind)]
    times = sorted(min(_seconds(text) for _ in range(3)) for text in texts)
    assert times[int(0.99 * len(times))] < 0.001


def _seconds(text: str) -> float:
    before = time.process_time()
    gazetteer().find(text)
    return time.process_time() - before
