"""Somebody says that an answer is wrong: which part is asked at most once, and whoever it belongs to hears of it."""

import re
from dataclasses import replace

from bot.effects import ReportWrong
from bot.messages import Choice, Label, Press, Reply, Say, Text, Value
from bot.owners import Report, ReportedPart, answerer, shown_part
from intents import Understood, fold
from knowledge import Atlas, EntryPoint

from .choices import HUMAN, START, chosen
from .person.masking import masked
from .state import Conversation, Heard, Turn
from .trail import pointed

LONGEST = 500
"""Characters of what somebody says is wrong: a line or two on the card."""

MOST_WORDS = 9
"""A longer message tells more than that something is wrong."""

_LETTERS = {part[0]: part for part in ReportedPart}
"""In the ids of buttons: Telegram gives those 64 bytes, and an entry's id may be 56."""

_THINGS = (
    (ReportedPart.URL, "lanken|sidan|webbsidan|webbplatsen|hemsidan|urlen|the link|the page|the website|the url"),
    (ReportedPart.PHONE, "numret|telefonnumret|telefonen|vaxelnumret|the phone number|the number|the phone"),
    (
        ReportedPart.EMAIL,
        "mejlen|mailen|mejladressen|mailadressen|e-postadressen|eposten|e-posten|the email address|the email",
    ),
    (
        ReportedPart.OTHER,
        "uppgiften|uppgifterna|informationen|kontakten|svaret|the information|the info|the details|the answer",
    ),
)
_WRONG = (
    r"(?:(?:det|den|de) )?(?:ar (?:ju |helt )?(?:fel|dod|trasig|gammal|gamla|inaktuell|inaktuella|borta|ute|nedlagd)|"
    r"(?:funkar|fungerar|stammer|finns|gar|svarar|oppnas)\b.{0,25}\b(?:inte|ej|langre)|"
    r"(?:funkar|fungerar|stammer|finns|gar|svarar) (?:inte|ej)|studsar|bytt|leder fel|gar fel|"
    r"is (?:wrong|dead|broken|old|outdated|out of date|not right|gone)|are (?:wrong|old|outdated|out of date)|"
    r"does ?n[o']?t (?:work|exist)|does not (?:work|exist)|bounces|isn'?t right)\b"
)
_UNTRUE = re.compile(
    r"(?:(?:nej|men|jo|fast|nah|no|but) )*(?:(?:det|detta|this|that) (?:har |dar )?(?:stammer|ar|is|s) "
    r"(?:ju |helt |nog )?(?:inte|ej|fel|inte sant|inte ratt|not (?:true|right|correct)|wrong)"
    r"|stammer (?:ju )?(?:inte|ej)|that's (?:wrong|not (?:true|right|correct)))"
)
"""Words that only say that something is wrong: which part is asked."""
_NOT = "(?:funkar|fungerar|oppnas|gar|svarar|stammer) (?:ju )?(?:inte|ej)"
_BARE = (
    (ReportedPart.URL, "fel lank|trasig lank|dod lank|wrong link|broken link|dead link"),
    (ReportedPart.PHONE, "fel nummer|fel telefonnummer|wrong number|wrong phone number"),
    (ReportedPart.EMAIL, "fel mejl|fel mejladress|fel mailadress|wrong email|wrong email address"),
    (
        ReportedPart.OTHER,
        "fel uppgift|fel uppgifter|det ar fel uppgift|det ar fel uppgifter|det har ar fel uppgifter|wrong details",
    ),
)


def heard_first(conversation: Conversation, heard: Heard, atlas: Atlas) -> Turn | None:
    """The turn, if the message is about something wrong in an answer; None if it is not."""
    match heard.content:
        case Press(choice):
            return _pressed(conversation, choice, heard, atlas)
        case Text(text) if (typed := chosen(text, conversation.offered)) and not pointed(conversation, text):
            return _pressed(conversation, typed, heard, atlas)
        case Text(text) if conversation.reporting and not text.startswith("/"):
            return _words(conversation, text, heard, atlas)
        case Text(text):
            return _said(conversation, text, heard, atlas)
        case _:
            return None


