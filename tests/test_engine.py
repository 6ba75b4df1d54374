"""The engine: right, robust, the same each time, fast, and open about why."""

import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import Gazetteer, Phrasebook, load_examples
from intents.backprop import Plan
from intents.corpus import Beside, corpus_of
from intents.explain import explain
from intents.features import LONGEST, learn_vocabulary, raw_features, typed_words
from intents.lexicon import Concept, Lexicon, LexiconError, load_concepts
from intents.negation import DAMPING, weights_of
from intents.phrasebook import Voice, load_voices
from intents.spelling import Spelling
from intents.storage import ModelError, load, save, shipped_digest
from intents.training import Recipe, Tools, build_model
from intents.typos import copies
from intents.usage import usage_of
from intents.vectors import load_vectors

NOWHERE = Gazetteer([("Falkenberg", ("1382",), "municipality")])


@pytest.fixture(scope="session")
def book() -> Phrasebook:
    return Phrasebook.of()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hur blir jag leverantör till kommunen", "procurement.register"),
        ("direkt upphandling anmalan", "procurement.register"),
        ("var hittar jag era upphandlingar i Falkenberg", "procurement.tenders"),
        ("vi vill ta emot prao elever", "school.internship"),
        ("jag vill prata med en människa", "human"),
        ("serveringstillståndd för vin", "permits"),
        ("where do I send my invoice", "invoice"),
        ("recept på kanelbullar", "out_of_scope"),
    ],
)
def test_common_sentences_are_understood(book: Phrasebook, text: str, intent: str) -> None:
    assert book.understand(text, NOWHERE).intent == intent


def test_a_negated_need_is_left_out(book: Phrasebook) -> None:
    assert book.understand("inte praktik utan mer som en dag med klassen", NOWHERE).intent == "school.collaborate"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jag vill inte klaga, undrar bara hur lång tid bygglovet tar", "service_guarantee"),
        ("strunta i bidraget, vi behöver en tomt att bygga på", "premises"),
        ("no need for a loan, I just want to rent an office", "premises"),
    ],
)
def test_a_wish_that_is_denied_gives_way_to_the_one_beside_it(book: Phrasebook, text: str, intent: str) -> None:
    heard = book.understand(text, NOWHERE)
    assert heard.intent == intent
    assert {need.intent for need in heard.needs} == {intent}


def test_what_is_denied_stays_if_it_is_the_matter(book: Phrasebook) -> None:
    assert book.understand("jag vill inte ha fler frågor från dig, sluta", NOWHERE).intent == "checkin.manage"


def test_two_needs_are_both_named_in_order(book: Phrasebook) -> None:
    heard = book.understand("jag behöver serveringstillstånd och var skickar jag min faktura", NOWHERE)
    assert [need.intent for need in heard.needs] == ["permits", "invoice"]


def test_two_permits_are_two_needs_with_their_kinds(book: Phrasebook) -> None:
    heard = book.understand("bygglov för lager och serveringstillstånd", NOWHERE)
    assert [(need.intent, need.detail) for need in heard.needs] == [("permits", "building"), ("permits", "alcohol")]


def test_both_needs_are_among_the_likeliest(book: Phrasebook) -> None:
    heard = book.understand("var skickar jag min faktura? och hur får man serveringstillstånd", NOWHERE)
    assert {intent for intent, _ in heard.candidates[:2]} == {"permits", "invoice"}
    assert heard.decision == "answer"


def test_one_need_stays_one(book: Phrasebook) -> None:
    heard = book.understand("hej, vi är två syskon och vill veta hur man startar eget", NOWHERE)
    assert [need.intent for need in heard.needs] == [heard.intent]


def test_the_detail_belongs_to_the_intent(book: Phrasebook) -> None:
    heard = book.understand("jag vill ha uteservering på trottoaren", NOWHERE)
    assert (heard.intent, heard.detail) == ("permits", "seating")


def test_a_town_changes_nothing(book: Phrasebook) -> None:
    heard = [book.understand(f"lediga lokaler i {place}", NOWHERE).candidates for place in ("Falkenberg", "falkenberg")]
    assert heard[0] == heard[1]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=10_000))
def test_any_text_gives_a_result_and_always_the_same(book: Phrasebook, text: str) -> None:
    heard = book.understand(text, NOWHERE)
    book.understand("något annat", NOWHERE)
    assert heard == book.understand(text, NOWHERE)
    assert heard.decision in {"answer", "clarify", "refuse"}
    assert all(0 <= chance <= 1 for _, chance in heard.candidates)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x" * 10_000,
        "1" * 10_000,
        "😀" * 5_000,
        "\u202eabc\u202c",
        "\x00\x07",
        "a b " * 2_500,
        "مرحبا",
        "\ud800",
    ],
)
def test_odd_texts_take_bounded_time(book: Phrasebook, text: str) -> None:
    start = time.perf_counter()
    book.engine.read(text)
    assert time.perf_counter() - start < 0.25


def test_reading_is_quick(book: Phrasebook) -> None:
    texts = [example.text for example in load_examples()[::20]]
    spent = []
    for text in texts:
        start = time.perf_counter()
        book.engine.read(text)
        spent.append(time.perf_counter() - start)
    assert np.median(spent) < 0.003, "p50 is to be under 1 ms on a quiet core"


def test_only_the_first_letters_count(book: Phrasebook) -> None:
    text = ("hur startar jag eget " * 100)[:LONGEST]
    assert book.understand(text + "zzz", NOWHERE).candidates == book.understand(text, NOWHERE).candidates


