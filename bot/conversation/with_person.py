"""Words while a question is with a person: never to both, never to neither."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.desk import Escalation, Status
from bot.desk.acts import Add, Contest, PersonAct, Rate, Withdraw
from bot.desk.closing import may_reopen
from bot.desk.pausing import deadline_of
from bot.effects import ToEscalation
from bot.files import SentFile
from bot.guiding import is_question
from bot.messages import Choice, Reply, Say, Text, Value
from intents import Understood

from . import drafting
from .choices import HUMAN
from .doors import MOST_BUTTONS
from .drafting import case_choices
from .masking import masked
from .meaning import TALK
from .moves import tokens
from .state import Conversation, Draft, Heard, Turn

SHORT = 3
"""Words of a courtesy that says nothing else."""

TO_THE_BOT = 8
"""Words of what is said to the bot itself: who it is, its language, an oath. More may be meant for a person."""

MOST_RELAYED = 50
"""Messages whose later edits are passed on."""

DAYS_REMEMBERED = 60
"""Days after its end in which unclear words may still be about a question; after that they begin something new."""

_SETTLED = re.compile(
    r"\bglom (det|fragan|arendet|bort|min fraga)\b|\b(vi|jag) har (redan )?lost det\b|\bdet (har )?loste? sig\b"
    r"|\bbehover (inte|ej|ingen) .*\blangre\b|\b(ta|dra) tillbaka (min |var )?(fragan?|arendet|den)\b"
    r"|\bwithdraw\b|\bforget (it|my question)\b|\bnever ?mind\b|\b(ve|have) solved it\b|\bno longer need\b"
)
LONGEST_SETTLED = 10
"""Words of a message that says no more than that it is settled."""

_BARE_WISH = frozenset(
    "jag vi vill skulle vilja prata tala snacka fraga med en ett manniska manniskor manskan person nagon riktig "
    "handlaggare tack snalla hellre i stallet istallet hej kan far ga fa om att till nu bada radgivare i we want "
    "would like to talk speak with a human person real please someone somebody can could now agent hi".split()
)
"""Words of a wish for a person that tells nothing else."""

_TRUE = re.compile(r"(ja|jo|japp|jada|yes|yep|yeah|det stammer|stammer|that s (true|right|correct))\b")
_USELESS = re.compile(r"\binte (till )?(nagon |mycket |sa )?(nytta|hjalp)|\bingen (nytta|hjalp)|\b(no|not) (use|help)")
_USEFUL = re.compile(r"\btill (stor |god |mycket )?(nytta|hjalp)\b|\b(bra|stor) hjalp\b|\bhelpful\b|\buseful\b")
_POLITE = frozenset(
    "ja jo japp det stammer ar var helt bra tack sa mycket for hjalpen precis sant riktigt yes yep yeah that s it is "
    "true right correct thanks thank you the help all good great".split()
)
LONGEST_CLOSING = 14
"""Words of an answer to whether the end of it is true."""

_OWN = frozenset({"complaint"})
"""Matters that never go to the desk in hand: it may be what they are about."""


def heard_with_person(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, now: datetime
) -> Turn | None:
    """The turn, if the words are for the person or about the question; None if they are the bot's."""
    understood = heard.understood
    if not escalation.is_open:
        return _after_the_end(conversation, text, heard, escalation, now)
    if understood is None or conversation.adding:
        return relayed(conversation, text, heard, escalation)
    if _is_settled(text):
        return _offer_withdrawal(conversation, text, escalation)
    if _is_the_bots(conversation, understood, escalation, now):
        return None
    if understood.decision == "answer" and understood.intent == "human":
        return _wish_for_person(conversation, text, heard, escalation)
    if understood.decision == "answer" and understood.intent == "smalltalk":
        if understood.detail == "yes" and conversation.first_offer == f"case:{escalation.number}:withdraw":
            return Turn(conversation, effects=(ToEscalation(escalation.number, Withdraw()),))
        if understood.detail == "yes" and conversation.first_offer == HUMAN.id and not _desk_spoke(conversation, now):
            return still_with(conversation, heard, escalation)
        return relayed(conversation, text, heard, escalation)
    if understood.decision == "answer" and understood.intent not in TALK:
        return (
            None if _is_fresh(conversation, text, escalation, now) else relayed(conversation, text, heard, escalation)
        )
    return relayed(conversation, text, heard, escalation)


def _is_the_bots(conversation: Conversation, understood: Understood, escalation: Escalation, now: datetime) -> bool:
    """A matter of the bot's own, whoever spoke last; or an answer to a question of its own."""
    sure, text = understood.decision == "answer", understood.text
    talks = sure and understood.intent == "smalltalk"
    yes_or_no = talks and understood.detail in ("yes", "no")
    asked = conversation.asked in ("place", "person", "topic") or conversation.first_offer == "forget:yes"
    elsewhere = any(escalation.place not in place.codes for place in understood.places)
    return (
        (sure and understood.intent in ("privacy", *_OWN))
        or (sure and understood.intent == "checkin.manage" and _is_order(understood, conversation, now))
        or (talks and understood.detail in ("identity", "language", "abuse") and _is_to_the_bot(text))
        or (talks and not yes_or_no and is_short(text))
        or (elsewhere and is_question(text))
        or (not _desk_spoke(conversation, now) and drafting.is_place(understood))
        or (not _desk_spoke(conversation, now) and yes_or_no and asked)
    )


def _is_order(understood: Understood, conversation: Conversation, now: datetime) -> bool:
    """About follow-ups, but words said to a person who just spoke: only a stop is heard before those."""
    return understood.detail == "stop" or not _desk_spoke(conversation, now)


