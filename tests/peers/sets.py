"""What the peers learn and what they are asked: the same texts for all, places masked by the same gazetteer."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli

from intents import Gazetteer, fold, load_examples
from intents.features import typed_words
from intents.phrasebook import load_voices
from intents.understand import mask
from intents.words import MASK
from knowledge import load_atlas

Row = tuple[str, str]
"""Text and intent."""

HELD_OUT = Path(__file__).parents[1] / "sentences"
LETTERS = "aeinrstldkomågpuvhäbfcjöyx"
BARE = str.maketrans("åäöÅÄÖé", "aaoAAOe")


@dataclass(frozen=True, slots=True)
class Sets:
    """Training sentences, and test sentences by the name of their column."""

    learn: list[Row]
    ask: dict[str, list[Row]]


def load_sets(quick: bool = False) -> Sets:
    """All sentences; with `quick` every eighth to learn from and some forty to be asked."""
    said = [*load_examples(), *(each for voice in load_voices() for each in voice.examples)]
    learn = [(each.text.replace("{place}", MASK), each.intent) for each in said]
    swedish, english = held_out("sv"), held_out("en")
    gazetteer = gazetteer_for(text for text, _ in learn)
    ask = {
        "sv": swedish,
        "sv, typos": changed(swedish, slipped),
        "sv, no åäö": changed(swedish, bare),
        "en": english,
        "en, typos": changed(english, slipped),
    }
    if quick:
        learn = sample(learn, len(learn) // 8)
        ask = {name: sample(rows, 40) for name, rows in ask.items()}
    return Sets(learn, {name: masked(rows, gazetteer) for name, rows in ask.items()})


def held_out(language: str, folder: Path = HELD_OUT) -> list[Row]:
    """The held-out sentences of a language, by other authors than the examples."""
    table = tomli.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return [(each["text"], each["intent"]) for each in table["sentences"]]


def gazetteer_for(texts: Iterable[str]) -> Gazetteer:
    """The bot's gazetteer, made without the trained model: words of the examples are never misspelt places."""
    known = frozenset(fold(word) for text in texts for word in typed_words(text))
    return Gazetteer([(name.text, name.codes, name.kind) for name in load_atlas().names], known)


def masked(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Row]:
    """The rows with a class mark for each place, as the bot does before it classifies."""
    return [(mask(text, gazetteer.find(text)), intent) for text, intent in rows]


def changed(rows: Sequence[Row], change: Callable[[str], str]) -> list[Row]:
    """The rows with their texts changed."""
    return [(change(text), intent) for text, intent in rows]


def bare(text: str) -> str:
    """Without å, ä and ö, as many type."""
    return text.translate(BARE)


def slipped(text: str) -> str:
    """Every tenth letter, by chance, dropped, swapped or mistyped; the same for the same text."""
    chance = random.Random(text)
    made: list[str] = []
    for letter in text:
        kind = chance.choice("dsm") if letter.isalpha() and chance.random() < 0.1 else ""
        if kind == "s":
            made.insert(max(len(made) - 1, 0), letter)
        elif kind != "d":
            made.append(chance.choice(LETTERS) if kind == "m" else letter)
    return "".join(made)


def sample(rows: Sequence[Row], count: int) -> list[Row]:
    """About `count` rows, each intent in its share and with one row at least; the same each time."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[1]].append(row)
    chance = random.Random(7)
    share = count / len(rows)
    return [
        row
        for _, group in sorted(groups.items())
        for row in chance.sample(group, min(len(group), max(1, round(len(group) * share))))
    ]
