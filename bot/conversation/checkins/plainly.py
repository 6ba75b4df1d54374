"""What is said plainly of a follow-up, in a few words: yes, no, let me out, another goal."""

import re

from bot.programmes.telling import thumb
from bot.yes_no import NO, YES
from intents import fold

SHORT = 8
"""Words of a message that says one of these and no more."""
_YES = re.compile(
    rf"^({'|'.join(YES)}|bra|toppen|perfekt|fint|kanon|passar|funkar|fine|great|good|perfect|super|works|lovely)"
    r"( (tack|thanks|da|det|bra|fint|please|by|for|me|with|gor|ar|blir|passar"
    r"|funkar|okej|ok|toppen|perfekt))*$"
    r"|^((ja|jo|ok|okej|yes|ok) )?det (blir|ar|passar|funkar|later|gar)( (mig|oss))?"
    r"( (bra|fint|utmarkt|perfekt|toppen|okej|ok))?( (tack|for mig|for oss))?$"
    r"|^((yes|ok|okay) )?(that |it |this )?(sounds|looks|works|is|suits|s)"
    r"( (good|great|fine|ok|okay|perfect|me|us))+( thanks)?$"
    r"|^((yes|ok|okay) )?(thats|its) (good|great|fine|ok|okay|perfect)( with me| thanks)?$"
    r"|^((yes|ok) )?(that|it) works( for (me|us))?$"
)
_NO = re.compile(rf"^({'|'.join(NO)}|(inget|ingenting|nothing)( sarskilt| speciellt| special)?|none)$")
_UNSURE = re.compile(
    r"^(nej |hm+ |jag |vi |det |i |we |im |were )*(vet (inte|ej|ja ?g? ?inte)|ingen aning|(ar )?osaker|oklart"
    r"|dont know|do not know|no idea|not sure|unsure|havent a clue)"
    r"( riktigt| an| yet| really| just nu| right now| alls| faktiskt| tbh| honestly)*$"
)
_IN = re.compile(
    r"^((ja|japp|jo|yes|ok|okej) )?((jag|vi|i|we) (ar|vill vara|am|are|want to be)|im|were) (med|in)"
    r"( (garna|da|tack|thanks))?$"
)
_REGRETS = re.compile(r"\b(jag|vi) (har )?angra(r|t|de) (mig|oss)\b|\b(i|we) (have )?changed (my|our) minds?\b")
_OUT = re.compile(
    r"\b(ga|hoppa|kliva|dra mig|dra oss) ur( (programmet|uppfoljningen|det( har)?|detta)\b|$)"
    r"|\bavsluta\w* (mitt|vart|min|var) (deltagande|medverkan|medlemskap|uppfoljning)\b"
    r"|\b(lamna|avsluta) (programmet|uppfoljningen)\b"
    r"|\b(vill|ska) (inte|ej) (langre )?(vara med|delta|folja med)\b|\b(stoppa|avsluta|sluta med) allt(ing)?$"
    r"|\bstop (everything|it all)\b|\bhoppar av\b|\b(want|like|wanna|ready) (to )?(quit|leave|drop out)$"
    r"|\b(leave|quit|drop out of|get out of|withdraw from) (the|this) (program\w*|follow.?up)\b"
    r"|\b(do ?n.?t|do not|no longer) want to (be in|take part|join|be part)\b"
)
_NEW_GOAL = re.compile(
    r"\b(andra|byta?|nytt|annat) (mitt |mal|malet|vart )*mal(et)?\b|\bmalet har andrats\b"
    r"|\b(change|another|new|different) (my |our |the )?goal\b"
)
_LOCATED = re.compile(
    r"^(nej )?(vi|jag|foretaget|bolaget|we|i) (ligger|finns|ar|sitter|bor|are|am|live) (i|in|bada i|bade i) "
)


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold(text).replace("'", "").replace("’", "")).split())


def is_yes(text: str) -> bool:
    """A yes and nothing more: "ok", "det blir bra", "sounds good", a thumb up."""
    return bool(_YES.match(_words(text))) or thumb(text) == "up"


def is_no(text: str) -> bool:
    """A no and nothing more."""
    return bool(_NO.match(_words(text)))


def is_unsure(text: str) -> bool:
    """Do they say that they do not know, and no more?"""
    return bool(_UNSURE.match(_words(text)))


def is_in(text: str) -> bool:
    """A yes to being in: "ja, jag är med"."""
    said = _words(text)
    return len(said.split()) <= SHORT and bool(_IN.match(said)) and not wants_out(text)


def regrets(text: str) -> bool:
    """Is it "jag ångrar mig"?"""
    said = _words(text)
    return len(said.split()) <= SHORT and bool(_REGRETS.search(said))


def wants_out(text: str) -> bool:
    """Do they want to leave: "gå ur programmet", "stop everything"? A question is none."""
    said = _words(text)
    return len(said.split()) <= SHORT and not text.rstrip().endswith("?") and bool(_OUT.search(said))


def wants_new_goal(text: str) -> bool:
    """Do they want another goal, without a word yet of which?"""
    said = _words(text)
    return len(said.split()) <= SHORT and bool(_NEW_GOAL.search(said))


def tells_where(text: str, named: int) -> bool:
    """Is it where they are and no goal: a bare name of a place, or "vi ligger i …"? `named`: places in it."""
    return bool(named) and (len(text.split()) <= 2 * named or bool(_LOCATED.match(_words(text))))
