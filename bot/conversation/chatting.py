"""What is said of the talk itself: a person, what is kept, the language, thanks, yes and no."""

import re
from dataclasses import replace

from bot.yes_no import YES
from intents import Understood, fold
from knowledge import Atlas

from . import guidance, talk
from .checkins import none_here
from .choices import HUMAN, MENU
from .leaning import visit
from .moves import tokens
from .named import Spots
from .state import Conversation, Turn
from .tone import is_fed_up, is_managing, is_no_help, is_pleased, language_named
from .unsure import unsure

_THANKS = frozenset("tack tackar thanks thx thank".split())
_OF_THEM = re.compile(r"^(?!.*\b(du|dig|ni|er|you|bot\w*|driv\w*)\b).*\b(kommun\w*|municipality)\b")
"""Asked about the municipality, not about the bot: "är kommunen stängd idag"."""


def talked(conversation: Conversation, understood: Understood, spots: Spots, atlas: Atlas) -> Turn:
    """The answer to what is no matter of a municipality's."""
    match understood.intent:
        case "human":
            return guidance.human(conversation, spots, atlas)
        case "privacy":
            return talk.ask_forget(conversation) if understood.detail == "erase" else talk.privacy(conversation)
        case "checkin.manage" if conversation.place and conversation.topic and not is_managing(understood.text):
            return talk.no_more(conversation, atlas.municipality(conversation.place).name)
        case "checkin.manage" if understood.decision != "answer" and not is_managing(understood.text):
            return unsure(conversation, understood, spots, atlas)
        case "checkin.manage":
            return none_here(conversation, atlas)
        case "smalltalk":
            return _chatted(conversation, understood, spots, atlas)
        case _:
            return talk.refuse(conversation)


def _chatted(conversation: Conversation, understood: Understood, spots: Spots, atlas: Atlas) -> Turn:
    if understood.detail == "language" and (wanted := language_named(understood.text)):
        return repeated(talk.speak(conversation, wanted), atlas)
    if is_fed_up(understood.text):
        return talk.small(conversation, "abuse")
    if is_no_help(understood.text):
        return talk.say(conversation, "ack", "talk.not_helped", HUMAN, MENU)
    if understood.detail == "identity" and _OF_THEM.search(fold(understood.text)):
        return guidance.answer(conversation, guidance.CONTACT, spots, atlas)
    if understood.detail in ("chitchat", "hello") and _THANKS.intersection(tokens(understood.text)):
        return talk.small(conversation, "thanks")
    if understood.detail == "hello" and not conversation.greeted:
        return talk.greet(conversation)
    if understood.detail == "identity":
        # Who asks back is still to say where: "are you run by the municipality?", then "Lund".
        told = talk.small(conversation, "identity")
        waits = conversation.asked if conversation.asked == "place" else ""
        return replace(told, conversation=replace(told.conversation, asked=waits))
    pleased = is_pleased(understood.text)
    agrees = pleased or understood.detail == "yes" or tokens(understood.text)[:1] in ([word] for word in YES)
    said = "yes" if pleased else understood.detail
    return (_agreed(conversation, spots, atlas) if agrees else None) or talk.small(conversation, said)


def _agreed(conversation: Conversation, spots: Spots, atlas: Atlas) -> Turn | None:
    """A plain yes: to what was offered first, or to nothing."""
    if conversation.first_offer == HUMAN.id:
        return guidance.human(conversation, spots, atlas)
    match conversation.asked:
        case "place" if conversation.topic:
            return guidance.name_place(conversation, conversation.topic)
        case "topic" if conversation.options and conversation.options[0].topic == conversation.topic:
            return visit(conversation, conversation.options[:1], atlas)
        case "topic" if conversation.topic and not conversation.options:
            return guidance.answer(conversation, conversation.topic, spots, atlas)
        case _:
            return None


def repeated(spoken: Turn, atlas: Atlas) -> Turn:
    """The door in hand once more, in the language just chosen."""
    known = spoken.conversation
    if not (known.topic and known.places):
        return spoken
    return guidance.answer(replace(known, asked="topic"), known.topic, (), atlas)
