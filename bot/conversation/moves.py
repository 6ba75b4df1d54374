"""What a text does with the talk itself: passes the question on, compares, goes back, points at one of two.

Read from the words alone. Every pattern is of folded text: å, ä and ö are left out on phones.
"""

import re
from enum import StrEnum

from intents import fold

from .small_words import POINTING, SMALL


class Move(StrEnum):
    """What is to be done with what was said before."""

    SEND = "send"
    NEIGHBOURS = "neighbours"
    COMPARE = "compare"
    WRONG_PLACE = "wrong_place"
    CALL = "call"
    ANYWHERE = "anywhere"
    NONE = "none"
    UNPAID = "unpaid"
    RUIN = "ruin"
    WHOM = "whom"
    WHY_WHERE = "why_where"
    NEVER_MIND = "never_mind"
    AGAIN = "again"
    ENOUGH = "enough"
    ASKING = "asking"


LONGEST = 12
"""Words of a text that may still lean on what was said before it; longer ones stand on their own."""

_PATTERNS = {
    Move.RUIN: r"\b(i|till|mot|av|snart|near|nara|into|going|go|facing) (konkurs\w*|bankrupt\w*|insolven\w*)\b"
    r"|\b(jag|vi|foretaget|firman) (\w+ )?(konkursar|gar omkull|gar under|haller pa att ga under)\b"
    r"|\bkan inte betala (ut )?(loner\w*|hyran|skatten|rakningar\w*)"
    r"|\b(cant|cannot|can t) pay (our|my|the) (bills|rent|wages)",
    Move.UNPAID: r"\binte (fatt|far|har fatt) (\w+ )?betal\w*|\b(betalar|betalat|betalade) (\w+ )?(inte|aldrig)\b"
    r"|\baldrig (fatt )?betal\w*|\b(never|not|havent|haven t|hasnt|didnt|didn t) (\w+ )?(paid|pay)\b|\bstill unpaid\b",
    Move.SEND: r"\b(maila|mejla|ring|ringa|kontakta|skriv till) (dom|dem|de|kommunen) (at|for) (mig|oss)\b"
    r"|\b(email|e mail|mail|call|contact|write to) them for (me|us)\b|"
    r"\bstall\w* (\w+ )?fragan? (till|at) (dom|dem|de|kommunen|nagon|nan|en)\b"
    r"|\bput (it|this|that|my question|the question) to (them|someone|somebody)\b|"
    r"\bskicka\w* (\w+ )?(fragan|arendet|den|det|detta|de|klagomal\w*|meddelande\w*)\b"
    r"|\bskicka\w* (ivag|vidare|nu|till (dom|dem|nagon|nan))\b"
    r"|^((ok|okej|ja|jo|a|men|nu|da) )*skicka( (da|nu|in|tack))*$"
    r"|\b(vidarebefordra|formedla|lamna over)\w*\b|\bfraga( \w+)? (at|for) (mig|oss)\b|\bfraga (dom|dem)\b"
    r"|\b(maila|mejla|ring|skriv( till)?|kontakta) (dom|dem|kommunen) (at|for) (mig|oss)\b"
    r"|\b(call|e ?mail|write to|contact) them (for|on behalf of) (me|us)\b"
    r"|\b(kan|kunde|skulle|vill) (du|ni) (\w+ )?(fraga|kolla med|ringa|mejla|maila) (dom|dem|kommunen|nagon|nan)\b"
    r"|^(kan|kunde|skulle) (du|ni) (\w+ )?(boka|fixa|ordna|anmala|ansoka|gora) ?( \w+){0,3}$"
    r"|^(gor|fixar|ordnar) (du|ni) (det|detta|den|ansokan)( (at|for) (mig|oss))?$"
    r"|^(can|could|will) you (book|arrange|fix|do (it|that|this)|apply)( \w+){0,3}$"
    r"|\b(send|forward|pass) (it|this|that|my|the) ?(on|question|over)?\b"
    r"|\bask (them|someone|somebody)\b|\bask for me\b",
    Move.CALL: r"\b(ring|ringa|kontakta|mejla|maila|call|email) (upp |tillbaka )?(mig|oss|me|us)\b"
    r"|\bbli (kontaktad|uppringd)\w*|\bhor\w* av (er|dig|dom|de|nan|nagon) till (mig|oss)\b",
    Move.ANYWHERE: r"^(jag |vi )?(vet (inte|ej)|ingen aning|vet inte an|har inte bestamt|osaker|spelar ingen roll"
    r"|strunt samma|kvittar|vilken som helst|var som helst|dont know|don t know|no idea|doesn t matter|doesnt matter"
    r"|anywhere|not sure)( \w+){0,3}$|^any( (of them|one|place|municipality))?( (will do|is fine))?$"
    r"|\bvet (inte|ej) (\w+ )?vilken kommun\b|\b(dont|don t|not) (know|sure) (\w+ )?which municipality\b",
    Move.NONE: r"^(nej |na |no )?(inget|ingen|inga|ingenting|none) (av|utav|of) (\w+ ?){1,4}$"
    r"|\binget (passar|stammer)\b|\bvill (nagot|nat) (helt )?annat$|\bnone fits\b|\bsomething else$",
    Move.WHY_WHERE: r"^(men |hur |vad |va )+(menar (du|ni)|menas)( med (det|kommun\w*|var))?( da)?$"
    r"|^(but |sorry )*what do you mean( by (that|municipality|where))?$|^(what is |what s )a (municipality|kommun)$"
    r"|"
    r"^(men |och |a |but )?(spelar|har) (det|kommunen) (nan|nagon|nat|nagot) (roll|betydelse)"
    r"( (var|vart|vilken|vilket|i vilken)( \w+){0,3})?$|^(men )?(varfor|maste) (jag |ni |du )?(\w+ )?"
    r"(fragar|undrar|veta|saga|skriva|ange|valja)( \w+)? (det|var|vart|kommun\w*|ort\w*|stad\w*|plats\w*)$"
    r"|^(but )?(does|do) (it|that) (really )?matter( (where|which)( \w+){0,2})?$"
    r"|^(but )?why (do|are|would) you (need|ask|asking|want)( \w+){0,4}$"
    r"|^do i (have|need) to (tell|say|choose)( \w+){0,3}$",
    Move.NEVER_MIND: r"^((ok|okej|nej|no|men|but|well|tack|thanks) )*"
    r"((kanske |maybe |inte nu )?(senare|later)( kanske| maybe)?"
    r"|inte (just )?nu|not (right )?now|en annan (gang|dag)|another (time|day))( (tack|thanks|i sa fall))?$|"
    r"^((nej|na|nae|naa|no|ok|okej|men|a|ah|ahh|asch|eller|ja) )*(strunta? i (det|detta|den|allt)"
    r"|skit(er)? i (det|detta|den)|glom (det|den|detta|bort det)|lat (det )?vara|det var inget( viktigt)?"
    r"|never ?mind|nvm|forget (it|that|about it)|skip it|drop it|leave it)"
    r"( (da|nu|istallet|sa lange|tack|for now|then))?$",
    Move.ENOUGH: r"^((ok|okej|tack|bra|nej|thanks|great|good|fine|no) )*(det|den|that|this) "
    r"(racker|ar (bra|lugnt|allt)|var (allt|bra)|s all|is all|will do|s enough|is enough|s it|was all|ll do)"
    r"( (sa|nu|tack|thanks|for now|for mig|for me|mycket|da))*$",
    Move.AGAIN: r"\b(sag|saga|visa|skriv|ta|say|show|tell) ((det|den|detta|svaret|that|it|this|me|the answer) ){0,2}"
    r"(igen|en gang till|om igen|again|once more|one more time)( (tack|snalla|please|da|nu))*$"
    r"|^((va|ok|okej|sorry|forlat|please|snalla|hm|kan du|kan ni|can you|could you) )*(en gang till|om igen|once more"
    r"|one more time|come again|upprepa|repetera|repeat)( (det|svaret|that|it|the answer))?( (tack|snalla|please|da))*$"
    r"|^(va|vad sa du|va sa du|ursakta|huh|pardon|what did you say|what was that)( (sa du|da|nu))?$",
    Move.ASKING: r"^((hej|hejsan|hello|hi|ok|okej|men|tack|du|sorry|forlat|ursakta|snalla|please|och|and|sen) )*"
    r"((jag|vi) (har|hade) (bara )?(en|ett par|tva|tre|nagra|lite|flera) (\w+ )?(fraga|fragor|fundering\w*)"
    r"|(en|ny|annan|snabb|kort|liten) ((ny|annan|snabb|kort|liten) )?fraga"
    r"|(kan|far|fick) (jag|man|vi) (fraga|stalla)( dig| er)?( (om )?(en|nagra|nagot|lite|ett par))?"
    r"( (sak|saker|fraga|fragor|grej))?"
    r"|(jag|vi) (undrar|undrade|funderar) (over |pa )?(en sak|nagot|lite|en grej|nagra saker)"
    r"|(jag|vi) (behover|vill ha|skulle behova) (lite |nagon )?hjalp( med (en sak|nagot|nagra saker|lite grejer))?"
    r"|hjalp mig|(i|we) (have|got|ve got|have got) (a|an|two|three|some|another|one more|a few) (\w+ )?questions?"
    r"|(a |one more |another |new |just a )*(quick |new |short )?questions?"
    r"|(can|could|may) i ask( you)?( something| a question| a few questions| one thing| some things)?"
    r"|(i|we) (need|want|could use) (some |a bit of )?help|help me( out)?)"
    r"( (till|tack|please|snalla|bara|da|nu|with something))*$",
    Move.NEIGHBOURS: r"\bgrannkommun\w*|\bkommun\w* (intill|bredvid|runt omkring|har omkring|i narheten)$"
    r"|^(och |men |a |o )?(hur|vad|va) \w+ (\w+ )?grannarna|\b(hos|och|kring|bland) grannarna\b"
    r"|\bneighbou?r(s|ing|hood)? (municipalit\w+|do|does|have)\b|\b(the|our|my) neighbou?rs?\b"
    r"|^(och |men )?(ar|galler) (det|detta|de) (samma|likadant|lika|sa) (overallt|i (alla|hela|andra) \w+)$"
    r"|^(and |but )?is (it|this|that) the same (everywhere|in (all|every|other) \w+)$",
    Move.WHOM: r"^(och |ok |okej |men )?(vem|vilka) (pratar|snackar|talar) (jag|vi|man)"
    r"( med| till)?( da| om (det|detta))?$"
    r"|^(and |ok )?whom? (do|should|can) (i|we) (talk to|speak to)( then| about (it|this))?$",
    Move.COMPARE: r"\bskillnad\w*|\bskiljer\b|\bjamfor\w*|\bcompare\w*|\bcomparison\b|\bdiffer(s|en\w+)?\b"
    r"|\bsida vid sida\b|\b(bredvid|intill|mot|jamte) varan(dra|n|nan)\b|\b(next to|against) each other\b"
    r"|^((och|men|a|o|and|but) )*(ar|galler|blir|funkar) (det|detta|de) (samma|likadant|lika|detsamma|sa) (sak )?"
    r"(dar|har|i bada|i den (andra|forsta)|for (dem|dom|bada))( ocksa| da)?$"
    r"|^((and|but) )*(is|are|does) (it|this|that|they) (the same|work the same|similar) (there|here|in both|for both)$"
    r"|\bside by side\b|\bvilken av (dom|dem|de)\b|\bwhich of them\b",
}
_FOUND = {move: re.compile(pattern) for move, pattern in _PATTERNS.items()}
_ASKS_WHERE = re.compile(r"\b(vart|var|hur|nar|where|how|when|faktura\w*|anbud\w*|offert\w*|invoice\w*|bids?)\b")

