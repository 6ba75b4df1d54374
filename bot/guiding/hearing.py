"""What somebody's words do in the middle of a checklist: answer it, leave it open, go back, pause, or ask else."""

import re
from enum import StrEnum

from bot.yes_no import NO, YES
from intents import Understood, fold
from knowledge import Checklist, ChecklistQuestion, Gathers


class Act(StrEnum):
    """What is to be done with the words."""

    ANSWER = "answer"
    YES = "yes"  # and no more: how?
    OPEN = "open"  # partly, not yet, don't know
    SKIP = "skip"
    BACK = "back"
    PAUSE = "pause"
    EXAMPLE = "example"
    END = "end"
    ASIDE = "aside"  # another matter
    CHANGE = "change"  # another answer
    WHICH = "which"  # an answer or another matter? ask


LONGEST_ORDER = 6
"""Words of a text that may be an order to the bot; a longer one is an answer."""
LONGEST_MATTER = 15
"""Words of a wish that may be another matter."""
SURE = 0.8
"""The chance from which a wish in the middle may be another matter."""

_ORDERS = {
    Act.PAUSE: r"(paus\w*|ta (en )?paus|stopp?|sluta|avbryt|avsluta|vanta|senare|inte nu|pause|stop|quit|later|not now"
    r"|(vi |jag )?(fortsatter|tar det|gor det|gor klart( det)?) (imorgon|i morgon|senare|en annan dag|sen)"
    r"|(maste|behover|ska) (ga|sluta)( nu)?|cancel|leave it|(well|i ll|we ll)? ?(continue|do it) (later|tomorrow))",
    Act.SKIP: r"(hoppa( over)?( den| det| fragan)?|skip(pa)?( den| det| fragan| it| this)?|nasta( fraga)?|pass|over"
    r"|ga vidare|vidare|next( question)?)",
    Act.BACK: r"(tillbaka|ga tillbaka|backa|forra( fragan)?|foregaende( fraga)?|angra|back|go back|previous|undo"
    r"|(visa )?forra svaret)",
    Act.EXAMPLE: r"((ett |visa |ge |har du |kan jag fa )*(ett )?exempel|till exempel|hur gjorde andra"
    r"|(jag |vi )?(fattar|forstar) (inte|ej)( fragan)?|hur menar (du|ni)|va(d)? menar (du|ni)|va(d)? menas( med det)?"
    r"|va(d)? betyder det|forklara|hur da|(an |for )?example|explain|what do you mean|i don ?t (understand|get it)"
    r"|how did others do it|what does (it|that) mean|\?+)",
    Act.CHANGE: r"(andra|byt|ratta|change|edit|correct)( (ett|mitt|vart|svar|svaret|pa|fraga|an|my|our|the|answer|to))*"
    r"( (nummer |nr |number )?\d)?",
    Act.END: r"(klar|klart|fardig\w*|sammanfatta|sammanfattning|visa (sidan|sammanfattningen)|done|finish(ed)?"
    r"|summary|show (the )?(page|summary)|ge mig sidan|vi ar klara|jag ar klar)",
    Act.OPEN: rf"({'|'.join(NO)}|inte an|ej an|not yet|delvis|sadar|till viss del|kanske|partly|sort of|maybe"
    r"|(det )?vet (inte|ej|ja ?g? ?inte)|(jag|vi) vet (inte|ej)( an)?|ingen aning|osaker|oklart"
    r"|(i |we )?don ?t know( yet)?|no idea|not sure|unsure|inget|ingenting|nothing|nja|tja)",
    Act.YES: rf"({'|'.join(YES)})",
}
_ORDERED = {act: re.compile(pattern) for act, pattern in _ORDERS.items()}
_ASKS = re.compile(
    r"(hur|vad|va|var|vart|vem|vilka|vilken|vilket|varfor|finns det|finns de|kan (man|jag|vi|du)|far (man|jag|vi)"
    r"|maste (man|jag|vi)|ska (man|jag|vi)|behover (man|jag|vi)|(jag |vi )?undrar|fraga|how|what|where|who|which|why"
    r"|is there|are there|can (i|we|you)|may (i|we)|do (i|we)|(i |we )?wonder|question|forresten|by the way)\b"
)
_WISH = (
    r"(hej |forresten |sen |o |och )*{who} (\w+ )?"
    r"(vill|behover|soker|letar|want|need|am looking|are looking|would like) (?!att |that |us |our )"
)
_MINE = re.compile(_WISH.format(who="(jag|i)"))
_OURS = re.compile(_WISH.format(who="(vi|we)"))
_BEGINS = re.compile(
    r"\b(nio|9|nine) (fragor\w*|questions)|\bsamverkanskoll\w*|\bsamarbets?(guide|koll|check)\w*|\bsamverkansguide\w*"
    r"|\bcollaboration (guide|check)\w*|\b(go|walk|take|run)( \w+){0,2} through the( nine)? questions"
    r"|\bchecklist\w* .*\b(samverk|samarbet|collab)"
    r"|\b(samverk|samarbet|collab)\w* .*\bchecklist|^(ga|kor|ta|starta|borja)( \w+){0,2} (fragorna|guiden)$"
)
_GOES_ON = re.compile(
    r"((vi |jag |kan vi |let s |lets )?(fortsatt\w*|fortsatta|continue|resume|go on|carry on|ga vidare|kor vidare)"
    r"|tillbaka till|back to|var var (vi|jag)|where were we)"
    r"( \w+){0,2}( (fragorna|guiden|samarbet\w*|samverkan\w*|check\w*|questions|guide|collaboration|igen|nu|dar|med))*"
)
_SENTENCES = re.compile(r"[.?!]+ +")
_SENDS = re.compile(
    r"(skicka|mejla|send|mail)( (in|over|ivag|sidan|den|det|detta|it|the|our|page))* (till|to) (the )?"
    r"(kommunen|en manniska|nagon|municipality|a person)"
)
_MEETS = re.compile(r"(boka|satt|set|book)( (ett|in|the|a|up))* (forsta |first )?(motet|mote|meeting)")
_TO_CHANGE = re.compile(
    r"^(andra|byt|ratta|change|edit|correct)( (ett|mitt|vart|svar|svaret|pa|my|our|the|answer|to))* "
)
_TALK = frozenset({"human", "privacy", "checkin.manage"})
_COURTESIES = frozenset({"thanks", "bye", "hello", "abuse", "help", "identity", "language"})
LONGEST_COURTESY = 4
_HELP = re.compile(r"\b(hjalp|help|forsta|forstar|forstod|fattar|understand|understood)\w*")