def _is_to_the_bot(text: str) -> bool:
    return len(text.split()) <= TO_THE_BOT and not any(letter.isdigit() for letter in text)


def _desk_spoke(conversation: Conversation, now: datetime) -> bool:
    """Was the last thing that was said to them an answer, a pause or an offer of the desk's?"""
    return bool(conversation.desk_spoke) and datetime.fromisoformat(conversation.desk_spoke) <= now


def _is_fresh(conversation: Conversation, text: str, escalation: Escalation, now: datetime) -> bool:
    """Clearly a matter of the guidance's: nobody at the desk waits for words, or it is a question after those."""
    waits = escalation.offer is not None or any(clock.paused for clock in escalation.promise.open)
    waits = waits or escalation.status is Status.ANSWERED
    if not _desk_spoke(conversation, now):
        return not waits
    return is_question(text) and not waits


def is_short(text: str) -> bool:
    """A thank-you and no more: "ja tack, gärna på fredag" is an answer to a person."""
    return len(text.split()) <= SHORT


def _is_settled(text: str) -> bool:
    said = tokens(text)
    return len(said) <= LONGEST_SETTLED and "?" not in text and bool(_SETTLED.search(" ".join(said)))


def _offer_withdrawal(conversation: Conversation, text: str, escalation: Escalation) -> Turn:
    """They need it no more, it seems: one press takes it back, another sends the words."""
    number = escalation.number
    choices = (
        Choice(f"case:{number}:withdraw", "human.withdraw_yes"),
        Choice(f"case:{number}:keep", "case.refuse"),
        _pass(escalation),
    )
    reply = Reply("escalate", (Say("human.withdraw_ask", {"number": str(number)}),), choices)
    return Turn(replace(conversation, said=drafting.fitting(masked(text)), asked="", missed=0), (reply,))


def _wish_for_person(conversation: Conversation, text: str, heard: Heard, escalation: Escalation) -> Turn | None:
    """A bare wish is told who has it; whatever else is said goes there. A person somewhere else is another matter."""
    places = heard.understood.places if heard.understood else ()
    if any(escalation.place not in place.codes for place in places):
        return None
    names = {word for place in places for word in tokens(place.text)}
    if set(tokens(text)) <= _BARE_WISH | names:
        return still_with(conversation, heard, escalation)
    return relayed(conversation, text, heard, escalation)


def still_with(conversation: Conversation, heard: Heard, escalation: Escalation) -> Turn:
    """Who has it, and until when an answer is promised."""
    desk = heard.desks.get(escalation.desk)
    values: dict[str, Value] = {"number": str(escalation.number), "desk": desk.name if desk else ""}
    deadline = deadline_of(escalation.promise)
    said = Say("human.on_its_way", values | {"deadline": deadline}) if deadline else Say("human.has_it", values)
    choices = case_choices(escalation) if deadline else case_choices(escalation)[1:]
    return Turn(replace(conversation, asked="", missed=0), (Reply("escalate", (said,), choices),))


def _after_the_end(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, now: datetime
) -> Turn | None:
    """A closed one opens again by just writing, but not for a new question, a thank-you or a yes that it is over."""
    if act := _about_the_end(conversation, text, escalation):
        # Answered: a later "nej" is no answer to it.
        return Turn(replace(conversation, offered=()), effects=(ToEscalation(escalation.number, act),))
    understood = heard.understood
    if understood is None:
        return None
    if understood.decision == "answer" or understood.places:
        return None
    if understood.intent == "smalltalk" and is_short(text):
        return None
    desk = heard.desks.get(escalation.desk)
    if desk and may_reopen(escalation, desk.calendar, now):
        return relayed(conversation, text, heard, escalation)
    return _lapsed(conversation, text, heard, escalation, now)


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


def relayed(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, files: Iterable[SentFile] = ()
) -> Turn:
    """The words go to the desk; the person sees that they did."""
    return passed(conversation, text, heard.message_id, escalation, tuple(files))


def passed(
    conversation: Conversation, text: str, message_id: str, escalation: Escalation, files: tuple[SentFile, ...] = ()
) -> Turn:
    """The words of one message go to the desk."""
    sent = (*conversation.relayed, message_id)[-MOST_RELAYED:]
    kept = replace(conversation, relayed=sent, adding=False, asked="", missed=0)
    reply = Reply("relay", (Say("human.passed_on", {"number": str(escalation.number)}),))
    return Turn(kept, (reply,), (ToEscalation(escalation.number, Add(masked(text), message_id, files)),))


def _pass(escalation: Escalation) -> Choice:
    number = str(escalation.number)
    return Choice(f"case:{number}:pass", "human.pass_on", {"number": number})


_GUIDANCE = frozenset("answer compare ask_topic ask_place clarify refuse checkin".split())


def with_pass(turn: Turn, heard: Heard) -> Turn:
    """Under what the guidance answers while a question is open: a way for the same words to its desk."""
    escalation, content = heard.escalation, heard.content
    if not (escalation and escalation.is_open and isinstance(content, Text)) or content.text.startswith("/"):
        return turn
    complains = heard.understood is not None and heard.understood.intent in _OWN
    if not turn.replies or turn.replies[-1].kind not in _GUIDANCE or complains:
        return turn
    *earlier, last = turn.replies
    kept = [each for each in last.choices if each.id != HUMAN.id and not each.id.startswith("helped:")]
    choices = (*kept[: MOST_BUTTONS - 2], _pass(escalation), HUMAN)
    said = replace(turn.conversation, said=drafting.fitting(masked(content.text)))
    return replace(turn, conversation=said, replies=(*earlier, replace(last, choices=choices)))
