"""What the model keeps in little room is found again."""

from hypothesis import given
from hypothesis import strategies as st

from intents.corpus import shipped_corpus
from intents.nearest import Keys
from intents.phrasebook import load_sentences
from intents.table import Table

KEYS = st.integers(0, 2**32 - 1)


@given(st.dictionaries(KEYS, KEYS), KEYS)
def test_a_table_holds_what_its_mapping_does_and_nothing_else(found: dict[int, int], other: int) -> None:
    table = Table.stored(*Table.of(found).arrays())
    assert {key: table.get(key, -1) for key in found} == found
    assert table.get(other, -1) == found.get(other, -1)


@given(st.lists(st.text()))
def test_texts_in_one_piece_are_the_same_one_by_one(texts: list[str]) -> None:
    keys = Keys.of(texts)
    assert [keys[at] for at in range(len(keys))] == texts


def test_the_language_of_each_sentence_is_kept() -> None:
    corpus, _ = shipped_corpus()
    examples, _ = load_sentences()
    assert corpus.languages == tuple(each.language for each in examples)
