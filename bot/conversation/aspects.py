"""Which thing a text asks about the answer before it, and whether it asks for nothing else.

Read from the words alone, folded, as in `moves`.
"""

import re
from collections.abc import Iterable

from intents import same
from knowledge import Aspect

from .moves import FILLER, LONGEST, tokens

_ASKS = {
    Aspect.WAY: """
        (hur|vart|var) (gor|soker|ansoker|anmaler|skickar|lamnar|borjar|fyller|loggar|registrerar|bokar|skriver) PERSON
        hur (gar|ska) det till
        hur gar man till vaga
        hur (skulle|ska|kan) PERSON gora
        ^(men |och |ok |okej )?(hur|how)( da)?$
        ^(lite |a bit )?(kortare|kort version|sammanfatta|i korthet|shorter|summary|in short)( det)?( tack| please)?$
        ^(far|kan|can|may) PERSON (borja|starta|oppna|start|begin|open)( (now|nu|innan|direkt|redan|before|already))*$
        ^(far|kan|can|may) PERSON (borja|starta|oppna|start|begin|open) (while|before|medan|under tiden|innan|i vantan)
        ^(ja |ok |okej )?(och |and |o )?(sen|sedan|efter det|then|then what|after that|afterwards)( da)?$
        (vad|va) (hander|blir det) (nu|sen|sedan|efter det|da|harnast)$
        what (happens|comes) (now|next|then|after that|afterwards)$
        (var|vart) (hittar|finns|far|finner) (jag|vi|man|den|det|dom)( den| det)?$
        where (do|can|is|are) (i|we|it|they)( find| get)?( it| them)?$
        (hur|vart) (gar|blir|kommer|anmaler|ar) PERSON (med|in|medlem\\w*)( dar| i den)?$
        hur startar PERSON (en|ett|det|den)$
        (nasta|forsta) steg(et)?
        ^(och |ok |okej |men )?(vad|what)( kommer| ar| comes| is| do i do| gor jag)? (forst|first)( da)?$
        vad (gor|ska) PERSON (gora )?(nu|forst|da|sen|sedan)
        blankett\\w*|formular\\w*|e ?tjanst\\w*|lank|lanken|lankar|hemsida\\w*|webbsida\\w*|webbadress
        how (do|can|should|would) PERSON (do|apply|register|start|begin|proceed|join|enrol|participate|become)
        how (do|can|should|would) PERSON (sign up|take part|get in)
        how to (apply|register|do|join)
        how does it work
        where (do|can|should) PERSON (apply|register|send|submit|start)
        form|link|website|(next|first) step
    """,
    Aspect.PAPERS: """
        papper\\w*|handlingar\\w*|dokument\\w*|bilag\\w+|intyg\\w*|ritning\\w*|underlag\\w*
        what (else )?(do|will|would|should) PERSON need( to have| ready)?$
        (ha|ta) med|ha redo|ha klart|ha i ordning|forbered\\w*
        papers?|paperwork|documents?|documentation|prepare|bring|have ready
    """,
    Aspect.HOURS: """
        oppet|oppettid\\w*|oppnar|stanger|stangt|stangda?|telefontid\\w*
        open|opening hours|closed?|closes
    """,
    Aspect.TIME: """
        hur (lang|mycket) tid|hur (lange|snabbt|fort)|handlagg\\w*tid\\w*|vantetid\\w*|svarstid\\w*|lang tid
        hur manga (veckor|dagar|manader|timmar)
        (tar|gar|ar) det (lange|snabbt|fort)
        nar (ar|blir) det (klart|fardigt)
        nar (far|kan) PERSON (fa )?(svar|besked|borja|starta)
        (snabb|fort)ast
        ^((och|o|men|a) )?(tid|tiden)( da)?$
        (gar|kan) det (att )?(ga )?(snabbare|fortare)|(skynda|snabba) (pa|upp)|faster|quicker|speed (it|this|things) up
        how (long|soon|fast|quick\\w*)|fastest|(processing|waiting) time|how many (weeks|days|months)
    """,
    Aspect.WHEN: """
        ^(och |o |men |ok |okej )?((til|till|tills|senast|fore) )?nar( da| exakt| precis| ungefar)?$
        ^(and |but |ok |okay )?((by|until|from|before) )?when( exactly| then)?$
        ^(och |o |men |ok |okej )?(nar|hur dags) (ar|var|blir) (det|den)( senast| da)?$
        ^(and |but |ok )?when (is|was|does) (it|that)( then| due)?$
        (vilket|what|which) datum
        nar (ar|blir|borjar|slutar|kommer|gar|oppnar) (det|den|de|dom|ni|nasta|sista)
        nar (ska|maste|bor) PERSON (anmala|soka|ansoka|lamna|skicka)( in)?( det| den)?
        nasta gang
        ^(och |men )?nar (ar det |passar det |ar )?(bast|enklast|lampligt|lagom)( att \\w+)?$
        when (is|would be) (it )?(best|a good time)
        nar kan (PERSON|de|dom) (ses|traffas|komma)
        (vilket|vilka|nagot|nasta) (datum|dag|dagar|tid|tider|vecka|veckor|manad)
        (ar|blir) (det|den) (klar|avgjord)
        sista (dag\\w*|datum\\w*|ansokning\\w*)|deadline\\w*|(nar|hur) senast
        when (is|are|does|do) (it|the next|they|that)
        (by|until|till) when|(last|closing|due|final) (day|date)|time limit|cut ?off( date)?|how (late|early)|hur tidigt
        (nar|hur sent) (ar det )?senast|till nar|hur sent (kan|far) PERSON
        (what|which|next) (date|day|dates)
    """,
    Aspect.COST: """
        kostar|kosta|billig\\w*|kostnad\\w*|avgift\\w*|gratis|dyrt|pris|priset|priser
        ^(och |o |men |ok )?(hur mycket|hur dyrt)( da| ar det| blir det)?$
        (do|must|should|will) PERSON (have to |need to )?pay
        (hur mycket|vad) (ska )?(betalar|tar|far|ger) (PERSON|dom|de|kommunen)
        (maste|ska|behover) PERSON betala( nat| nagot)?
        costs?|fees?|free|expensive|cheap\\w*|price|how much
    """,
    Aspect.DEMANDS: """
        villkor\\w*|krav|kraven|regler|reglerna|kravs|undantag\\w*|vad (galler|ar det som galler)
        ar det (ok|okej|okay|tillatet|lagligt)
        (vad|va) (maste|behover) PERSON
        (maste|far|ska) PERSON (ha|gora|vara|va|kunna|saga|uppge|ange|visa|lamna)
        ^(och |men )?(behover|behovs|kravs|racker) (PERSON|det)?
        (do|must|should) PERSON (need|tell|say|give|show|state)
        (for|at) (vem|vilka)|(vem|vilka) (ar|galler) (det|den|detta) (for|till)
        (vem|vilka) (kan|far) (soka|ansoka|fa|vara med)
        (vad|va) (tittar|kollar|granskar|bedomer|gar) (de|dom|man|kommunen)( (pa|efter))?$
        hur (valjer|bedomer|avgor|bestammer) (de|dom|man|kommunen)|how do they (choose|decide|pick|judge|select)
        what (do|will|would) (they|you) (look at|look for|check|assess|care about)$
        who (is|are) (it|this|that|they) for|who (can|may) (apply|get|have|join)|for whom|exceptions?
        requirements?|conditions?|rules|(do|must|should) PERSON (have|need) to
    """,
    Aspect.CONTACT: """
        nummer|numret|telefon\\w*|tel|tfn|tele|mejl\\w*|mail\\w*|e ?post\\w*|adress\\w*|vaxel\\w*|kontaktuppgift\\w*
        (vem|vilka) (som )?(ringer|kontaktar|mejlar|mailar|fragar|vander|hor|skickar|bokar|skriver) PERSON
        vem (pa|hos|i|inom) \\w+ (pratar|talar|snackar|ringer|kontaktar|mejlar) PERSON
        (vem|vilka) (kan|ska|skall|bor|far) PERSON (ringa|kontakta|mejla|maila|fraga|hora|vanda|prata|snacka)
        vem ar (\\w*chef\\w*|\\w*handlagg\\w*|\\w*upphandlare\\w*|inkop\\w*)( (dar|for det|har|da|hos dom)){0,2}$
        vem (bestammer|beslutar|godkanner|ger|betalar|kommer|ar ansvarig|har hand om|skoter|samordnar|haller ihop)
        vem .{0,20}med (dar|hos dem|hos dom|pa kommunen)
        ^((och|men|ok|o|and|but) )?((till|to|med|with|hos) )?(vem|vilka|who|whom)( da| then)?$
        ^(och |men |ok |o )?(vem|vilka|who) (ar|blir|ansvarar|is|are) (det|dom|de|it|that|they)( da| for det| then)?$
        ^(och |men |ok |o )?(vem|vilka) (ar det som|som) (bestammer|gor det|svarar|ansvarar|har hand om det)( da)?$
        ^(och |men |ok |o )?(vem|vilka) (gor det|svarar|ansvarar|har det)( da)?$
        ^(and |but |ok )?who (does (it|that)|answers|handles (it|that))( then)?$
        var (ligger|sitter|finns) (de|dom|det)
        ^(och |o |men |ok )?(vem|vilka) (ar|e) (det|dom|de)( da| dar)?$|^(and |ok )?who (is|are) (it|they|that)( then)?$
        ^(och |o )?(kontakt|kontakten|kontaktperson\\w*|contact)( tack| please| da)?$
        (vilken|vilka|which|what) (myndighet|forvaltning|avdelning|enhet|namnd|handlaggar|authorit|department|unit)\\w*
        boka (ett |en )?(mote|tid)|book a (meeting|time)
        phone|number|email|e mail|address|contact (details|info\\w*|person)
        who (do|should|can|to) (PERSON )?(call|contact|ask|talk|email|phone)
        who (decides|pays|is in charge|is responsible)
    """,
    Aspect.SOURCE: """
        (stammer|galler|funkar) (det|detta|uppgiften) (fortfarande|verkligen|nu|an|langre)
        ^(men )?stammer (det|detta)( har| dar)?$
        (ar du|ar det) (helt )?saker\\w*
        (ar det|ar uppgiften) aktuell\\w*|hur gammal\\w*
        (var kommer|var har du) (det|den|detta|uppgiften)
        kallan?|var star det
        are you sure|is (it|that|this) (true|right|correct|current|still (true|valid))|how old|source
    """,
}
"""A pattern a line, of whole words."""

