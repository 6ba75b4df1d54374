"""Words after the end of a question with a person: true or not, open again, or something new."""

import re
from dataclasses import replace
from datetime import datetime

from bot.conversation.moves import tokens
from bot.conversation.state import Conversation, Draft, Heard, Turn
from bot.desk import Escalation
from bot.desk.acts import Contest, PersonAct, Rate
from bot.desk.closing import may_reopen
from bot.effects import ToEscalation
from bot.messages import Say

from . import drafting
from .masking import masked
from .relaying import relayed

SHORT = 3
"""Words of a courtesy that says nothing else."""

DAYS_REMEMBERED = 60
"""Days after its end in which unclear words may still be about a question; after that they begin something new."""

_TRUE = re.compile(r"(ja|jo|japp|jada|yes|yep|yeah|det stammer|stammer|that s (true|right|correct))\b")
_UNTRUE = re.compile(
    r"(nej|nej da|nix|nja|no|nope)\b|(det )?(stammer|ar) (inte|ju inte|ej)\b|(that s |it s |it is )?not\b"
)
_USELESS = re.compile(r"\binte (till )?(nagon |mycket |sa )?(nytta|hjalp)|\bingen (nytta|hjalp)|\b(no|not) (use|help)")
_USEFUL = re.compile(r"\btill (stor |god |mycket )?(nytta|hjalp)\b|\b(bra|stor) hjalp\b|\bhelpful\b|\buseful\b")
_POLITE = frozenset(
    "ja jo japp det stammer ar var helt bra tack sa mycket for hjalpen precis sant riktigt yes yep yeah that s it is "
    "true right correct thanks thank you the help all good great".split()
)
LONGEST_CLOSING = 14
"""Words of an answer to whether the end of it is true."""


def is_short(text: str) -> bool:
    """A thank-you and no more: "ja tack, gärna på fredag" is an answer to a person."""
    return len(text.split()) <= SHORT


def heard_after_end(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, now: datetime
) -> Turn | None:
    """A closed one opens again by just writing, but not for a new question, a thank-you or a yes that it is over."""
    if _contests(conversation, text, escalation):
        contested = ToEscalation(escalation.number, Contest(False))
        words = relayed(replace(conversation, offered=()), text, heard, escalation)
        return replace(words, replies=(), effects=(contested, *words.effects))
    if act := _about_the_end(conversation, text, escalation):
        # Answered: a later "nej" is no answer to it.
        return Turn(replace(conversation, offered=()), effects=(ToEscalation(escalation.number, act),))
    understood = heard.understood
    if understood is None:
        return None
    elsewhere = any(escalation.place not in place.codes for place in understood.places)
    if understood.decision == "answer" or elsewhere or drafting.is_place(understood):
        return None
    if understood.intent == "smalltalk" and is_short(text):
        return None
    desk = heard.desks.get(escalation.desk)
    if desk and may_reopen(escalation, desk.calendar, now):
        return relayed(conversation, text, heard, escalation)
    return _lapsed(conversation, text, heard, escalation, now)


def _contests(conversation: Conversation, text: str, escalation: Escalation) -> bool:
    """Is it a no to "Is that true?", with more words: those go along?"""
    asked = conversation.first_offer == f"case:{escalation.number}:true"
    return asked and bool(_UNTRUE.match(" ".join(tokens(text))))


def _about_the_end(conversation: Conversation, text: str, escalation: Escalation) -> PersonAct | None:
    """An answer in words to "Is that true?": that it is, and perhaps whether it was of use."""
    said = tokens(text)
    joined = " ".join(said)
    asked = conversation.first_offer in (f"case:{escalation.number}:true", f"case:{escalation.number}:useful")
    if not asked or "?" in text or len(said) > LONGEST_CLOSING:
        return None
    if conversation.first_offer.endswith(":true") and not _TRUE.match(joined):
        return None
    if _USELESS.search(joined):
        return Rate(False)
    if _USEFUL.search(joined):
        return Rate(True)
    true = conversation.first_offer.endswith(":true") and not set(said) - _POLITE
    return Contest(True) if true else None


def _lapsed(conversation: Conversation, text: str, heard: Heard, escalation: Escalation, now: datetime) -> Turn | None:
    """Too late to open it by writing: said so, and these words offered as a new question."""
    route = heard.desks.route(escalation.place or None)
    ended = escalation.closed_at
    if route is None or ended is None or (now - ended).days > DAYS_REMEMBERED:
        return None
    stays = escalation.complaint and escalation.desk in heard.desks
    draft = Draft(
        words=drafting.fitting(masked(text)),
        desk=escalation.desk if stays else route.desk.id,
        why="complaint" if stays else route.why,
        place=escalation.place,
        place_name=escalation.place_name,
        topic=escalation.topic,
        shown_as=heard.sender,
        complaint=escalation.complaint,
    )
    kept = replace(conversation, said=draft.words, said_topic=escalation.topic, adding=False)
    turn = drafting.shown(kept, draft, heard, now)
    first = replace(
        turn.replies[0], parts=(Say("case.lapsed", {"number": str(escalation.number)}), *turn.replies[0].parts)
    )
    return replace(turn, replies=(first,))
