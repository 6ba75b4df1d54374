"""How a text sounds, and what it asks of the talk: despair, impatience, that it did not help, a language."""

import re

from intents import fold

from .moves import LONGEST, tokens

_DESPAIR = re.compile(
    r"\bvill do\b|\borkar inte leva|\bvill inte leva|\bta mitt liv|\bsjalvmord|\bkill myself|\bwant to die"
    r"|\bend my life|\bsuicide|\borkar (snart )?inte (mer|langre)\b(?! \w)|\ballt gar at helvete"
    r"|\bmar (jattedaligt|skit)\b|\bcan('?t|not) go on\b(?! \w)|\bcan('?t|not) take it any"
)
_FED_UP = re.compile(
    r"\b(fattar|forstar|lyssnar) (du|ni) (inte|inget|ingenting|nan|nagon|ens)"
    r"|\b(forstar|fattar|begriper) (inte|inget|ingenting)( (det|detta|har|svaret|nagot|nat|ett dugg))*$"
    r"|\b(forklara|skriv) (det )?(enklare|lattare|tydligare)|\b(don ?t|do not) (understand|get it)( (this|that|it))?$"
    r"|\b(du|ni) (fattar|forstar) (ju )?(inte|inget)"
    r"|\b(you|u) (don ?t|do not|never) (understand|listen|get it)|\buseless\b|\bvardelos"
)
_OUTBURST = re.compile(
    r"^((vilken|vilket|vilka|vad|sa|helt|ju|what|such|a|an|so|fucking|bloody|jakla|javla|det (har )?ar|this is) )*"
    r"(skit(?!bra|kul|gott|snygg|fin|a\b|er\b|i\b)\w*|bajs\w*|skrap|javla|jakla|fy fan|crap\w*|bull ?shit|shit\w*"
    r"|rubbish|garbage|kasst?|uselt?|hopplost?|sopa|pathetic|hopeless)"
    r"( (system\w*|bot\w*|app\w*|tjanst\w*|sida\w*|maskin\w*|service|site|thing|som vanligt))?"
    r"( (detta|det har|this|alltsa))?$"
)
_NO_HELP = re.compile(
    r"\bhjalp(te|er) (det )?(inte|inget|ej)\b|\binte till (nagon )?hjalp\b"
    r"|\b(did|does)(n| no)t help\b|\bdidn t help\b|\bno help\b"
)
_FOLLOW_UPS = re.compile(
    r"\b(slut\w*|stopp\w*|paus\w*|avslut\w*|avregistrer\w*|anmal\w*|uppfolj\w*|paminn\w*|program\w*|ga med"
    r"|fraga\w*|fragor|stop\w*|pause|unsubscribe|follow\w*|remind\w*|join|check)\b"
)
_PRAISE = re.compile(
    r"^((oj|wow|ja|jo|ok|okej|aha|oh|ah|haha) )*(great|good|perfect|perfekt|toppen|kanon|super|utmarkt|skont|harligt"
    r"|grymt|najs|nice|lovely|brilliant|excellent|awesome|bra|fint|fantastiskt|inte (sa )?(illa|dumt|daligt)"
    r"|not (too |so )?bad|well done|bra jobbat|snyggt|imponerande|impressive|duktigt?|smart|klockrent|guld vard)\b"
)
_WANTS = frozenset(
    "men fast but though behover vill need want letar soker looking att hur vad vem var vart nar vilken vilka how what "
    "who where when which to if om kan can".split()
)
"""Words of a text that says more than that it is good."""
MOST_PRAISING = 7
"""Words of a remark that only says that it is good."""
_HUMAN = re.compile(
    r"\b(prata|prat|tala|snacka|kontakt\w*|traffa|na|tag|ring\w*|talk|speak|chat|touch|reach|meet|call)\b.{0,25}"
    r"\b(manniska|human( being)?|(riktig|levande|verklig|actual|real|live|living) person)\b"
    r"|\b(manniska|human( being)?) (\w+ )?(hora av sig|hor av sig|ringa|svara|kontakta|call|ring|answer|contact)\b"
)
_A_HUMAN = re.compile(r"\b(manniska|manniskor|human( being)?s?|(real|actual|live) person|somebody real)\b")
_GONE = re.compile(
    r"\b(bort|borta|forsvinna?|forsvinner|slippa|slang\w*|radera\w*|rensa\w*|glom\w*"
    r"|gone|away|rid|wipe\w*|erase\w*|delete\w*|remove\w*|forget|forgotten)\b"
)
_ANOTHER_QUESTION = re.compile(r"\b(en|nasta|ny|annan|sista|next|new|another|last) (fraga|question)\b")
_WHAT_IS = re.compile(
    r"^((men|och|o|ok|okej|hej|a|but|and|nej|no|vanta|wait|hm|hmm|jo|forlat|sorry) )*"
    r"(vad|va) (ar|e|betyder|innebar|menas med|menar du med|ens ar) "
    r"|^((but|and|ok|no|wait|hm|hmm|sorry) )*what (is|are|does) .*|\b(explain|forklara) (vad|what|hur)?"
)
_SIGNS = "👍👌🙏✅👏❤️♥😀😃😄😁🙂😊☺🤗😍🥰🎉💪🤝✌🏻🏼🏽🏾🏿:;=-)(D!. \n\ufe0f\u200d"
_MUST_KNOW = re.compile(r"\b(maste|behover|behovs|kravs|kunna|kan jag inte|have to|need|must|required|know)\b")
_NAMES = {"svenska": "sv", "swedish": "sv", "engelska": "en", "english": "en"}