_PERSON = "(jag|vi|man|du|ni|i|we|you|one)"


def _pattern(lines: str) -> re.Pattern[str]:
    patterns = filter(None, map(str.strip, lines.replace("PERSON", _PERSON).splitlines()))
    return re.compile("|".join(rf"\b(?:{each})\b" for each in patterns))


_FOUND = {aspect: _pattern(lines) for aspect, lines in _ASKS.items()}

_DECIDES = re.compile(
    r"\b(vem|vilka|who) (ar det som |som )?"
    r"(bestammer|beslutar|avgor|godkanner|betalar|star for|decides?|pays?|approves?)\b"
)

SLIPPED = 5
"""Words of a text in which a slip of the finger is mended."""

_KEYS = (
    "avgiften avgift kostar kostnad priset snabbt fort handlingar papper dokument blankett ansoker anmaler nummer "
    "numret telefonnummer telefon adress oppettider deadline handlaggningstid villkor kraven regler documents number "
    "phone email address opening costs price requirements processing"
).split()

STEM, LEAST = 6, 4
"""Letters that are compared of a word, and letters it must have."""

_OPENING = frozenset(
    "nej na no vanta wait forlat sorry oj forresten btw hm hmm och men ok okej o a ja jo tack aha jaha so and but "
    "well".split()
)
_ASKING = frozenset(
    "hur vad va vem vilka vilken vilket nar var vart far maste kan finns gar ar behovs behover kravs ska kommer har "
    "varfor gaeller galler how what who which when where may must can is are do does should will why".split()
)

