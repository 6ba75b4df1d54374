"""Words that refer to what was said or answered before: a part of it that is picked, a way back, a condition, a choice
to be made for them."""

import re

from intents import fold

from .moves import FILLER, tokens
from .small_words import SMALL

LONGEST = 6
"""Words of a text that picks one of the things said before it."""

LEAST, ALIKE = 4, 5
"""Letters a word must have to be known again, and letters that are surely the same word with other endings."""

_CLAUSES = re.compile(r"[.,;:!?\n]+\s*|\s+[–-]\s+|\s+(?:och|o|å|samt|plus|eller|men|and|or|but|&|\+)\s+", re.IGNORECASE)

_BACK_TO = re.compile(
    r"^(?:.*\b)?(?:tillbaka|tillbaks|åter|back|return|returning) (?:till|to) (?P<what>[^,.:;!?]+)[,.:;!?–-]+\s*"
    r"(?P<rest>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)

_LEAD = r"^((och|o|men|a|sa|and|but|so|ok|okej) )*"
_CONDITION = re.compile(
    rf"{_LEAD}((galler|ar|blir|behovs|kravs|funkar|stammer) (det|detta|den|samma) (\w+ ){{0,3}}"
    r"(om|ifall|nar|fast|for)\b"
    r"|(aven|ocksa) (om|for|nar)\b|vad (hander|galler|gor jag|gor vi) (om|ifall|nar)\b"
    r"|(does|do|is|would|will) (it|that|this|the same) (\w+ ){0,3}(if|when|for)\b|(what|even|also) (if|when)\b)"
)
"""How a question begins that puts a condition to what was answered: "gäller det även om …", "what if …"."""
_IF = re.compile(rf"{_LEAD}((om|ifall) (jag|vi|man|det|den)|if (i|we|it|they))\b")
"""How one begins that may."""

_DENIES = re.compile(
    r"^((nej|na|no|men|but|jag menar|i mean) )*(inte|ej|not) "
    r"((om|hur|vad|about|how|what|to|att|the|a|an|en|ett|any|nagot|nagon) .+|\w+( \w+)?)$"
)
_NOT_DENIED = re.compile(
    r"\b(inte|ej|not) (\w+ )?"
    r"(fatt|hort|sett|an|annu|yet|sure|saker\w*|klar\w*|nojd|happy|bra|ok|heard|been|able|done)\b"
)
_SETTLED = re.compile(
    r"\b(done|fixed|sorted|settled|already|redan|klart?|klara|lost|fixat|fixad|gjort|ordnat|har (vi|jag))\b"
)

_CHOOSE = re.compile(
    r"\b((vilken|vilket|vilka|vem|vad|va|vart) ((av|utav) (dom|dem|de|dessa) )?(skulle (du|ni)|rekommenderar (du|ni)"
    r"|(hade|tycker) (du|ni)|foreslar (du|ni)|passar (oss|mig|bast)|ar bast( for)?"
    r"|(bor|ska|kan) (jag|vi) (valja|ta|borja|ga pa|satsa)))\b"
    r"|\b(which|what|who) (one |ones )?((of|out of) (those|them|these|the two) )?((would|do|should) (you|we|i) "
    r"(\w+ )?(pick|choose|recommend|go for|take|suggest|do|start with)|(is|fits|suits) (the )?(best|better|right))\b"
    r"|^(the |den |det )?(whichever|som) (one )?(is|ar) (the )?"
    r"(easi\w+|fast\w*|quick\w*|best|cheap\w*|enkl\w+|latt\w+|snabb\w+|billig\w+|bast)( \w+)?$"
    r"|\b(any|some) (recommendation|advice on which)|\b(din|er|your) (rekommendation|recommendation)\b"
)


def clause_of(said: str, text: str) -> str | None:
    """The part of what was said that a few words pick, by a word that both hold: "ta lokalen först"; None if it was
    one thing, or none of them is picked."""
    own = [word for word in tokens(text) if len(word) >= LEAST and word not in SMALL | FILLER]
    clauses = [clause.strip() for clause in _CLAUSES.split(said) if clause.strip()]
    if len(clauses) < 2 or not own or len(text.split()) > LONGEST:
        return None
    found = [each for each in clauses if any(_same(one, other) for one in own for other in tokens(each))]
    return found[0] if found else None


def _same(one: str, other: str) -> bool:
    """The same word but for its ending, or the first part of a longer one: "miljön" of "miljöanmälan"."""
    if min(len(one), len(other)) < LEAST:
        return False
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= min(ALIKE, len(one), len(other))


def back_to(text: str) -> tuple[str, str] | None:
    """What a text goes back to, and what it then asks: "tillbaks till studion, vad kostar anmälan"."""
    found = _BACK_TO.match(text.strip())
    return (found["what"].strip(), found["rest"].strip()) if found else None


def is_condition(text: str) -> bool:
    """Does a text put a condition to what was answered?"""
    return bool(_CONDITION.match(" ".join(tokens(text))))


def may_be_condition(text: str) -> bool:
    """Does it put one, or perhaps tell of something else: "och om jag bara gör piercing"?"""
    return is_condition(text) or bool(_IF.match(" ".join(tokens(text))))


def only_denies(text: str) -> bool:
    """Does a text say what is not meant, and nothing of what is: "not how to register the company, that's done"?"""
    parts = [part for clause in re.split(r"[.,;!]+\s*", text) if (part := " ".join(tokens(clause)))]
    if "?" in text or not parts or not _DENIES.match(parts[0]) or _NOT_DENIED.search(parts[0]):
        return False
    return all(_DENIES.match(part) or _SETTLED.search(part) for part in parts[1:])


def asks_to_choose(text: str) -> bool:
    """Is it asked which of what was told should be taken?"""
    return bool(_CHOOSE.search(fold(" ".join(tokens(text)))))
