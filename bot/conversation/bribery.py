"""Who wants to bribe is told plainly that it is a crime, and shown the open way to the municipality's purchases."""

import re
from dataclasses import replace

from bot.messages import Choice, Reply, Say
from intents import Understood, fold
from knowledge import Atlas

from .choices import HUMAN, topic_choice
from .named import meant_spots
from .state import Conversation, Turn

_SELL = "procurement.register"
_OFFICIAL = (
    r"(upphandl|handlagg|tjanstem|politik|inkop|kommun|chef|inspekt|namnd|nagon|nan\b|er\b|dig\b|dem\b"
    r"|purchas|procure|offic|munic|counc|politic|buyer|inspec|someone|somebody|them\b|him\b|her\b|you\b)"
)
_BRIBE = re.compile(
    r"\bmutar (jag|vi|man)\b|\b(jag|vi|man) mutar\b"
    # "Muta in" is to stake a claim in the ground.
    r"|\b(att|kan|far|vill|ska|maste|kunna|bara|behover|borde|jag|vi|man|hur) muta\b(?! in\b)"
    rf"|\bmuta (en |ett |den |de )?{_OFFICIAL}"
    r"|\b(ge|ger|betala|betalar|erbjuda|erbjuder|skicka|sticka|lamna)"
    r"( (?!eller\b|ar\b|som\b)\w+){0,3} (en muta|mutor)\b"
    r"|\b(to|can|could|i|we|should|just|must|may) bribe\b|\bbribing\b"
    rf"|\bbribe (an? |the |your |my )?{_OFFICIAL}"
    r"|\b(give|pay|offer|send|slip)( (?!or\b|is\b|as\b)\w+){0,3} (a bribe|bribes)\b"
)
_HIDDEN = re.compile(r"\b(under bordet|under the table)\b")
_PAYS = re.compile(r"\b(betala|betalar|ge|ger|sticka|smyga|pengar|slant|kontant\w*|swisha|pay|give|slip|money|cash)\b")


def is_bribe(text: str) -> bool:
    """Does a text ask how to bribe? Whether something is a bribe, or that one was asked for, is another question."""
    folded = " ".join(fold(text).split())
    paid = _HIDDEN.search(folded) and _PAYS.search(folded) and re.search(rf"\b{_OFFICIAL}", folded)
    return bool(paid or _BRIBE.search(folded))


def bribe_refused(conversation: Conversation, understood: Understood, atlas: Atlas) -> Turn | None:
    """No, and why, with the way that is open to all; None if it is about something else."""
    if not is_bribe(understood.text):
        return None
    spots = meant_spots(understood, atlas)
    here = Choice(f"door:{spots[0].code}:{_SELL}", f"topic.{_SELL}") if len(spots) == 1 else None
    reply = Reply("ack", (Say("talk.bribe"),), (here or topic_choice(_SELL), HUMAN))
    return Turn(replace(conversation, asked="", missed=0), (reply,))