def _pressed(conversation: Conversation, choice: str, heard: Heard, atlas: Atlas) -> Turn | None:
    match choice.split(":"):
        case ["wrong", entry_id]:
            return _ask(conversation, atlas.as_said(entry_id))
        case ["bad", "n", _]:
            return Turn(_settled(conversation), (Reply("ack", (Say("wrong.cancelled"),), (*START, HUMAN)),))
        case ["bad", letter, entry_id] if letter in _LETTERS:
            return _reported(conversation, entry_id, (_LETTERS[letter], ""), heard, atlas)
        case _:
            return None


def _ask(conversation: Conversation, entry: EntryPoint | None) -> Turn:
    """Which part? Only what the answer has; anything else in words."""
    if entry is None:
        return _gone(conversation)
    parts = [part for part in ReportedPart if shown_part(entry, part)]
    choices = [Choice(f"bad:{part[0]}:{entry.id}", f"wrong.part_{part}") for part in parts]
    say = Say("wrong.ask", {"title": entry.wording(conversation.language).title})
    reply = Reply("ask_wrong", (say,), (*choices, Choice(f"bad:n:{entry.id}", "wrong.cancel"), HUMAN))
    return Turn(replace(_settled(conversation), reporting=entry.id), (reply,))


def _words(conversation: Conversation, text: str, heard: Heard, atlas: Atlas) -> Turn | None:
    """Words after the question are what is wrong, unless they plainly are something else."""
    understood = heard.understood
    if understood and understood.decision == "answer" and _is_other(understood):
        return None
    part = part_said(text) or ReportedPart.OTHER
    return _reported(conversation, conversation.reporting, (part, text), heard, atlas)


def _is_other(understood: Understood) -> bool:
    """A person is wanted, a courtesy, or a question about some place."""
    return understood.intent in ("human", "smalltalk") or (bool(understood.places) and "?" in understood.text)


def _said(conversation: Conversation, text: str, heard: Heard, atlas: Atlas) -> Turn | None:
    """Words that say so by themselves, right under an answer."""
    part = part_said(text)
    entry = atlas.as_said(_in_view(conversation)) if part or _UNTRUE.fullmatch(_folded(text)) else None
    if entry is None or part is None:
        return _ask(conversation, entry) if entry else None
    if part is not ReportedPart.OTHER and not shown_part(entry, part):
        part = ReportedPart.OTHER
    return _reported(conversation, entry.id, (part, text), heard, atlas)


def _in_view(conversation: Conversation) -> str:
    """The entry whose buttons are in view, empty if there is none."""
    for kind, _, rest in (offer.id.partition(":") for offer in conversation.offered):
        if kind in ("wrong", "helped"):
            return rest
        if kind == "near" and conversation.shown:  # there was no room for more under the nation's way
            return conversation.shown[0]
    return ""


def part_said(text: str) -> ReportedPart | None:
    """What a short message says is wrong: "länken funkar inte", "wrong number"; None if it says no such thing."""
    folded = _folded(text)
    if not folded or len(folded.split()) > MOST_WORDS or "?" in text:
        return None
    for part, words in _BARE:
        if folded in words.split("|"):
            return part
    said = ((part, rf"(?:hej )?(?:{things}) {_WRONG}|{_NOT} (?:{things})$") for part, things in _THINGS)
    return next((part for part, pattern in said if re.match(pattern, folded)), None)


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("!", " ").replace(".", " ").split())


def _reported(
    conversation: Conversation, entry_id: str, told: tuple[ReportedPart, str], heard: Heard, atlas: Atlas
) -> Turn:
    """Passed on, and said to whom."""
    part, words = told
    entry = atlas.as_said(entry_id)
    if entry is None:
        return _gone(conversation)
    desk = answerer(entry, atlas, heard.desks)
    said = Report(conversation.id, conversation.language, part, shown_part(entry, part), masked(words)[:LONGEST])
    values: dict[str, Value] = {"part": Label(f"owners.part_{part}"), "desk": desk.name if desk else ""}
    reply = Reply("reported", (Say("wrong.sent" if desk else "wrong.kept", values),), (HUMAN,))
    return Turn(_settled(conversation), (reply,), (ReportWrong(entry.id, said),))


def _gone(conversation: Conversation) -> Turn:
    return Turn(_settled(conversation), (Reply("ack", (Say("wrong.gone"),), (*START, HUMAN)),))


def _settled(conversation: Conversation) -> Conversation:
    return replace(conversation, asked="", missed=0, reporting="")