_WRONG = frozenset("fel wrong".split())
_PLACE = frozenset("kommun kommunen kommunens stad stan ort orten stalle plats platsen municipality place town".split())

FILLER = frozenset(
    "na nae nej jo ja ok okej okay a o e va och men sen sedan da visa ta valj kor vi mig oss till det den de dom i pa "
    "vill jag ha se igen en ett gang nu tack istallet for fragan saken svaret alternativet forslaget som hur gor kan "
    "du ni vanta ga gar kommunen kommun stallet orten dar vad gallde the that one ones show me to of then and go i we "
    "no yes please again what about my take let s us it was is now kolla har haer bara hej sorry forlat oj man "
    "alright well hm hmm mm aha okey gors usch ush hoppsan ops ups uff fasen fan shit jaha aj attans damn aaa ah "
    "asch faktiskt egentligen forstas really".split()
)
_BACK = frozenset("tillbaka backa back forra forre tidigare previous innan".split())
_BOTH = frozenset("bada bagge badas both".split())
_EVERY = frozenset("alla allihop samtliga all".split())
_COUNTS = frozenset("tva tre fyra fem two three four five".split())
_ORDINALS = {
    **dict.fromkeys("forsta forste ettan first".split(), 0),
    **dict.fromkeys("andra andre tvaan second other".split(), 1),
    **dict.fromkeys("tredje trean third".split(), 2),
    **dict.fromkeys("sista siste senare last latter".split(), -1),
}