def act_of(text: str, understood: Understood | None, question: ChecklistQuestion, checklist: Checklist) -> Act:
    """What the words do; an answer, if nothing says otherwise."""
    said = _said(text)
    if len(said.split()) <= LONGEST_ORDER:
        for act, pattern in _ORDERED.items():
            if pattern.fullmatch(said):
                return act
        for answer in checklist.answers:
            if said in (_said(answer.sv), _said(answer.en)):
                return Act.YES if checklist.is_clear(answer) else Act.OPEN
    if understood is None or understood.decision != "answer":
        return Act.ANSWER
    return _of_matter(text, said, understood, question)


def _of_matter(text: str, said: str, understood: Understood, question: ChecklistQuestion) -> Act:
    """Sure words of something the bot knows: a question is asked, a courtesy given, a wish may be either."""
    words = len(said.split())
    if understood.intent in _TALK:
        return Act.ASIDE if words <= LONGEST_MATTER else Act.ANSWER
    if understood.intent == "smalltalk":
        calls = understood.detail != "help" or is_question(text) or _HELP.search(said)
        courtesy = understood.detail in _COURTESIES and words <= LONGEST_COURTESY
        return Act.ASIDE if courtesy and calls else Act.ANSWER
    if understood.intent == "out_of_scope" or "\n" in text.strip():
        return Act.ANSWER
    if is_question(text):
        return Act.ASIDE if len(_SENTENCES.split(text.strip(" .?!"))) == 1 else Act.WHICH
    # What "we" want is what is asked for, unless it is wanted somewhere.
    wishes = _MINE.match(said) or (understood.places and _OURS.match(said))
    wish = wishes and words <= LONGEST_MATTER and understood.confidence >= SURE
    return Act.WHICH if wish and question.gathers is Gathers.TEXT else Act.ANSWER


def is_question(text: str) -> bool:
    """Does it end with a question mark, or begin like a question, as on a phone without one?"""
    return text.rstrip().endswith("?") or bool(_ASKS.match(_said(text)))


def asks_to_begin(text: str) -> bool:
    """Do the words ask for the checklist itself?"""
    return bool(_BEGINS.search(_said(text)))


def asks_to_go_on(text: str, *, aside: bool = False) -> bool:
    """Do the words ask to go on where one was? Right after something else a bare "back" does."""
    said = _said(text)
    return bool(_GOES_ON.fullmatch(said)) or (aside and bool(_ORDERED[Act.BACK].fullmatch(said)))


def asks_for_end(text: str) -> str | None:
    """Which of the ways on from the page the words ask for: to `send` it, to `meet`; None if neither."""
    said = _said(text)
    return "send" if _SENDS.fullmatch(said) else "meet" if _MEETS.fullmatch(said) else None


def asks_to_change(text: str) -> bool:
    """Do the words ask to change an answer, perhaps by its number?"""
    return bool(_ORDERED[Act.CHANGE].fullmatch(_said(text)))


def picked(text: str, checklist: Checklist) -> ChecklistQuestion | None:
    """The question that is named by its number or its heading, with or without a wish to change it."""
    said = _TO_CHANGE.sub("", _said(text))
    for number, each in enumerate(checklist.questions, 1):
        names = {_said(word) for wording in (each.sv, each.en) for word in (wording.heading, wording.short)}
        if said in names or re.fullmatch(rf"(nummer |nr |fraga |number |no |question )?{number}( an|:an|an)?", said):
            return each
    return None


def _said(text: str) -> str:
    """Words only, folded: what is typed on a phone."""
    return " ".join(re.findall(r"[^\W_]+", fold(text))) or text.strip()
