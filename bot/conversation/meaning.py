"""What an understood text means in this conversation: topics, municipalities, and how sure that is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from intents import Need, Understood, fold

from .moves import LONGEST, tokens
from .state import Conversation, Spot
from .tone import is_definition, names_a_human

TALK = frozenset({"smalltalk", "human", "privacy", "checkin.manage", "out_of_scope"})
"""Intents of the talk itself: they have no door."""

COURTESIES = frozenset({"hello", "thanks", "bye", "yes", "no", "chitchat"})
"""Small talk that yields to a place named with it: "tack, och i Tomelilla?"."""

HOME = ("min kommun", "min egen kommun", "hemkommun", "var kommun", "my municipality", "our municipality")
"""Words for the municipality that somebody said is theirs, folded."""

MOST_NEEDS, MOST_LISTED = 2, 4
"""Needs that the understanding tells apart in one message; permits by name that are all answered."""

_PERMITS = {
    f"permits.{permit}": re.compile(rf"\b({names})")
    for permit, names in {
        "building": "bygglov|bygganmalan|building permit",
        "alcohol": "serveringstillstand|alkoholtillstand|alcohol|liquor",
        "food": "livsmedel|food registration",
        "seating": "uteserv|outdoor seating",
        "market": "torghandel|torgplats|market stall|market trad",
        "tobacco": "tobak|folkol|tobacco",
        "hygiene": "hygien|hygiene",
        "environment": "miljofarlig|miljotillstand|environmental",
    }.items()
}

LIKELY = 0.5
"""The chance from which small talk, or a wish for a person, is taken for what it seems."""

SINGLE = 0.55
"""The chance from which the one matter that is near at all is meant."""

TORN = 0.35
"""The chance of a matter from which a wish for a person, that is merely likely, may be that instead."""

FRAGMENT, LEANING, SAME = 5, 0.62, 0.3
"""Words of a message that leans on what was said before it; the chance from which it is then clear, and from which it
is if it is likeliest about the matter in focus."""

OF_FOCUS = 0.4
"""The chance from which a text that is likeliest about the matter answered last is."""

PERHAPS = 0.15
"""The chance of permits from which the one named is meant: "hur lång tid tar ett bygglov, vad kostar det"."""

_GOES_ON = frozenset("och o a men om ifall samt sen dessutom and but if what so also".split())
"""First words of a text that goes on from what was said before."""
_AGREEING = frozenset("ok okej okay ja jo jaha aha yes right fine alright nej no".split())

HEADING = 4
"""Words of a sentence that only names what the next one is about."""

_SENTENCE = re.compile(r"[.?!:]\s+")

SURE_OF_LANGUAGE = 3
"""Words it takes before a message in the other language changes the language of the conversation."""

WORTH_OFFERING = 0.03
"""The chance from which a topic is worth a button in the one question."""


def in_language(conversation: Conversation, understood: Understood) -> Conversation:
    """A message that is clearly in the other language changes it, unless a language was chosen."""
    spoken = understood.language
    # A name is in no language: "same for Skellefteå" is no Swedish.
    words = len(understood.text.split()) - sum(len(place.text.split()) for place in understood.places)
    enough = words >= SURE_OF_LANGUAGE or not conversation.greeted
    if spoken is None or conversation.language_chosen or not enough:
        return conversation
    return replace(conversation, language=spoken)


def is_sure(conversation: Conversation, understood: Understood) -> bool:
    """Is it clear enough to act on? In the middle of a talk a few words say more: "och bygglov då?". And a question
    with a single choice would be no question."""
    if understood.decision == "answer" or len(understood.needs) > 1:
        return True
    if understood.decision != "clarify" or understood.intent in TALK:
        return False
    if understood.confidence >= SINGLE and len(near_topics(understood)) == 1:
        return True
    if understood.confidence >= LIKELY and names_its_permit(understood):
        return True
    if not (conversation.topic and understood.content):
        return False
    words = len(understood.text.split())
    before = () if understood.places else (stop.topic for stop in conversation.trail)
    spoken_of = (conversation.topic, *before)
    same = any(topic.startswith(understood.intent) for topic in spoken_of)
    first = next((word for word in tokens(understood.text) if word not in _AGREEING), "")
    goes_on = same and first in _GOES_ON and words <= LONGEST and not understood.places
    if goes_on and understood.confidence >= LIKELY and (understood.intent != "permits" or understood.detail):
        return True  # "å om vi tar in en tatuerare på torsdagar", "ok and if the bank says no"
    if _is_of_answered(conversation, understood) and words <= LONGEST:
        return True
    least = SAME if conversation.topic.startswith(understood.intent) else LIKELY if same else LEANING
    return words <= FRAGMENT and understood.confidence >= least


def _is_of_answered(conversation: Conversation, understood: Understood) -> bool:
    """Is it likeliest of the very matter that was answered last? To ask which one is meant would be deaf."""
    told = conversation.trail[-1:] if not (conversation.asked or understood.places) else ()
    if not any(stop.topic == conversation.topic for stop in told):
        return False
    return (conversation.topic or "").startswith(understood.intent) and understood.confidence >= OF_FOCUS


def is_elsewhere(understood: Understood) -> bool:
    """Is it most likely a matter that is not ours, said about a place? Then the place alone is no answer."""
    return understood.intent == "out_of_scope" and understood.confidence >= LIKELY and understood.content > 1


def is_talk(understood: Understood) -> bool:
    """Is it about the talk itself? Small talk is answered when it is merely likely: a wrong smile costs nothing."""
    if understood.intent not in TALK:
        return False
    likely = understood.intent != "out_of_scope" and understood.confidence >= LIKELY
    # "och personal" may be a person and may be staff: the one question, which has a person in it, tells.
    named = names_a_human(understood.text)  # in so many words: no staff
    torn = understood.intent == "human" and not named and any(chance >= TORN for _, chance in _doors(understood))
    return understood.decision == "answer" or (likely and not torn)


def topics_of(understood: Understood) -> tuple[str, ...]:
    """The topics asked for, in order, each as finely as it was understood."""
    if is_definition(understood.text) and len(named := permits_in(understood.text)) == 1:
        return tuple(named)  # "vad är ett serveringstillstånd" is about that, whatever it sounds like
    whole = Need(understood.intent, understood.detail, understood.confidence)
    asked = [need for need in understood.needs if need.intent not in TALK] or [whole]
    if {need.intent for need in asked} == {"permits"} and len(listed := _permits_named(understood.text)) > len(asked):
        return listed
    topics = tuple(dict.fromkeys(topic_of(need) for need in asked if need.intent not in TALK))
    return topics[1:] if len(topics) > 1 and _is_heading(understood.text) and _same_track(topics) else topics


def _is_heading(text: str) -> bool:
    """Is the first sentence a few words that the next one explains? "Skolsamverkan då? Vi vill ta emot praoelever"."""
    first, *rest = _SENTENCE.split(text.strip(), maxsplit=1)
    return bool(rest) and len(rest[0].split()) > len(first.split()) and len(first.split()) <= HEADING


def _same_track(topics: Sequence[str]) -> bool:
    return len({topic.partition(".")[0] for topic in topics}) == 1


def permits_in(text: str) -> frozenset[str]:
    """The permits that stand in a text by name."""
    return frozenset(permit for permit, name in _PERMITS.items() if name.search(fold(text)))


def permit_chosen(conversation: Conversation, understood: Understood) -> tuple[str, ...]:
    """The permit named in answer to which permit it is, whatever else the words look like: "nån hygiengrej"."""
    asked = conversation.asked == "topic" and conversation.topic == "permits"
    named = [permit for permit, name in _PERMITS.items() if name.search(fold(understood.text))] if asked else []
    return tuple(named) if len(named) == 1 else ()


def names_its_permit(understood: Understood) -> bool:
    """Is it taken for the very permit that stands there by name?"""
    name = _PERMITS.get(f"permits.{understood.detail}") if understood.intent == "permits" else None
    return name is not None and bool(name.search(fold(understood.text)))


def permit_named(understood: Understood) -> tuple[str, ...]:
    """The one permit that stands there by name, of a text that is not sure but may be about permits."""
    named = permits_in(understood.text)
    may_be = dict(understood.candidates).get("permits", 0.0) >= PERHAPS
    return tuple(named) if len(named) == 1 and may_be and understood.decision == "clarify" else ()


def _permits_named(text: str) -> tuple[str, ...]:
    """The permits that are listed by name, three or more; two are told apart as needs are."""
    found = {match.start(): permit for permit, name in _PERMITS.items() if (match := name.search(fold(text)))}
    return tuple(found[at] for at in sorted(found))[:MOST_LISTED] if len(found) >= MOST_NEEDS + 1 else ()


def topic_of(need: Need) -> str:
    """The topic of a need: permits have one for each kind."""
    return f"{need.intent}.{need.detail}" if need.intent == "permits" and need.detail else need.intent


def at_home(conversation: Conversation, understood: Understood) -> tuple[Spot, ...]:
    said = fold(understood.text)
    named = not understood.places and any(words in said for words in HOME)
    return (Spot(conversation.home),) if conversation.home and named else ()


def _doors(understood: Understood) -> list[tuple[str, float]]:
    return [(intent, chance) for intent, chance in understood.candidates if intent not in TALK]


def near_topics(understood: Understood) -> tuple[str, ...]:
    """The topics that come near enough to be offered."""
    found = (intent for intent, chance in understood.candidates if chance >= WORTH_OFFERING)
    return tuple(intent for intent in found if intent not in TALK)
