"""Words while a question is with a person: never to both, never to neither."""

import re
from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import HUMAN, PLAIN
from bot.conversation.meaning import TALK
from bot.conversation.moves import tokens
from bot.conversation.state import Conversation, Heard, Turn
from bot.conversation.tone import is_despair
from bot.desk import Escalation, Status
from bot.desk.acts import AnswerOffer, PersonAct, Withdraw
from bot.desk.pausing import deadline_of
from bot.effects import ToEscalation
from bot.guiding import is_question
from bot.messages import Choice, Moment, Reply, Say, Value
from intents import Understood

from . import drafting
from .after_end import heard_after_end, is_short
from .drafting import case_choices, no_clock
from .masking import masked
from .relaying import OWN, pass_choice, relayed

TO_THE_BOT = 8
"""Words of what is said to the bot itself: who it is, its language, an oath. More may be meant for a person."""

_SETTLED = re.compile(
    r"^(nej |no )?(avbryt|cancel)( (det|allt|it))?$"
    r"|\bglom (det|fragan|arendet|bort|min fraga)\b|\b(vi|jag) har (redan )?lost det\b|\bdet (har )?loste? sig\b"
    r"|\bbehover (inte|ej|ingen) .*\blangre\b|\b(ta|dra) tillbaka (min |var )?(fragan?|arendet|den)\b"
    r"|\bwithdraw\b|\bforget (it|my question)\b|\bnever ?mind\b|\b(ve|have) solved it\b|\bno longer need\b"
)
LONGEST_SETTLED = 10
"""Words of a message that says no more than that it is settled."""

_ADDS = re.compile(
    r"((jag|vi|och|o|oj|a|just|ja|i|we|and|also|oh|forresten|btw) )*"
    r"(glomde|glomt|forgot|lagg( gar\w*)? (aven |ocksa )?till|tillagg|ps|p s|add|en sak till|one more thing)\b"
)

_BARE_WISH = frozenset(
    "jag vi vill skulle vilja prata tala snacka fraga med en ett manniska manniskor manskan person nagon riktig "
    "handlaggare tack snalla hellre i stallet istallet hej kan far ga fa om att till nu bada radgivare i we want "
    "would like to talk speak with a human person real please someone somebody can could now agent hi".split()
)
"""Words of a wish for a person that tells nothing else."""


def heard_with_person(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, now: datetime
) -> Turn | None:
    """The turn, if the words are for the person or about the question; None if they are the bot's."""
    understood = heard.understood
    if not escalation.is_open:
        return heard_after_end(conversation, text, heard, escalation, now)
    if understood is None or conversation.adding:
        return relayed(conversation, text, heard, escalation)
    if _is_settled(text):
        return _offer_withdrawal(conversation, text, escalation)
    if understood.intent in OWN and _hears_complaints(escalation):
        return relayed(conversation, text, heard, escalation)
    if _adds(text):
        return relayed(conversation, text, heard, escalation)
    if _is_the_bots(conversation, understood, escalation, now):
        return None
    if understood.decision == "answer" and understood.intent == "human":
        return _wish_for_person(conversation, text, heard, escalation, now=now)
    if understood.decision == "answer" and understood.intent == "smalltalk":
        answered = _to_button(conversation, understood, heard, escalation, now)
        return answered or relayed(conversation, text, heard, escalation)
    if understood.decision == "answer" and understood.intent not in TALK:
        return (
            None if _is_fresh(conversation, text, escalation, now) else relayed(conversation, text, heard, escalation)
        )
    return relayed(conversation, text, heard, escalation)


def _adds(text: str) -> bool:
    """Do the words say themselves that they belong to what was asked: "glömde säga att …"?"""
    return bool(_ADDS.match(" ".join(tokens(text)))) and not is_question(text)


def _to_button(
    conversation: Conversation, understood: Understood, heard: Heard, escalation: Escalation, now: datetime
) -> Turn | None:
    """A plain yes or no to buttons in view about the question, if it is one; with more words it is for the desk."""
    if understood.detail not in ("yes", "no") or len(understood.text.split()) > PLAIN:
        return None
    agrees = understood.detail == "yes"
    act: PersonAct | None = None
    if conversation.first_offer == f"case:{escalation.number}:move":
        act = AnswerOffer(agrees)
    elif conversation.first_offer == f"case:{escalation.number}:withdraw" and agrees:
        act = Withdraw()
    if act:
        return Turn(replace(conversation, offered=()), effects=(ToEscalation(escalation.number, act),))
    persons = agrees and conversation.first_offer == HUMAN.id and not _desk_spoke(conversation, now)
    return still_with(conversation, heard, escalation, now) if persons else None


