"""What people say of how it goes, in words of their own: "går bra men vi behöver pengar", "inte klart än"."""

import re

from intents import fold

from .records import State

_PATTERNS: tuple[tuple[State, str], ...] = (
    (State.SLOW, r"\b(inte|ej|not|isnt|arent)( \w+)? (klar\w*|fardig\w*|done|finished|ready)\b|\binte (sa|jatte)bra\b"),
    (State.SLOW, r"\binte (sa )?(varst|sarskilt|riktigt) bra\b|\bnot (so|that|too|very) (good|well)\b"),
    (
        State.STUCK,
        r"\b(at|till) (helvete\w*|skogen|pipan|pipsvangen)\b|\blagg(er|a) ner\b|\bger upp\b|\bgett upp\b"
        r"|\borkar inte\b|\bkatastrof\w*|\bdisaster\b"
        r"|\b(to|going to) hell\b|\bgiv(e|ing) up\b|\bclos(e|ing) down\b"
        r"|\bsta(r|tt)( \w+)? still\b|\bkort fast\b|\bsitter fast\b|\bfastnat\b|\bhinner inte\b|\bhar inte hunnit\b"
        r"|\binget( har)? hant\b|\binte hant\b|\bingenting( har)? hant\b|\binte (borjat|kommit)\b|\bingen\s?stans\b"
        r"|\bgar inte\b|\bgar (riktigt |ganska |valdigt )?daligt\b|^daligt\b|\bingen\s?vart\b|\bstopp\b"
        r"|\bstandstill\b|\bstuck\b|\bnothing( has|s)? happened\b|\bnot started\b|\bnot begun\b|\bno progress\b"
        r"|\bgoing nowhere\b|\bbadly\b|\bnot (going )?well\b|\bhas ?n.?t started\b|\bno time\b",
    ),
    (State.WELL, r"\bnastan (klar\w*|fardig\w*)\b|\b(almost|nearly) (done|finished|there)\b"),
    (
        State.SLOW,
        r"\blangsamt\b|\bgar (lite )?sakta\b|\bsegt\b|\btrogt\b|\bsadar\b|\bsa dar\b|\bhalvbra\b|\btar tid\b"
        r"|\bdrar ut\b|\bdrojer\b|\bdelvis\b|\bslow(ly)?\b|\bso.?so\b|\btak(es|ing) (its )?time\b|\bpartly\b",
    ),
    (
        State.DONE,
        r"\b(ar|blev|blivit|helt|nu|allt) (klar[ta]?|fardig[ta]?)\b|^(helt |allt )?(klar[ta]?|fardig[ta]?)\b|\bi mal\b"
        r"|\bavklarat\b|\b(blev|har blivit) av\b|\b(is|are|am|were|all|its) (now )?(done|finished|complete)\b"
        r"|^(all )?(done|finished)\b|\bcompleted\b|\bmade it\b|\bvi (lyckades|fixade det)\b",
    ),
    (
        State.WELL,
        r"\bga(r|tt|r det)( \w+)? (bra|fint|framat|jattebra|toppen|utmarkt|kanon|enligt plan|ok|okej|okay|hyfsat)\b"
        r"|\brullar pa\b"
        r"|\b(knallar|tuffar|lunkar|flyter) (pa|fram)\b|\bganska bra\b|\b(pretty|quite) (well|good)\b"
        r"|\bpa gang\b|\bkommit igang\b|\bi fas\b|\benligt plan\b|\bgo(ing|es)"
        r"( \w+)? (well|fine|great|good|ok|okay|alright)\b"
        r"|\bon track\b|\bunder ?way\b|\bmaking progress\b",
    ),
)
_SHORT = 3
_SHORT_WELL = re.compile(r"^(\w+ )?(jatte|super)?(bra|toppen|fint|kanon|finfint|good|great|fine|well)( tack| thanks)?$")
_HELP = re.compile(r"\b(behov|hjalp|saknar|soker|vill ha|need|help|missing|looking for)|\?")
_WAITS = re.compile(
    r"\b(inget|inga|inte fatt|fatt inget) (svar|besked)|\bvantar( \w+)? pa\b|\bingen svarar\b|\bsvarar inte\b"
    r"|\bno (answer|reply)\b|\bwaiting (for|on)\b|\bnobody (answers|replies)\b"
)
_NOT_YET = frozenset(
    "inte ej inga ingen inget aldrig om nar innan tills hoppas vantar soker ska kommer vill behover snart"
    " not no never dont didnt havent hasnt if when until hope hoping waiting will soon want need".split()
)
_HARD = re.compile(
    r"\b(at|till) helvete\w*|\blagg(er|a) ner\b|\bger upp\b|\bgett upp\b|\borkar inte\b|\bkatastrof\w*"
    r"|\b(to|going to) hell\b|\bgiv(e|ing) up\b|\bclos(e|ing) down\b|\bdisaster\b"
)
_CLAUSES = re.compile(r"[,.;!?\n]+|\s+(?:men|fast|dock|but|though|however)\s+", re.IGNORECASE)