_CORRECTING = frozenset(
    "fel igen sorry forlat oj ojda menade menar mente mena skulle ska va vara inte ej utan heller ist istallet snarare "
    "rattelse ratt namligen jo alltsa asso asa med prickar ringar pricken wrong meant mean not rather instead actually "
    "should be its correction wait hang hold on oops hoppsan skrev stod hamnade blev blir skriva menat stava "
    "stavade spelled typo wrote typed scrap strike stryk ignore skip glom strunta forget sta tankte "
    "avsag syftade".split()
)
_SLIP = frozenset("fel menade menar mente wrong meant mean rattelse correction oops hoppsan typo skrev".split())
_TAKING_BACK = frozenset("nej na no forlat sorry oj oops hoppsan vanta wait snarare actually".split()) | (
    _SLIP - {"fel", "wrong"}
)
"""Words between two places that take the first of them back; which of them is wrong is not said by "fel"."""
_DENYING = frozenset("inte ej not".split())
_ADDING = frozenset("ocksa oxa aven too also".split())
_ASKING = _ADDING | frozenset(
    "hur gor ser ut exempel exempelvis example ex e g vore works fungerar funkar finns samma same likadant annorlunda "
    "different enkelt enklare easier latt lattare snabbare faster billigare cheaper battre better fraga sak flyttar "
    "byt byta byter switch change skicka send "
    "valde how what".split()
)
_NOTHING = FILLER | _CORRECTING | _ASKING | SMALL


