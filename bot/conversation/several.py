"""A name that stands for several municipalities: asked about, never guessed."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Choice, Reply, Say
from intents import Place, Understood
from knowledge import Atlas

from . import guidance
from .choices import HUMAN, door_choice, place_choice
from .doors import MOST_BUTTONS
from .meaning import near_topics
from .named import Spots, wanted
from .state import Conversation, Turn
from .unsure import LIKELY, chance_of


def unclear_of(understood: Understood, spots: Spots = ()) -> Place | None:
    """The first place meant that is several municipalities, none of them one that was named beside it."""
    named = {spot.code for spot in spots}
    meant = (place for place in wanted(understood) if len(place.codes) > 1 and not named.intersection(place.codes))
    return next((place for place in meant if not spots or place.kind != "region"), None)


def likely_topic(conversation: Conversation, understood: Understood) -> str | None:
    """What it is most likely about when that is not sure: one question at a time, and the place comes first."""
    near = near_topics(understood)
    return near[0] if near and chance_of(understood, near[0]) >= LIKELY else conversation.topic


def ask_which(conversation: Conversation, place: Place, topic: str | None, atlas: Atlas) -> Turn:
    """Which of them? After a question, the nation's way with the choice beside it."""
    few = _few(place.codes, topic, atlas)
    region = "ask.region_or_all" if topic and not conversation.asked else "ask.region"
    named = Say("ask.which" if few else region, {"name": place.text})
    if conversation.asked == "person":
        return Turn(replace(conversation, missed=0), (Reply("ask_place", (named,), (*few, _ANYWHERE)[:MOST_BUTTONS]),))
    if topic and conversation.asked:
        return _nation_beside(conversation, named, few, topic, atlas)
    reply = Reply("ask_place", (named,), (*few, HUMAN))
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


_ANYWHERE = Choice(f"nation:{guidance.CONTACT}", "choice.human_anywhere")


def _few(codes: Sequence[str], topic: str | None, atlas: Atlas) -> Sequence[Choice]:
    """A button for each, if there are not too many."""
    if len(codes) >= MOST_BUTTONS:
        return ()
    found = [atlas.municipality(code) for code in codes]
    return [door_choice(topic, each) if topic else place_choice(each) for each in found]


def _nation_beside(conversation: Conversation, named: Say, few: Sequence[Choice], topic: str, atlas: Atlas) -> Turn:
    turn = guidance.nation(conversation, topic, atlas)
    whole = turn.replies[0]
    links = [choice for choice in whole.choices if choice.url]
    choices = (*links, *few[: MOST_BUTTONS - 1 - len(links)], HUMAN)
    return replace(turn, replies=(Reply(whole.kind, (named, *whole.parts), choices),))


def still_open(conversation: Conversation, topic: str, atlas: Atlas) -> Turn | None:
    """A matter instead of the answer to which of them: the nation's way, and the same choice beside it."""
    offered = [stop.places[0] for stop in conversation.options if not stop.topic and len(stop.places) == 1]
    if conversation.asked != "place" or conversation.topic or conversation.places or len(offered) < 2:
        return None
    return _nation_beside(conversation, Say("ask.which_of"), _few(offered, topic, atlas), topic, atlas)


def told_beside(turn: Turn, place: Place, topic: str, atlas: Atlas) -> Turn:
    """The answer for the municipalities that are clear, with the choice between the others."""
    first, *rest = turn.replies
    few = _few(place.codes, topic, atlas)
    kept = [each for each in first.choices if each is not HUMAN and not each.id.startswith("helped:")]
    room = MOST_BUTTONS - 1 - len(few)
    key = "ask.which" if few else "ask.region"
    parts = (*first.parts, Say(key, {"name": place.text}))
    reply = replace(first, parts=parts, choices=(*kept[: max(room, 0)], *few, HUMAN))
    return replace(turn, replies=(reply, *rest))
