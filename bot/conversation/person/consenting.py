"""Words while something waits to be passed on: a yes, a no, other words, more for whoever gets it."""

import re

from bot.yes_no import NO, YES
from intents import fold

_TO_THEM = re.compile(
    r"(jag |vi |och |o |men |hej )*"
    r"(undrar|vill (ocksa )?(veta|fraga)|fraga (ocksa |aven )?(dom|dem|om)|lagg till|skriv)\b"
    r"|(i|we|and|also|please| )*(wonder|want to (know|ask)|would like to (know|ask)|ask them|add)\b"
)
"""Words that are meant for whoever gets the question."""

_CHANGES = re.compile(
    r"\b(andra|skriva? om|formulera om)\b.*\b(text\w*|fragan?|den|det|orden)\b"
    r"|\b(change|rewrite|rephrase)\b.*\b(text|words|it|question)\b"
)
_LAST_BIT = re.compile(r"\b(ta bort|stryk|radera|skippa|remove|delete|drop|cut) (\w+ )?(sista|senaste|last|latest)\b")
_REACHED = re.compile(r"(?<!\d)\+?\d(?:[\s-]?\d){7,}|[\w.+-]+@[\w-]+\.\w+")
MOST_TO_CHANGE, MOST_ASKED = 6, 10
"""Words of a text that asks for other words to be passed on, or for no name; and of one that asks when the answer
comes."""

_NAME = r"(namn|namnet|name)"
_NAMELESS = re.compile(
    rf"\b(ta bort|utan|skippa|hoppa over|stryk|inte( med)?|visa inte|vill inte ha med) (mitt |att )?{_NAME}\b"
    rf"|\b(without|remove|leave out|drop|delete|not|don ?t show|don ?t use|no) (my )?{_NAME}\b|\banonym\w*"
)
_WHEN_ANSWERED = re.compile(
    r"\b(nar|hur (snabbt|snart|fort|lange|lang tid)|when|how (soon|long|fast|quick\w*))\b.{0,30}"
    r"\b(svar\w*|aterkom\w*|hora?r? \w* ?av|besked|answer\w*|reply|replies|respond\w*|get back|hear|come back)\b"
    r"|^(och |men |ok )?(vad|va) hander (nu|sen|sedan|da|om jag skickar)( da)?$"
    r"|^(and |but |ok )?what happens (now|then|next|if i send( it)?)$"
)
_WHERE_WERE_WE = re.compile(
    r"(var|vart) var vi( nu)?|where were we( now)?|det som vantar|the one that waits"
    r"|vad (ar det )?(som )?((du|ni) )?(ska |kommer )?(du |ni )?(att )?skicka[rs]?( du| ni)?"
    r"( da| exakt| ivag| till dom)*"
    r"|what (exactly )?(will|do|are|is) (you |it |going |being |to )*(send|sending|sent)( them| exactly)?"
    r"|what goes( there)?|what do they (get|see)"
    r"|vad (far|ser) (dom|de)( se| veta)?|(och |and )?(mitt namn|my name)( da| then| too)?"
)
_BACK = frozenset("tillbaka ater back return".split())
_THE_DRAFT = frozenset(
    "fragan fraga question draft utkastet arendet meddelandet message text texten det den it that till to the my min "
    "go ga vi we let s da nu ok okej now please tack kan can".split()
)
_ALL = frozenset("bada bagge alla both all".split())
_SEND = frozenset(word for each in ("skicka", "send", "kor", *YES) for word in each.split())
_STOP = frozenset(
    (
        "avbryt",
        "angra",
        "angrar",
        "undo",
        "inte",
        "vanta",
        "strunta",
        "stopp",
        "cancel",
        "dont",
        "don't",
        "stop",
        "not",
        *NO,
    )
)
_BESIDE = frozenset(
    "det den da nu tack in ivag fragan gor ga vidare bra i lite an snalla it the question please do go "
    "ahead now that this t just actually egentligen faktiskt forresten hm hmm ok okej alltsa nog sorry forlat mig jag "
    "thanks thank you on mind never wait".split()
)
"""Words that may stand beside a yes or a no; with any other it is neither: "ja men andra texten"."""


def is_yes(text: str) -> bool:
    """Is it a yes, and nothing but a yes?"""
    said = _words(text)
    return bool(said & _SEND) and not said - _SEND - _BESIDE


def is_no(text: str) -> bool:
    """Is it a no, and nothing but a no?"""
    said = _words(text)
    return bool(said & _STOP) and not said - _STOP - _SEND - _BESIDE


def is_back_to_it(text: str) -> bool:
    """Is it a wish to go back to what waits?"""
    said = _words(text)
    alone = bool(said & _BACK) and not said - _BACK - _THE_DRAFT
    return alone or bool(_WHERE_WERE_WE.fullmatch(" ".join(re.findall(r"[^\W_]+", fold(text)))))


def is_nameless(text: str) -> bool:
    """Is no name to go along?"""
    return bool(_NAMELESS.search(_plain(text))) and len(text.split()) <= MOST_TO_CHANGE


def asks_when_answered(text: str) -> bool:
    """Does it ask when an answer would come?"""
    return bool(_WHEN_ANSWERED.search(_plain(text))) and len(text.split()) <= MOST_ASKED


def is_to_all(text: str) -> bool:
    """Is it to go to both, or to all of them?"""
    said = _words(text)
    return bool(said & _ALL) and not said - _ALL - _SEND - _BESIDE - {"till", "to", "of", "them", "dem", "dom", "tva"}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(text)))


def is_order(text: str) -> bool:
    """Is it a yes that says itself to send?"""
    return is_yes(text) and bool(_words(text) & {"skicka", "send"})


def is_to_them(text: str) -> bool:
    """Is it meant for whoever gets the question?"""
    return bool(_TO_THEM.match(fold(text)))


def tells_how_to_reach(text: str) -> bool:
    """Is there a number to call or an address to write to in it?"""
    return bool(_REACHED.search(text))


def asks_for_other_words(text: str) -> bool:
    """Does it ask to write anew what is passed on?"""
    found = _CHANGES.search(fold(text)) or _LAST_BIT.search(fold(text))
    return bool(found) and len(text.split()) <= MOST_TO_CHANGE