_MORE = frozenset(
    "mer mera more fler info information detaljer nagot annat allt rackt racker ofta hursa if else anything something "
    "varje ar aret gang gangen every year time times month manad vecka week all enough "
    "first forst happens often since details menas betyder mean means".split()
)
_ADDRESSED = frozenset("du dig din ni er you your bot boten tack hej hello hi thanks".split())
"""Words of a text that is said to the bot, of the bot."""

BARE = 6
"""Words of a question that has none of its own."""

_AROUND = frozenset(
    "saga uppge ange lamna tell show "
    "inte ej not varfor why gora gor gjort bli blir ar uppgiften uppgifterna detta denna galler "
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
    found = next((aspect for aspect, pattern in _FOUND.items() if pattern.search(joined)), None)
    if found or len(words) > SLIPPED:
        return found
    # With a slip of the finger in the word that counts: "vad e avgifen", "o hur snabt".
    mended = " ".join(next((key for key in _KEYS if same(word, key)), word) for word in words)
    return next((aspect for aspect, pattern in _FOUND.items() if pattern.search(mended)), None)


def own_words(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """The first letters of the words that a question has of its own, to be looked for in what is known."""
    around = FILLER | _AROUND | set(names)
    return tuple(dict.fromkeys(word[:STEM] for word in tokens(text) if word not in around and len(word) >= LEAST))


def asks_who_decides(text: str) -> bool:
    """Is it asked who decides or pays, rather than how they are reached?"""
    return bool(_DECIDES.search(" ".join(tokens(text))))


def asks(text: str) -> bool:
    """Does a text ask something, rather than tell what is wanted?"""
    words = [word for word in tokens(text) if word not in _OPENING]
    return len(words) <= LONGEST and bool(words) and (words[0] in _ASKING or "?" in text)


def is_bare(text: str) -> bool:
    """Is it a question with no word of its own, or a wish for more: "varför då", "is that all", "mer info"?"""
    words = [word for word in tokens(text) if word not in _OPENING]
    if not words or len(words) > BARE or _ADDRESSED.intersection(words):
        return False
    own = [word for word in words if word not in FILLER | _AROUND | _ASKING | _MORE]
    return not own and (asks(text) or bool(_MORE.intersection(words)))


def beside_it(text: str, aspect: Aspect, names: Iterable[str] = ()) -> list[str]:
    """The words of a text that are neither the asking nor around it: what else it is about. `names` are places."""
    left = _FOUND[aspect].sub(" ", " ".join(tokens(text))).split()
    around = FILLER | _AROUND | set(names)
    return [word for word in left if word not in around and not word.isdigit()]
