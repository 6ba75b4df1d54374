"""Starting over: the talk begins anew from wherever it is, and what became of what was in hand is said."""

import re
from dataclasses import replace

from bot.messages import Part, Reply, Say, Text
from intents import Understood

from . import talk
from .checkins.waiting import open_question
from .choices import START, labelled
from .meaning import in_language
from .moves import FILLER, tokens
from .state import Conversation, Following, Heard, Turn
from .ways_back import set_aside

LONGEST = 10
"""Words of a text that asks for nothing else."""

_ANEW = re.compile(
    r"\b(borja|borjar|starta|startar|kor|kora|ta|tar) (\w+ ){0,2}om\b"
    r"|\b(borja|borjar|starta|startar|ta|tar|kor) (\w+ ){0,2}fran (borjan|noll|ruta ett|start|scratch)\b"
    r"|\b(borja|borjar|starta|startar) (pa nytt|pa ny kula|en ny|ett nytt|med nytt)\b"
    r"|\b(tillbaka|tillbaks|ater) till (borjan|start|starten|ruta ett|menyn|huvudmenyn)\b"
    r"|^(ny|nytt) (chatt|konversation|samtal|omgang|dialog)\b|\b(omstart|starta om)\b"
    r"|\b(nollstall(a|er)?|aterstall(a|er)?)\b|\b(rensa|tom) (chatten|samtalet|konversationen|dialogen)\b"
    r"|\b(start|starting|begin|do (it|this|that)|go|take it) (\w+ ){0,2}(over|again|afresh|anew)\b"
    r"|\b(start|begin|go|take|back|again) (\w+ ){0,2}(from|to|at) (the )?(very )?"
    r"(beginning|start|scratch|zero|top|menu)\b"
    r"|\b(start|begin|open) a (new|fresh) (chat|conversation|talk|one)\b|^(new|fresh) (chat|conversation|start|talk)\b"
    r"|\b(restart|reset)\b|\bclear (the )?(chat|conversation)\b|\b(from scratch|fran scratch|fran noll)\b"
)
_BESIDE = FILLER | frozenset(
    "glom forget vill kan ska skulle jag vi bara helt allt allting alltihop alltsammans hela fran pa nytt med ny nytt "
    "noll start "
    "chatt chatten samtal samtalet konversation konversationen dialog dialogen bot boten kor fel blev blir det har var "
    "lika gott bra basta bast snalla tack istallet hellre battre att det ar nog val ju visst omgang en gang till "
    "could would want to like can may just everything all whole thing chat conversation talk the lets s let ll well "
    "over again better rather instead from new fresh wrong went got this messed up confused nevermind please do "
    "right borjan beginning scratch hmm hm eh um actually ok have".split()
)


def asks_to_restart(text: str) -> bool:
    """Is it nothing but a wish to begin anew: "nej, vi börjar om från början", "can we start over"?"""
    joined = " ".join(words := tokens(text))
    found = _ANEW.search(joined)
    if not found or not words or len(words) > LONGEST:
        return False
    return not set(tokens(f"{joined[: found.start()]} {joined[found.end() :]}")) - _BESIDE


def restarted(conversation: Conversation, heard: Heard) -> Turn | None:
    """The beginning of a fresh talk, or None if that is not asked for. What is with a person or waits in the guide is
    not touched; what was on its way to a person is not sent, and that is said."""
    if not (isinstance(heard.content, Text) and asks_to_restart(heard.content.text)):
        return None
    if labelled(heard.content.text, conversation.offered):
        return None  # a button in view says what is to begin anew
    if not conversation.greeted:
        return talk.greet(_in_language(conversation, heard.understood))
    fresh = _blank(_in_language(set_aside(conversation, heard), heard.understood))
    parts: list[Part] = [Say("hello.fresh")]
    if conversation.draft:
        parts.append(Say("hello.fresh_draft"))
    if heard.escalation and heard.escalation.is_open:
        desk = heard.desks.get(heard.escalation.desk)
        values = {"number": str(heard.escalation.number), "desk": desk.name if desk else ""}
        parts.append(Say("human.has_it", values))
    return Turn(fresh, (Reply("greeting", (*parts, Say("hello.fresh_how")), START),))


def _put_by(follow: Following | None) -> Following | None:
    """A follow-up is no longer what was said last."""
    return replace(follow, fresh=False, person=False, pending="") if follow else None


def _in_language(conversation: Conversation, understood: Understood | None) -> Conversation:
    return in_language(conversation, understood) if understood else conversation


def _blank(known: Conversation) -> Conversation:
    """The same person with nothing in hand: their language, their own municipality, and what stands by itself."""
    waits = open_question(known)
    invited = waits is not None and waits.question.startswith("join:")  # and not answered: not asked again
    return Conversation(
        known.id,
        language=known.language,
        language_chosen=known.language_chosen,
        greeted=True,
        home=known.home,
        last_message=known.last_message,
        desk_spoke_at=known.desk_spoke_at,
        relayed=known.relayed,
        walk=known.walk,
        follow=None if invited else _put_by(known.follow),
    )
