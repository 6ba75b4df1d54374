"""Words on their way to the desk that has the question: what is sent, and the button that sends them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import HUMAN
from bot.conversation.doors import MOST_BUTTONS
from bot.conversation.state import Conversation, Heard, Turn
from bot.desk import Escalation
from bot.desk.acts import Add
from bot.desk.closing import may_reopen
from bot.effects import ToEscalation
from bot.messages import Choice, Reply, Say, Text
from bot.messages.files import SentFile

from . import drafting
from .masking import masked

MOST_RELAYED = 50
"""Messages whose later edits are passed on."""

OWN = frozenset({"complaint"})
"""Matters that never go to the desk in hand: it may be what they are about."""


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
    # That it is open again says also that the words came through.
    said = (
        (Reply("relay", (Say("human.passed_on", {"number": str(escalation.number)}),)),) if escalation.is_open else ()
    )
    return Turn(kept, said, (ToEscalation(escalation.number, Add(masked(text), message_id, files)),))


def pass_choice(escalation: Escalation) -> Choice:
    """The button that sends to the desk what was said last."""
    number = str(escalation.number)
    return Choice(f"case:{number}:pass", "human.pass_on", {"number": number})


_GUIDANCE = frozenset("answer compare ask_topic ask_place clarify refuse checkin".split())


def takes_words(escalation: Escalation, heard: Heard, now: datetime) -> bool:
    """Is it open, or would words open it again?"""
    desk = heard.desks.get(escalation.desk)
    return escalation.is_open or (desk is not None and may_reopen(escalation, desk.calendar, now))


def with_pass(turn: Turn, heard: Heard, now: datetime) -> Turn:
    """Under what the guidance answers while a question is open, or may be again if it is of the same place and matter:
    a way for the same words to its desk."""
    escalation, content = heard.escalation, heard.content
    if escalation is None or not isinstance(content, Text) or content.text.startswith("/"):
        return turn
    about = turn.conversation.place == (escalation.place or None) and turn.conversation.topic == escalation.topic
    if not (escalation.is_open or (about and takes_words(escalation, heard, now))):
        return turn
    complains = heard.understood is not None and heard.understood.intent in OWN
    if not turn.replies or turn.replies[-1].kind not in _GUIDANCE or complains:
        return turn
    *earlier, last = turn.replies
    kept = [each for each in last.choices if each.id != HUMAN.id and not each.id.startswith("helped:")]
    choices = (*kept[: MOST_BUTTONS - 2], pass_choice(escalation), HUMAN)
    said = replace(turn.conversation, said=drafting.fitting(masked(content.text)))
    return replace(turn, conversation=said, replies=(*earlier, replace(last, choices=choices)))
