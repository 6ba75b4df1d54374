"""What of a text is wanted: not what it denies, not who is asking, not that a person is asked."""

import re
from collections.abc import Iterator

from .words import fold

_CLAUSE = re.compile(r"[,;.!?\n]+\s*")
_DENIED = re.compile(r"(nej,? |nä,? |absolut |alltså )?(inte|ej|inga|ingen|inget|not|no) ", re.IGNORECASE)
_BUT_THIS = re.compile(
    r"(?P<before>^.{0,20}?)\b(?:inte|ej|not) [^,;.\n]{3,50}? (?:utan|but) (?!att )(?P<this>(?:\S+ ){2,}\S+)",
    re.IGNORECASE,
)
"""Not that but this: "vill inte sälja till kommunen utan köpa lokal av den"."""
_BY_THE_WAY = re.compile(
    r"^(?:(?:nej|nä|men|ok|okej|oj|tack|no|but|thanks|och|and|ja)[,.!]? )*"
    r"(?:förresten|forresten|en annan sak|en sak till|btw|by the way|another thing|one more thing|apropå det"
    r"|(?:(?:en |min |en helt )?(?:nästa|ny|annan|sista) |(?:my |a |and )?(?:next|new|another|last|different) )"
    r"(?:fråga|sak|grej|question|thing))"
    r"[,:.!]? (?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Something else comes: "nej förresten, hur hittar jag en svarvare"."""

LONGEST_DENIED, LEAST_LEFT = 4, 3
"""Words of a clause that denies, and words that must be left."""

_PARTS = re.compile(r"[.,;!?\n]+\s+|\s+(?=men |but )")
_DENIED_WISH = re.compile(
    r"\b(vill|ska|skall|behöver|behover|tänker|tanker|söker|soker) (jag |vi )?(verkligen |absolut )?inte\b"
    r"|\b(letar|söker|soker) (jag |vi )?inte\b|\binte (letar|söker|soker)\b"
    r"|^(\w+ (och|eller) )?\w+ har (vi|jag)( redan| så det räcker| gott om)?$"
    r"|\b(det|den|dem|dom|sånt|sådant) har (vi|jag) (redan|fixat|ordnat|löst)\b"
    r"|\b(är|ar) (redan )?(klart|klara|klar|fixat|fixad|löst|ordnat|i hamn)$"
    r"|\bnot (really )?(after|interested in)\b"
    r"|^(we|i)( have|'ve| already have| have got|'ve got) (the|enough|plenty of) \w+( already)?$"
    r"|^(the )?\w+ (is|are) (there|sorted|settled|done|in place)( already)?$"
    r"|\b(strunta|struntar|skit|skiter) i\b|\b(glöm|glom|hoppa över|hoppa over)\b|\binte ute efter\b"
    r"|\bredan (löst|lost|fixat|fixad|klart|klar|ordnat|ordnad)\b"
    r"|\bno need (for|of|to)\b|\b(do not|don't|dont|not) (want|need|looking)\b"
    r"|\b(forget|never mind|skip) (the|about|it)\b"
    r"|\balready (solved|settled|sorted|done|fixed)\b",
    re.IGNORECASE,
)

_HAS_IT = re.compile(
    r"^(?:nej |nä |men |ja |jo )?(?:\w+ (?:och|eller) )?\w+ har (?:vi|jag)(?: redan| så det räcker| gott om)?$"
    r"|^(?:nej |nä |men |ja |jo )?(?:jag|vi) har (?:redan |ju )?\w+ redan$|^(?:jag|vi) har redan \w+$"
    r"|\b(?:det|den|sånt|sådant) har (?:vi|jag) (?:redan|fixat|ordnat|löst)$"
    r"|^(?:no |but )?(?:i|we)(?: have|'ve| already have|'ve already| have got|'ve got| got) (?:\w+ ){0,2}\w+ already$"
    r"|^(?:no |but )?(?:i|we) already have \w+(?: \w+)?$|^(?:already )?got (?:\w+ )?\w+ already$",
    re.IGNORECASE,
)
"""They have it: no need is told."""

_AND = re.compile(
    r"(?:[.,;!?\n]+\s+|\s+[–-]\s+)(?:(?:och|men|så|and|but|so)\s+)?|\s+(?:och|o|å|men|så|and|but|so)\s+", re.IGNORECASE
)
_WHO = re.compile(
    r"^(?:(?:hej|hi|hello|hallå|tja|ok|okej|men|alltså|ja|jo|asså) )*"
    r"(?:jag|vi|i|we) (?:alltså |själv |också |currently )?(?:"
    r"driver|äger|heter|kommer från|(?:jobbar|arbetar) (?:som|med)|sysslar med"
    r"|är (?!intresserad|ute|på jakt|sugen|två|tre|fyra|fem|sex|sju|flera|några|många|\d)"
    r"|har (?:(?:en|ett|eget|egen|vår|nyss|precis|startat|öppnat) )*(?:\w+ )?\w*(?:firma|företag|bolag|salong|butik"
    r"|affär|cafe|café|kafe|kafé|fik|restaurang|krog|pizzeria|gård|lantbruk|verkstad|byrå|bageri|hotell|gym|studio"
    r"|kiosk|anställda)\b"
    r"|run |own |operate |(?:am|are) (?:an? |new |from )|work as "
    r"|have an? (?:\w+ ){0,2}(?:firm|company|business|shop|store|salon|restaurant|cafe|café|farm|studio|bakery"
    r"|workshop|garage)\b)",
    re.IGNORECASE,
)
"""A clause that says who is asking: "jag driver en frisörsalong"."""
_WISH = re.compile(
    r"\b(vill|skulle|behover|soker|letar|undrar|ska|tanker|planerar|funderar|onskar|kan|far|maste|hur|vad|vem|vilk\w+"
    r"|vart|want|need|look\w*|wonder\w*|plan\w*|would|like|can|may|must|how|what|who|where|which)\b"
)
_PERSON = re.compile(
    r"^.{0,25}?\b(?:(?:prata|tala|snacka|diskutera|kontakt|talk|speak|touch) (?:direkt )?(?:med|to|with) "
    r"|få tag (?:på|i) |att (?=n[åa]'?g?[oå]?n ))"
    r"(?:n[åa]'?g?[oå]?n|en|den|a|an|the|some\w*)(?: (?!om |about )\S+){0,6} (?:om|about)(?: att)? (?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A person is asked for, and what for: "vill prata med nån i Sjöbo om att köpa mark"."""


def wishes(text: str) -> Iterator[str]:
    """What may be all that is wanted, shorter than the text: for whoever can tell whether that is clear by itself."""
    if (news := _BY_THE_WAY.match(text)) and news["what"].strip():
        yield (text := news["what"])
    this = _BUT_THIS.sub(r"\g<before>\g<this>", text)
    if this != text:
        yield this
    clauses = _PARTS.split(text)
    wanted = _left(text, clauses, [each for each in clauses if not _DENIED_WISH.search(each)])
    if wanted != text:
        yield wanted
    parts = _AND.split(wanted)
    asking = list(_asking(parts))
    if any(_WISH.search(fold(each)) for each in asking) and (left := _left(wanted, parts, asking)) != wanted:
        yield left
    if found := _PERSON.match(wanted):
        yield found["what"]


def is_denial(clause: str) -> bool:
    """Is it a few words that only say what is not meant?"""
    return bool(_DENIED.match(clause.strip())) and len(clause.split()) <= LONGEST_DENIED


def is_only_denied(text: str) -> bool:
    """Is it nothing but what they have already, or do not want: "lokal har jag", "got premises already"?"""
    said = text.strip().rstrip(".!")
    few = len(said.split()) <= LONGEST_DENIED + 1
    return few and "?" not in text and bool(_HAS_IT.search(said))


def tells_who(text: str) -> bool:
    """Does a text only say who is writing: "jag är rörmokare", "we run a bakery"?"""
    return bool(_WHO.match(text.strip())) and not any(_WISH.search(fold(each)) for each in _AND.split(text))


def _asking(parts: list[str]) -> Iterator[str]:
    """The parts but for those that say who is asking, and what goes on from them: "I am new here, engineer from …"."""
    told = False
    for part in parts:
        told = bool(_WHO.match(part.strip())) or (told and not _WISH.search(fold(part)))
        if not told:
            yield part


def denied_in(text: str) -> tuple[str, str]:
    """The short clauses that say what is not meant, and the text without them: "inte prao, inte apl, jag vill …".

    Nothing is denied if hardly anything would be left to understand.
    """
    clauses = _CLAUSE.split(text)
    denied = [each for each in clauses if is_denial(each)]
    left = _left(text, clauses, [each for each in clauses if each not in denied])
    return (", ".join(denied), left) if left != text else ("", text)


def _left(text: str, clauses: list[str], kept: list[str]) -> str:
    """What is kept of the clauses, or the text as it was if that is all of them or hardly anything."""
    left = ", ".join(each.strip() for each in kept if each.strip())
    return left if len(kept) < len(clauses) and len(left.split()) >= LEAST_LEFT else text
