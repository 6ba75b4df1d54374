"""Who does what: organisations side by side, whom to start with and why; at most one question decides."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.messages import Choice, Gone, Reply, Say, WhoDoesWhat
from intents import Understood, fold, is_only_denied
from knowledge import MUNICIPALITY, Advice, Atlas, Case, Level, case_of, choose, vocabulary

from .aspects import asks
from .choices import HUMAN, topic_choice
from .doors import MOST_BUTTONS
from .expecting import is_foreign
from .meaning import MOST_NEEDS
from .state import Conversation, Spot, Turn

TOPICS = frozenset({"funding", "programme"})
"""Matters that several organisations share."""

NEAR = frozenset({*TOPICS, "start", "business.contact", "collaboration", "skills", "premises"})
"""Matters in which an organisation that is named by name is what is asked about."""

_WHO = re.compile(r"\b(vem|vilka|who|which)\b.{0,20}\b(hjalper|stottar|kan hjalpa|helps?|supports?|can help)\b")
"""Whom to turn to is asked in so many words: then it need not be sure which of those matters it is."""

BRIEF = 6
"""Words of an answer that only tells what a company is; a longer text may be about a matter of its own."""

_IF = re.compile(r"\b(om|ifall|if|when|nar) (man|jag|vi|i|we|you) ")
"""A question that tells of the company: "och om man redan kört i tre år?"."""

_TOLD: tuple[Literal["industry", "stage", "size"], ...] = ("industry", "stage", "size")
OTHER = "other"
"""The answer that none of the trades offered is theirs."""

_ASKS = {
    "industry": "who.ask_industry",
    "stage": "who.ask_stage",
    "size": "who.ask_size",
    "place": "who.ask_place",
}


def advised(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """Whom to turn to, if the text asks for that: by the matter, or by naming an organisation."""
    if is_only_denied(understood.text):
        return None
    sure = understood.decision == "answer"
    case = case_of(understood.text, atlas)
    if conversation.told and (turn := _told_more(conversation, case, understood, spots, atlas)):
        return turn
    # What every municipality does is no choice between organisations.
    named = [value for kind in ("body", "unknown") for value in case.values(kind) if value != MUNICIPALITY]
    if "företagarna" in understood.text:
        named = [value for value in named if value != "foretagarna"]  # in small letters: those who run companies
    matter = (sure and understood.intent in TOPICS) or (
        understood.intent in NEAR and _WHO.search(fold(understood.text))
    )
    asked = bool(matter and (case.values("need") or case.values("industry")))
    other = [need.intent for need in understood.needs if need.intent not in NEAR] if len(understood.needs) > 1 else ()
    if (
        other
        or len(understood.needs) > MOST_NEEDS
        or not (asked or (named and (understood.intent in NEAR or not sure)))
    ):
        return None
    topic = understood.intent if understood.intent in TOPICS else ""
    doors = [atlas.door(topic, spot.code) for spot in spots] if topic == "programme" and not named else []
    if doors and all(door.level is not Level.NATION for door in doors):
        # A municipality named with a programme: its own door before a choice of organisations.
        return None
    here = conversation.at(*(spot.code for spot in spots)) if spots else conversation
    region = tuple(code for place in understood.places for code in place.codes)
    return advise(here, case, topic, atlas, places=() if spots else region)


def _told_more(
    conversation: Conversation, case: Case, understood: Understood, spots: Sequence[Spot], atlas: Atlas
) -> Turn | None:
    """The same advice with what a company now tells of itself."""
    tells = any(case.values(kind) for kind in _TOLD)
    brief = understood.decision != "answer" or len(understood.text.split()) <= BRIEF
    elsewhere = understood.intent not in NEAR and not brief
    if (
        not tells
        or elsewhere
        or is_foreign(understood)
        or (asks(understood.text) and not _IF.search(fold(understood.text)))
        or case.values("body")
    ):
        return None
    news = tuple(clue for clue in case.clues if clue.kind in _TOLD)
    kept = (clue for clue in conversation.told if clue.kind not in {each.kind for each in news})
    merged = Case((*kept, *news))
    here = conversation.at(*(spot.code for spot in spots)) if spots else conversation
    return advise(replace(here, asked="topic"), merged, conversation.topic or "", atlas)


def advise(
    conversation: Conversation, case: Case, topic: str, atlas: Atlas, *, places: Sequence[str] = ()
) -> Turn | None:
    """The advice for a case where the talk is; the question that decides only if none was asked before.

    `places` are those it is about when that is a whole region, which is no focus of the talk.
    """
    advice = choose(atlas, case, places or conversation.places, ask=not conversation.asked)
    if advice is None or not (advice.start_with or advice.question or advice.closed):
        return None
    question = advice.question
    asks = (Say(_ASKS[question.dimension]),) if question else ()
    gone = tuple(Gone(body) for body in advice.closed)
    parts = (*gone, WhoDoesWhat(advice), *asks)
    kind = "answer" if advice.start_with or not question else "clarify"
    matter = topic or advice.topic
    settled = replace(conversation, topic=matter, asked="topic" if kind == "clarify" else "", missed=0)
    settled = replace(settled, told=case.clues)
    return Turn(settled, (Reply(kind, parts, _choices(advice, matter)),))


def _choices(advice: Advice, topic: str) -> tuple[Choice, ...]:
    question = advice.question
    dimension = question.dimension if question else ""
    answers: list[Choice] = []
    for option in question.options if question else ():
        words = {"sv": option.sv, "en": option.en}
        answers.append(Choice(f"told:{dimension}:{option.value}", "choice.other", words))
    start = advice.start_with
    # What every municipality does has a page of the nation, which is not the municipality's.
    page = start.url if start and start.id != MUNICIPALITY else ""
    opened = [Choice("open", "choice.open_body", {"body": start.name}, page)] if start and page else []
    doors = [] if answers else [topic_choice(topic)]
    return (*[*answers, *opened, *doors][: MOST_BUTTONS - 1], HUMAN)


def told(conversation: Conversation, kind: str, value: str, atlas: Atlas) -> Turn | None:
    """The answer to the question, or None if it is no longer known what it was about."""
    if not conversation.told:
        return None
    which = next((each for each in _TOLD if each == kind), None)
    if which is None or value not in (OTHER, *vocabulary().values(which)):
        return None
    answered = Case(conversation.told).told(which, value)
    return advise(replace(conversation, asked="topic"), answered, conversation.topic or "", atlas)


def advised_there(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """The same advice for the place now named, if it has no door of its own for that."""
    topic = conversation.topic or ""
    if not conversation.told or any(atlas.door(topic, spot.code).level is not Level.NATION for spot in spots):
        return None
    here = replace(conversation.at(*(spot.code for spot in spots)), home=conversation.home or spots[0].code)
    return advise(replace(here, asked="topic"), Case(conversation.told), topic, atlas)
