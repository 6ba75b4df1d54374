"""From a text to what was meant by it: places masked, the engine asked, needs told apart."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from .engine import OUT_OF_SCOPE, Engine, Reading
from .explain import Explanation, explain
from .features import LONGEST, typed_words
from .lexicon import load_concepts
from .model import Model
from .needs import is_list, is_ours, listed_in, need_of, needs_of
from .phrasebook import Example, load_examples
from .places import Gazetteer, Place
from .reader import reader_for
from .storage import load, shipped_digest
from .understood import Need, Understood
from .vectors import load_vectors
from .wishes import denied_in, wishes
from .words import MASK, fold, language_of, words

CANDIDATES = 5
WANTED = 0.7
"""The chance from which what seems to be all that is wanted is taken for the whole."""
ALIKE = 0.6
"""Likeness (0–1) from which an example's language is taken for the text's."""

FEWEST_WORDS = 4
"""Words of a text that may hold two needs: "bygglov och serveringstillstånd tack"."""

_FILLER = frozenset(
    fold(word)
    for word in (
        "jag vi du ni man det den de en ett att och o å är som på i till för av med om hur vad var kan vill ska "
        "skulle har ha få får vår vårt våra min mitt mina hej undrar behöver någon nån något nåt lite typ asså "
        "alltså bara the a an to of is are we you my our how can do does what where who would like want need in at "
        "with for from this that there be have some any please hello hi kommun kommunen kommuns kommunens "
        "municipality ortnamn samma fråga sak gäller gällde menade menar nej då istället ställe same question "
        "instead meant no and also about what then finns sitter ligger håller bor ligga here based located heter "
    ).split()
)


@dataclass(frozen=True)
class Phrasebook:
    """The engine trained on the example sentences, and their words. Built once at start."""

    engine: Engine
    vocabulary: Collection[str]

    @classmethod
    def of(cls, model: Model | None = None) -> "Phrasebook":
        """The phrasebook with the shipped model, or with `model`. Raises ModelError if the model is out of date."""
        model = model or load(digest=shipped_digest())
        reader = reader_for(model.usage, load_concepts(), load_vectors())
        return cls(Engine(model, reader), model.usage.words.keys())

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The sentences the engine was trained on. Read when first asked for: nobody but an explanation needs them."""
        return load_examples()

    def understand(self, text: str, gazetteer: Gazetteer, hint: str | None = None) -> Understood:
        """What `text` means. `hint` is the language to assume where the text does not tell; else it is Swedish."""
        places = gazetteer.find(text[:LONGEST])
        masked = mask(text[:LONGEST], places)
        content = [word.folded for word in words(masked) if word.folded not in _FILLER]
        masked, reading = self._wanted(masked)
        needs = self._needs(masked, reading)
        decision = "refuse" if places and not content else "answer" if len(needs) > 1 else reading.verdict.decision
        candidates = self._candidates(reading, needs, refused=decision == "refuse")
        return Understood(
            text=text,
            language=language_of(masked) or self._swedish_near(reading) or hint or "sv",
            intent=candidates[0][0],
            detail=next((need.detail for need in needs if need.intent == candidates[0][0]), reading.detail),
            confidence=candidates[0][1],
            candidates=candidates,
            places=places,
            decision=decision,
            content=len(content),
            needs=needs,
        )

    def _wanted(self, masked: str) -> tuple[str, Reading]:
        """The text and its reading; or what seems to be all that is wanted, if that is likely a matter of ours."""
        whole = self.engine.read(masked)
        denied, left = denied_in(masked)
        # A denial counts if the whole is taken for the very thing that is denied.
        misled = denied and self.engine.read(denied).intent == whole.intent
        for wish in (*wishes(masked), *([left] if misled else [])):
            rest = self.engine.read(wish)
            if rest.chance >= WANTED and is_ours(rest, self.engine.intents):
                return wish, rest
        return masked, whole

    def _candidates(self, reading: Reading, needs: Sequence[Need], *, refused: bool) -> tuple[tuple[str, float], ...]:
        """The likeliest intents, and the reject class: first if it is refused, else last, as no menu offers it.

        Of two needs both are likely, whatever the whole looks like.
        """
        intents = self.engine.intents
        chances = {intent: float(chance) for intent, chance in zip(intents, reading.verdict.chances, strict=True)}
        if len({need.intent for need in needs}) > 1:
            halves = {need.intent: need.chance / 2 for need in needs}
            chances = {intent: chance / 2 + halves.get(intent, 0.0) / 2 for intent, chance in chances.items()}
        order = sorted(chances, key=lambda intent: -chances[intent])
        doors = [intent for intent in order if intent != OUT_OF_SCOPE]
        outside = [OUT_OF_SCOPE] if OUT_OF_SCOPE in chances else []
        ranked = [*outside, *doors[: CANDIDATES - 1]] if refused else [*doors[:CANDIDATES], *outside]
        return tuple((intent, round(chances[intent], 4)) for intent in ranked)

    def _swedish_near(self, reading: Reading) -> str | None:
        """Swedish if the nearest example is, and is near. English takes English words: "almi", "catering" and the like
        are written the same, and the nearest example of them may be in either."""
        near = reading.near
        alike = len(near.examples) and near.likeness[0] > ALIKE
        return "sv" if alike and self.engine.model.swedish[near.examples[0]] else None

    def explain(self, text: str, gazetteer: Gazetteer) -> Explanation:
        """What decided the reading of a text."""
        return explain(self.engine, self.examples, mask(text[:LONGEST], gazetteer.find(text[:LONGEST])))

    def _needs(self, masked: str, reading: Reading) -> tuple[Need, ...]:
        if listed := listed_in(masked, self.engine.read, self.engine.intents):
            return listed
        # What is foreign as a whole has no two needs: out of their context its halves sound like anything.
        foreign = reading.verdict.decision == "refuse"
        if foreign or is_list(masked) or len(typed_words(masked)) < FEWEST_WORDS:
            return (need_of(reading, self.engine.intents),)
        return needs_of(masked, reading, self.engine.read, self.engine.intents)


def mask(text: str, places: Iterable[Place]) -> str:
    """The text with a class mark where places stood, so that no meaning hangs on a town."""
    for place in sorted(places, key=lambda each: -each.start):
        text = f"{text[: place.start]}{MASK}{text[place.end :]}"
    return text


def same(text: str, label: str) -> bool:
    """Are these the same few words but for slips of the finger?"""
    return bool(fuzz.ratio(fold(text), fold(label), score_cutoff=86))