def test_a_model_is_written_the_same_and_read_back(tmp_path: Path, book: Phrasebook) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    save(book.engine.model, first)
    save(load(first), second)
    assert first.read_bytes() == second.read_bytes()


def test_training_again_gives_the_same_file_however_many_processes(tmp_path: Path) -> None:
    some = [(each.text, each.intent, each.detail) for each in load_examples()[::400]]
    known = {(intent, detail) for _, intent, detail in some}
    heard = [each for voice in load_voices() for each in voice.examples[::50] if (each.intent, each.detail) in known]
    small = Plan(hidden=8, epochs=2)
    recipe = Recipe(copies=1, rounds=3, folds=2, fold_rounds=3, plan=small, watch=small)
    beside = Beside(voices=(Voice("one", tuple(heard[::2])), Voice("other", tuple(heard[1::2]))))
    for name, workers in (("a", 0), ("b", 2)):
        save(build_model(corpus_of(some), Tools(), recipe, beside, workers=workers), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert load(tmp_path / "a").watch is not None


def test_a_model_of_other_sentences_is_refused(tmp_path: Path, book: Phrasebook) -> None:
    path = tmp_path / "model.npz"
    save(replace(book.engine.model, digest="other"), path)
    with pytest.raises(ModelError, match="have changed since"):
        load(path, shipped_digest())


@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_a_broken_model_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"python -m intents\.training"):
        load(path)


def test_an_explanation_names_neighbours_words_and_what_decided(book: Phrasebook) -> None:
    told = explain(book.engine, book.examples, "vi vill ta emot praoelever i vår verkstad")
    assert told.intent == "school.internship"
    assert told.neighbours[0].example.intent == "school.internship"
    assert "prao" in told.concepts
    assert any("prao" in reason.name for reason in told.reasons)
    assert told.decided.startswith("answered")


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        (["uteserveringen"], "seating"),
        (["direkt", "upphandling"], "direct_purchase"),
        (["serveringstilstand"], "alcohol"),
        (["kiosk", "i", "parken"], "seating"),
        (["bokverkstad"], "environment"),
    ],
)
def test_the_lexicon_finds_inflected_split_and_misspelt_terms(words: list[str], concept: str) -> None:
    assert concept in dict(Lexicon(load_concepts()).concepts_in(words))


def test_an_unknown_key_in_the_lexicon_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text('[x]\nsv = "a"\nwrong = "b"\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"\[x\]"):
        load_concepts(path)


def test_topics_of_a_concept_are_features() -> None:
    lexicon = Lexicon([Concept("prao", ("prao*",), ("school.internship",), ("skills",))])
    names = [name for name, _ in lexicon(["praoelev"])]
    assert names == ["concept:prao", "topic:+school.internship", "topic:-skills"]


@pytest.mark.parametrize(
    ("text", "damped"),
    [
        ("inte praktik utan en klass", ["praktik"]),
        ("studiebesök, inte praktik", ["praktik"]),
        ("not an internship but a visit", ["an", "internship"]),
        ("lån istället för bidrag", ["bidrag"]),
        ("jag har inte fått svar", []),
        ("vi vill inte få fler frågor", []),
    ],
)
def test_contrasts_are_damped_and_plain_negations_are_not(text: str, damped: list[str]) -> None:
    words = typed_words(text)
    weights = weights_of(text, len(words))
    assert [word for word, weight in zip(words, weights, strict=True) if weight == DAMPING] == damped


def test_slips_are_put_right_and_common_words_left_alone() -> None:
    spelling = Spelling(usage_of([["upphandling", "faktura"]]), common=lambda word: word == "upphandla")
    assert spelling(["upphnadling", "faktrua", "upphandla", "abc"]) == ["upphandling", "faktura", "upphandla", "abc"]


def test_the_neighbours_tell_what_a_misspelt_word_was() -> None:
    usage = usage_of([["jag", "far", "hit", "fran", "stan"]] * 9 + [["ljus", "farg", "passar", "bast", "har"]] * 9)
    spelling = Spelling(usage)
    assert spelling(["hit", "farn", "stan"]) == ["hit", "fran", "stan"]
    assert spelling(["ljus", "farn", "passar"]) == ["ljus", "farg", "passar"]


def test_a_strange_word_in_a_careful_text_is_left_alone() -> None:
    usage = usage_of([["vi", "har", "en", "fin", "lokal", "vid", "torget", "i", "stan"]] * 9)
    spelling = Spelling(usage)
    assert spelling(["vi", "vid", "stan", "vokal", "har", "i", "torget", "en"])[3] == "vokal"
    assert spelling(["vu", "vid", "tsan", "vokal", "hra", "ii", "trget", "en"])[3] == "lokal"


def test_copies_are_the_same_for_the_same_seed() -> None:
    made = [copies("vi söker lokal i centrum", 4, random.Random(1)) for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) == 4


def test_a_split_compound_shares_features_with_the_whole() -> None:
    split, whole = raw_features("direkt upphandling"), raw_features("direktupphandling")
    assert set(split.hashes[1]) & set(whole.hashes[1])


def test_unknown_features_give_an_empty_vector() -> None:
    vocabulary = learn_vocabulary([raw_features("hej hej"), raw_features("hej du")])
    columns, values, share = vocabulary.vector(raw_features("xyz"))
    assert len(columns) == len(values) == 0
    assert share == 0


def test_related_words_have_related_vectors() -> None:
    vectors = load_vectors()
    one, near, far = (vectors.mean([word], [word], [1.0]) for word in ("lokaler", "kontor", "kanelbullar"))
    assert one @ near > one @ far
