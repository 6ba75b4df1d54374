"""Which thing a text asks about the answer before it, and whether it asks for nothing else.

Read from the words alone, folded, as in `moves`.
"""

import re
from collections.abc import Iterable

from knowledge import Aspect

from .moves import FILLER, LONGEST, tokens

_PERSON = r"(jag|vi|man|du|ni|i|we|you|one)"
_ASKS = {
    Aspect.WAY: rf"\b(hur|vart|var) (gor|soker|ansoker|anmaler|skickar|lamnar|borjar|fyller|loggar|registrerar|bokar)"
    rf" {_PERSON}\b|\bhur (gar|ska) det till\b|\bhur gar man till vaga\b|\bhur (skulle|ska|kan) {_PERSON} gora\b"
    r"|\bblankett\w*|\bformular\w*|\betjanst\w*|\be tjanst\w*"
    r"|\b(lank|lanken|lankar|hemsida\w*|webbsida\w*|webbadress)\b"
    rf"|\bnasta steg\b|\bvad (gor|ska) {_PERSON} (gora )?(nu|forst|da|sen|sedan)\b|\bforsta steg\w*"
    rf"|\bhow (do|can|should|would) {_PERSON} (do|apply|register|start|begin|proceed)\b|\bhow to (apply|register|do)\b"
    rf"|\bwhere (do|can|should) {_PERSON} (apply|register|send|submit|start)\b|\bform\b|\blink\b|\bwebsite\b"
    r"|\bnext step\b|\bfirst step\b|\bhow does it work\b|^(men |och |ok |okej )?(hur|how)( da)?$"
    r"|\bhur startar (jag|vi|man) (en|ett|det|den)$",
    Aspect.PAPERS: r"\b(papper\w*|handlingar\w*|dokument\w*|bilag\w+|intyg\w*|ritning\w*|underlag\w*)\b"
    r"|\b(ha|ta) med\b|\bha redo\b|\b(for)?bereda\b|\bforbered\w*|\bha i ordning\b|\bhave ready\b"
    r"|\b(papers?|paperwork|documents?|documentation)\b|\bprepare\b|\bbring\b",
    Aspect.HOURS: r"\b(oppet|oppettid\w*|oppnar|stanger|stangt|stangda|telefontid\w*)\b"
    r"|\b(open|opening hours|closed?|closes)\b",
    Aspect.TIME: r"\bhur (lang|mycket) tid\b|\bhur (lange|snabbt|fort)\b|\bhandlagg\w*tid\w*|\bvantetid\w*"
    r"|\bhur manga (veckor|dagar|manader|timmar)\b|\btar det (lang tid|lange)\b|\blang tid\b|\bsvarstid\w*"
    r"|\bnar (ar|blir) det (klart|fardigt)\b|\bnar (far|kan) (jag|vi|man) (fa )?(svar|besked|borja|starta)\b"
    r"|\b(snabb|fort)ast\b"
    r"|\bhow (long|soon|fast|quick\w*)\b|\bfastest\b|\b(processing|waiting) time\b|\bhow many (weeks|days|months)\b",
    Aspect.WHEN: r"^(och |o |men |ok |okej )?(nar|when)( da| exactly)?$"
    r"|\bnar (ar|blir|borjar|slutar|kommer|gar|oppnar) (det|den|de|dom|ni"
    r"|nasta|sista)\b|\b(vilket|vilka|nagot|nasta) (datum|dag|dagar|tid|tider)\b|\bsista dag\w*|\bdeadline\w*"
    r"|\bwhen (is|are|does|do) (it|the next|they|that)\b|\b(what|which|next) (date|day|dates)\b",
    Aspect.COST: r"\b(kostar|kosta|billig\w*|kostnad\w*|avgift\w*|gratis|dyrt|priset?|priser)\b"
    r"|\b(hur mycket|vad) (ska )?(betalar|tar) (jag|vi|man|dom|de)\b"
    r"|\b(costs?|fees?|free|expensive|cheap\w*|price)\b|\bhow much\b",
    Aspect.DEMANDS: r"\b(villkor\w*|krav|kraven|regler|reglerna|kravs|undantag\w*)\b|\bvad (galler|ar det som galler)\b"
    r"|\b(requirements?|conditions?|rules)\b",
    Aspect.CONTACT: r"\b(nummer|numret|telefon\w*|tel|tfn|tele|mejl\w*|mail\w*|epost\w*|e post\w*|adress\w*|vaxel\w*)\b"
    rf"|\b(vem|vilka) (som )?(ringer|kontaktar|mejlar|mailar|fragar|vander|hor|skickar) {_PERSON}\b"
    rf"|\b(vem|vilka) (kan|ska|skall|bor|far) {_PERSON} (ringa|kontakta|mejla|maila|fraga|hora|vanda|prata|snacka)\b"
    r"|\bvem (bestammer|beslutar|ar ansvarig|har hand om|skoter)\b|\bkontaktuppgift\w*"
    r"|\bvem .{0,20}\bmed (dar|hos dem|hos dom|pa kommunen)\b"
    r"|\bboka (ett |en )?(mote|tid)\b|\bbook a (meeting|time)\b|\bcontact (details|info\w*|person)\b"
    r"|\b(phone|number|email|e mail|address)\b"
    rf"|\bwho (do|should|can|to) ({_PERSON} )?(call|contact|ask|talk|email|phone)\b"
    r"|\bwho (decides|is in charge|is responsible)\b",
    Aspect.SOURCE: r"\b(stammer|galler|funkar) (det|detta|uppgiften) (fortfarande|verkligen|nu|an|langre)\b"
    r"|^(men )?stammer (det|detta)( har| dar)?$|\b(ar du|ar det) (helt )?saker\w*\b"
    r"|\b(ar det|ar uppgiften) aktuell\w*"
    r"|\bhur gammal\w*\b|\b(var kommer|var har du) (det|den|detta|uppgiften)\b|\bkallan?\b|\bvar star det\b"
    r"|\b(are you sure|is (it|that|this) (true|right|correct|current|still (true|valid)))\b|\bhow old\b|\bsource\b",
}
_FOUND = {aspect: re.compile(pattern) for aspect, pattern in _ASKS.items()}