_THUMBS = {
    "👍": "up",
    "👌": "up",
    "✅": "up",
    "🙂": "up",
    "😊": "up",
    "👎": "down",
    "😞": "down",
    "😢": "down",
    "🙁": "down",
}


def thumb(text: str) -> str:
    """Whether a message of nothing but a sign says `up` or `down`; empty for any other."""
    signs = {_THUMBS.get(sign, "") for sign in text.strip() if not 0x1F3FB <= ord(sign) <= 0x1F3FF and sign != "\ufe0f"}
    return signs.pop() if len(signs) == 1 else ""


def said_state(text: str) -> State | None:
    """How it goes, by the first clause that tells; None if none does."""
    if sign := thumb(text):
        return State.WELL if sign == "up" else State.STUCK
    return next(filter(None, map(_state, _clauses(text))), None)


def without_state(text: str) -> str:
    """The clauses that tell something else than how it goes."""
    return "" if thumb(text) else ", ".join(clause for clause in _clauses(text) if _state(clause) is None)


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSES.split(text) if clause and clause.strip()]


def _state(clause: str) -> State | None:
    said = " ".join(re.sub(r"[^\w\s]", " ", fold(clause)).split())
    found = next((state for state, pattern in _PATTERNS if re.search(pattern, said)), None)
    if found is None and len(said.split()) <= _SHORT and _SHORT_WELL.match(said):
        return State.WELL
    return found


def is_hard(text: str) -> bool:
    """Is it worse than a standstill: they give up, or close down?"""
    return bool(_HARD.search(fold(text)))


def asks_for_help(text: str) -> bool:
    """Does it say that something is needed?"""
    return bool(_HELP.search(fold(text)))


def waits_for_answer(text: str) -> bool:
    """Is it that somebody else has not answered?"""
    return bool(_WAITS.search(" ".join(fold(text).split())))


def reached_by(text: str, phrases: tuple[str, ...]) -> bool:
    """Does a text say one of the phrases? Every word of a phrase must begin a word of the text, in its order:
    "bygglov kom" is said by "äntligen har bygglovet kommit". What has not happened, or is only hoped for, is none."""
    words = re.sub(r"[^\w\s]", " ", fold(text).replace("'", "")).split()
    if _NOT_YET.intersection(words) or said_state(text) in (State.STUCK, State.SLOW):
        return False
    return any(_in_order(fold(phrase).split(), words) for phrase in phrases)


def _in_order(wanted: list[str], words: list[str]) -> bool:
    left = iter(words)
    return bool(wanted) and all(any(_begins(word, each) for word in left) for each in wanted)


def _begins(word: str, each: str) -> bool:
    """Does a word begin so? A short beginning has a short end: "kom" is in "kommit", not in "kommunen" or "kommer"."""
    if len(each) > _SHORT:
        return word.startswith(each)
    return word == each or (word.startswith(each) and word.endswith("it") and len(word) <= 2 * _SHORT)