def is_despair(text: str) -> bool:
    """Does a text speak of not wanting to live, or of having no strength left?"""
    return bool(_DESPAIR.search(" ".join(fold(text).split())))


def is_for_a_human(text: str) -> bool:
    """Does it ask, in so many words, for a human being, whatever it is about?"""
    return bool(_HUMAN.search(" ".join(fold(text).split())))


def is_praise(text: str) -> bool:
    """Is it a remark that something is good, and nothing that is asked for?"""
    said = re.findall(r"[^\W_]+", fold(text))
    brief = len(said) <= MOST_PRAISING and "?" not in text
    return brief and bool(_PRAISE.match(" ".join(said))) and not _WANTS.intersection(said)


def names_a_human(text: str) -> bool:
    """Does a human being stand in it by that name?"""
    return bool(_A_HUMAN.search(fold(text)))


def wants_gone(text: str) -> bool:
    """Is there a wish in it to have something out of the way? What, lies in view."""
    return bool(_GONE.search(fold(text)))


def language_named(text: str) -> str | None:
    """The language a text asks for by name, the last one if several: "not Swedish, English"; none if it asks whether
    one must know it."""
    if _MUST_KNOW.search(fold(text)):
        return None
    named = [_NAMES[word] for word in fold(text).replace("?", " ").replace("!", " ").split() if word in _NAMES]
    return named[-1] if named else None


def is_fed_up(text: str) -> bool:
    """Does somebody say that they are not understood?"""
    return bool(_FED_UP.search(" ".join(fold(text).replace("'", " ").split())))


def is_outburst(text: str) -> bool:
    """Is it an oath at it all, and nothing else: "skitsystem"?"""
    return bool(_OUTBURST.match(" ".join(re.findall(r"[^\W_]+", fold(text)))))


def is_managing(text: str) -> bool:
    """Does it speak of being asked how it goes, rather than of a time?"""
    return bool(_FOLLOW_UPS.search(_ANOTHER_QUESTION.sub(" ", fold(text))))


def is_pleased(text: str) -> bool:
    """Is it a sign that all is well, or a punctuation mark, and no word?"""
    return not text.strip(_SIGNS)


def is_no_help(text: str) -> bool:
    """Does somebody say that it did not help?"""
    return bool(_NO_HELP.search(" ".join(fold(text).replace("'", " ").split())))


def is_definition(text: str) -> bool:
    """Does a text ask what something is?"""
    said = tokens(text)
    return len(said) <= LONGEST and bool(_WHAT_IS.search(" ".join(said)))