_AROUND = frozenset(
    "ar uppgiften uppgifterna detta denna galler "
    "var behover behovs maste ska skulle skall far kan kunna finns nagon nan nat nagot ens sak dem hen han henne "
    "honom hans deras er ert era mig oss sig sin sitt med at om vid hos egentligen ungefar typ ca cirka sa nar "
    "vart mycket manga vilka vilken vilket vilkt lang tid tar ta ges ge visa skicka in fram snalla just exakt for "
    "behovde fa att man har hade blir bli alltsa asso asa isf iallafall ihop ringa kontakta prata na nas svar "
    "svara svarar besked hela forst till ut upp ansokan ansoka soka arendet beslut beslutet dit darifran snart "
    "redan annars oftast brukar bruka vanta veckor dagar boka mote ha sen sedan fler mer mera annat nagra alla i "
    "o e ju val nog eller bara skriva under the a an do does did have has had is are there any get give need "
    "needs to my our their them they he she his her it this that these please right exactly about with from can "
    "could would should be will out on by apply application decision usually normally much many long what which "
    "who whom when where how say me us you your call talk speak ask else more also".split()
)
"""Words beside what is asked that say nothing of their own."""


def aspect_of(text: str) -> Aspect | None:
    """What is asked about an answer, or None. A longer text stands on its own."""
    words = tokens(text)
    joined = " ".join(words)
    if len(words) > LONGEST:
        return None
    return next((aspect for aspect, pattern in _FOUND.items() if pattern.search(joined)), None)


def beside_it(text: str, aspect: Aspect, names: Iterable[str] = ()) -> list[str]:
    """The words of a text that are neither the asking nor around it: what else it is about. `names` are places."""
    left = _FOUND[aspect].sub(" ", " ".join(tokens(text))).split()
    around = FILLER | _AROUND | set(names)
    return [word for word in left if word not in around and not word.isdigit()]
