"""Peers that look at letters and words: our engine, RapidFuzz, TF-IDF with an SVM, fastText, ChatterBot.

Their libraries are not in the project's environment, so they are imported when asked for.
"""

import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from .heard import OUTSIDE, Heard, heard, heard_chances

Rows = Sequence[tuple[str, str]]


class Ours:
    """The shipped model, served as the bot serves it; it was trained on the same sentences beforehand."""

    def learn(self, rows: Rows) -> None:
        """Load the model; the rows are in it."""
        intents = import_module("intents")
        self.engine: Any = intents.Phrasebook.of().engine

    def hear(self, text: str) -> Heard:
        verdict = self.engine.read(text).verdict
        return heard_chances(dict(zip(self.engine.intents, verdict.chances.tolist(), strict=True)))


class Fuzzy:
    """The nearest example by `token_sort_ratio`."""

    def learn(self, rows: Rows) -> None:
        self.fuzzy: Any = import_module("rapidfuzz")
        self.intents = [intent for _, intent in rows]
        self.texts = [self.fuzzy.utils.default_process(text) for text, _ in rows]

    def hear(self, text: str) -> Heard:
        words = self.fuzzy.utils.default_process(text)
        likeness = self.fuzzy.process.cdist([words], self.texts, scorer=self.fuzzy.fuzz.token_sort_ratio)[0]
        best: dict[str, float] = {}
        for intent, score in zip(self.intents, likeness.tolist(), strict=True):
            if score >= best.get(intent, 0.0):
                best[intent] = score
        return heard(best)


class Svm:
    """Word and character TF-IDF, linear SVM."""

    def learn(self, rows: Rows) -> None:
        text = import_module("sklearn.feature_extraction.text")
        pipeline = import_module("sklearn.pipeline")
        words = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        letters = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self.model: Any = pipeline.make_pipeline(
            pipeline.make_union(words, letters), import_module("sklearn.svm").LinearSVC()
        )
        self.model.fit([text for text, _ in rows], [intent for _, intent in rows])

    def hear(self, text: str) -> Heard:
        margins = self.model.decision_function([text])[0]
        return heard(dict(zip(self.model.classes_, margins.tolist(), strict=True)))


class FastText:
    """fastText with subwords, trained from nothing."""

    def learn(self, rows: Rows) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.txt"
            path.write_text("\n".join(f"__label__{intent} {plain(text)}" for text, intent in rows), encoding="utf-8")
            settings: dict[str, Any] = {"lr": 0.5, "epoch": 40, "dim": 100, "wordNgrams": 2, "minn": 2, "maxn": 5}
            self.model: Any = import_module("fasttext").train_supervised(
                str(path), bucket=200_000, thread=1, seed=1, verbose=0, **settings
            )

    def hear(self, text: str) -> Heard:
        # `predict` of the wrapper trips over NumPy 2; the bound method below it gives (probability, label) pairs.
        found = self.model.f.predict(f"{plain(text)}\n", -1, 0.0, "strict")
        return heard_chances({label.removeprefix("__label__"): chance for chance, label in found})


def plain(text: str) -> str:
    """Lower case on one line: fastText does neither by itself."""
    return " ".join(text.lower().split())


class Chatter:
    """ChatterBot's best match by its own Levenshtein ratio; one bot for the field and one for the rest."""

    def learn(self, rows: Rows) -> None:
        self.statement: Any = import_module("chatterbot.conversation").Statement
        self.field = self.bot([row for row in rows if row[1] != OUTSIDE])
        self.rest = self.bot([row for row in rows if row[1] == OUTSIDE])

    def bot(self, rows: Rows) -> Any:
        """A bot that answers each text with its intent. The default tagger needs a model that pip does not bring."""
        tagger = import_module("chatterbot.tagging").LowercaseTagger
        made = import_module("chatterbot").ChatBot("peer", tagger=tagger, database_uri="sqlite:///:memory:")
        made.storage.create_many(
            [
                self.statement(text=intent, search_text=intent, in_response_to=text, search_in_response_to=text.lower())
                for text, intent in rows
            ]
        )
        return made

    def hear(self, text: str) -> Heard:
        best, other = self.nearest(self.field, text), self.nearest(self.rest, text)
        return Heard((best.text,), best.confidence - other.confidence)

    def nearest(self, bot: Any, text: str) -> Any:
        """The bot's reply without its learning from the question."""
        asked = self.statement(text=text, search_text=bot.tagger.get_text_index_string(text), conversation="peers")
        return bot.generate_response(asked)