def _is_the_bots(conversation: Conversation, understood: Understood, escalation: Escalation, now: datetime) -> bool:
    """A matter of the bot's own, whoever spoke last; or an answer to a question of its own."""
    sure, text = understood.decision == "answer", understood.text
    talks = sure and understood.intent == "smalltalk"
    yes_or_no = talks and understood.detail in ("yes", "no")
    asked = conversation.asked in ("place", "person", "topic") or conversation.first_offer == "forget:yes"
    elsewhere = any(escalation.place not in place.codes for place in understood.places)
    return (
        is_despair(text)
        or (sure and understood.intent in ("privacy", *OWN))
        or (sure and understood.intent == "checkin.manage" and _is_order(understood, conversation, now))
        or (talks and understood.detail in ("identity", "language", "abuse") and _is_to_the_bot(text))
        or (talks and not yes_or_no and is_short(text))
        or (elsewhere and is_question(text))
        or (not _desk_spoke(conversation, now) and drafting.is_place(understood))
        or (not _desk_spoke(conversation, now) and yes_or_no and asked)
    )


def _hears_complaints(escalation: Escalation) -> bool:
    """Is it with somebody whom nothing of this is about: a complaint, or with the coordinator after a no?"""
    return escalation.complaint or any(each.cause == "contested" for each in escalation.stops)


def _is_order(understood: Understood, conversation: Conversation, now: datetime) -> bool:
    """About follow-ups, but words said to a person who just spoke: only a stop is heard before those."""
    return understood.detail == "stop" or not _desk_spoke(conversation, now)


def _is_to_the_bot(text: str) -> bool:
    return len(text.split()) <= TO_THE_BOT and not any(letter.isdigit() for letter in text)


def _desk_spoke(conversation: Conversation, now: datetime) -> bool:
    """Was the last thing that was said to them an answer, a pause or an offer of the desk's?"""
    return any(datetime.fromisoformat(each) <= now for each in conversation.desk_spoke_at)


def _is_fresh(conversation: Conversation, text: str, escalation: Escalation, now: datetime) -> bool:
    """Clearly a matter of the guidance's: nobody at the desk waits for words, or it is a question after those."""
    waits = escalation.offer is not None or any(clock.paused for clock in escalation.promise.open)
    waits = waits or escalation.status is Status.ANSWERED
    if not _desk_spoke(conversation, now):
        return not waits
    return is_question(text) and not waits


def _is_settled(text: str) -> bool:
    said = tokens(text)
    return len(said) <= LONGEST_SETTLED and "?" not in text and bool(_SETTLED.search(" ".join(said)))


def _offer_withdrawal(conversation: Conversation, text: str, escalation: Escalation) -> Turn:
    """They need it no more, it seems: one press takes it back, another sends the words."""
    number = escalation.number
    choices = (
        Choice(f"case:{number}:withdraw", "human.withdraw_yes"),
        Choice(f"case:{number}:keep", "case.refuse"),
        pass_choice(escalation),
    )
    reply = Reply("escalate", (Say("human.withdraw_ask", {"number": str(number)}),), choices)
    return Turn(replace(conversation, said=drafting.fitting(masked(text)), asked="", missed=0), (reply,))


def _wish_for_person(
    conversation: Conversation, text: str, heard: Heard, escalation: Escalation, *, now: datetime
) -> Turn | None:
    """A bare wish is told who has it; whatever else is said goes there. A person somewhere else is another matter."""
    places = heard.understood.places if heard.understood else ()
    if any(escalation.place not in place.codes for place in places):
        return None
    names = {word for place in places for word in tokens(place.text)}
    if set(tokens(text)) <= _BARE_WISH | names:
        return still_with(conversation, heard, escalation, now)
    return relayed(conversation, text, heard, escalation)


def still_with(conversation: Conversation, heard: Heard, escalation: Escalation, now: datetime) -> Turn:
    """Who has it, until when an answer is promised, and when it is likely."""
    desk = heard.desks.get(escalation.desk)
    values: dict[str, Value] = {"number": str(escalation.number), "desk": desk.name if desk else ""}
    deadline = deadline_of(escalation.promise)
    said = Say("human.on_its_way", values | {"deadline": deadline}) if deadline else Say("human.has_it", values)
    likely = escalation.expected if deadline and not escalation.answers else None
    more = (Say("human.likely_by", {"at": Moment(likely)}),) if likely and likely > now else ()
    more = more if deadline or not desk else (no_clock(escalation),)
    choices = case_choices(escalation) if deadline else case_choices(escalation)[1:]
    return Turn(replace(conversation, asked="", missed=0), (Reply("escalate", (said, *more), choices),))