def tokens(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[^\W_]+", fold(text))


def move_of(text: str) -> Move | None:
    """What a text does with what was said before, or None."""
    words = tokens(text)
    joined = " ".join(words)
    for move, pattern in _FOUND.items():
        if pattern.search(joined) and (len(words) <= LONGEST or move is Move.RUIN):
            return None if move is Move.SEND and _ASKS_WHERE.search(joined) else move
    wrong = _WRONG.intersection(words) and _PLACE.intersection(words)
    not_there = "inte" in words and {"kommunen", "kommun"}.intersection(words)
    only = not set(words) - _PLACE - _CORRECTING - FILLER
    return Move.WRONG_PLACE if only and (wrong or not_there) else None


def points_back(text: str) -> bool:
    """Is it nothing but a wish to go back to what was before?"""
    return bool(_BACK.intersection(tokens(text))) and _is_only(text, _BACK | set(_ORDINALS))


def points_at_both(text: str) -> bool:
    """Is it nothing but a wish for both?"""
    return bool(_BOTH.intersection(tokens(text))) and _is_only(text, _BOTH | _COUNTS)


def points_at_all(text: str) -> bool:
    """Is it nothing but a wish for all of them?"""
    return bool(_EVERY.intersection(tokens(text))) and _is_only(text, _EVERY | _COUNTS)


def ordinal_of(text: str) -> int | None:
    """Which in a row a text points at and nothing more: 0 for the first, -1 for the last."""
    if not _is_only(text, _BACK | set(_ORDINALS)):
        return None
    return ordinal_in(text)


def ordinal_in(text: str) -> int | None:
    """Which in a row is spoken of, whatever else is: "hur gör jag med det andra"."""
    words = tokens(text)
    found = (_ORDINALS[word] for word in words if word in _ORDINALS)
    later = "senare" in words and not {"den", "det", "de"}.intersection(words)  # not the latter, but later
    return None if later or "ändra" in text.casefold() else next(found, None)


def _is_only(text: str, words: frozenset[str] | set[str]) -> bool:
    found = tokens(text)
    return len(found) <= LONGEST and not set(found) - words - FILLER - POINTING


def corrects(text: str) -> bool:
    """Does a text begin like a correction?"""
    return bool(_CORRECTING.intersection(tokens(text)) or tokens(text)[:1] in (["nej"], ["na"], ["no"]))


def is_slip(text: str) -> bool:
    """Does a text say that what was written before was not meant?"""
    return bool(_SLIP.intersection(tokens(text)))


def takes_back(between: str) -> bool:
    """Do the words between two places put the second in the place of the first: "Laholm. Nej förlåt, Falkenberg"?"""
    words = set(tokens(between))
    return (
        bool(_TAKING_BACK & words)
        and not words - _CORRECTING - FILLER - {"eller", "or", "men", "but", "fast"}
        and not _DENYING & words
    )


def adds(text: str) -> bool:
    """Does a text ask for the same in one more?"""
    return bool(_ADDING.intersection(tokens(text)))


def rest_of(text: str) -> list[str]:
    """The words of a text that are more than a correction, a comparison or filler: what it is about, if anything."""
    return [word for word in tokens(text) if word not in _NOTHING]
