"""One message → new state, replies, effects. Pure: the same arguments always give the same turn."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.effects import EndPushes, ResumePushes
from bot.messages import (
    Blocked,
    Deleted,
    Edit,
    Location,
    Moved,
    Opened,
    Press,
    Reply,
    Say,
    SentFiles,
    Start,
    Text,
    Unsupported,
)
from intents import Understood
from knowledge import Atlas

from . import advising, guidance, reporting, talk
from .abroad import elsewhere
from .afresh import restarted
from .arriving import located, started
from .bribery import bribe_refused
from .chatting import repeated, talked
from .checkins import follow_up_heard, noted
from .choices import HUMAN, START, chosen
from .comparing import neighbours
from .expecting import among_view, is_detail
from .foreign import foreign
from .guide.collaborating import heard_in_guide
from .leaning import followed, visit
from .meaning import COURTESIES, at_home, in_language, is_elsewhere, is_sure, is_talk, permit_named, topics_of
from .moves import ordinal_of, tokens
from .named import codes_named, meant_spots, without_places
from .nearest import with_nearest
from .openings import with_permits
from .person import checking, drafting, escalating
from .person.passed_on import with_passed_on
from .person.relaying import with_pass
from .several import ask_which, likely_topic, still_open, told_beside, unclear_of
from .state import Conversation, Heard, Spot, Turn
from .tone import is_despair, is_outburst, is_pleased
from .trail import pointed, remembered
from .unsure import hints, unsure
from .ways_back import draft_aside, set_aside, with_ways_back


def step(conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime) -> Turn:
    """What to answer, remember and do. `now` is aware; nothing here reads a clock."""
    if heard.language and not conversation.greeted:
        conversation = replace(conversation, language=heard.language)
    words = heard.understood if isinstance(heard.content, Text) else None
    spoken = in_language(conversation, words) if words else conversation
    if (turn := restarted(conversation, heard)) is not None:
        return with_ways_back(turn, heard, atlas)
    if (turn := follow_up_heard(spoken, heard, atlas, now)) is not None:
        return _introduced(conversation, heard, turn)
    turn = noted(conversation, heard, _stepped(conversation, heard, atlas, now), atlas, now)
    return with_passed_on(heard, turn)


def _stepped(conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime) -> Turn:
    """What is not about a follow-up."""
    if (turn := reporting.heard_first(conversation, heard, atlas)) is not None:
        return _introduced(conversation, heard, turn)
    conversation = replace(conversation, reporting="")
    if (turn := heard_in_guide(conversation, heard, atlas, now)) is not None:
        return _introduced(conversation, heard, turn)
    conversation = set_aside(conversation, heard)
    if (turn := escalating.heard_first(conversation, heard, now)) is not None:
        return _introduced(conversation, heard, with_ways_back(turn, heard, atlas))
    match heard.content:
        case Text(text) if stops := pointed(conversation, without_places(text, heard.understood)):
            turn = visit(conversation, stops, atlas, meant_spots(heard.understood, atlas) if heard.understood else ())
        case Text(text) if choice := chosen(text, conversation.offered):
            turn = press(conversation, choice, atlas)
        case Text(text) if ordinal_of(text) is not None and not conversation.asked:
            turn = talk.own_words(conversation)
        case Text(text):
            turn = _said(conversation, text, heard.understood, atlas)
        case Press(choice):
            turn = press(conversation, choice, atlas)
        case Location(latitude, longitude):
            turn = located(conversation, atlas.locate(latitude, longitude), atlas)
        case Start(payload):
            turn = started(conversation, payload, atlas)
        case Edit(message_id, text):
            turn = _edited(conversation, message_id, text, heard.understood, atlas)
        case Deleted() | Moved():
            turn = Turn(conversation)
        case SentFiles() as sent:
            return step(conversation, replace(heard, content=sent.spoken), atlas, now)
        case Unsupported(kind):
            turn = talk.unsupported(conversation, kind)
        case Opened():
            return Turn(conversation, (Reply("home", (Say("hello.first"), Say("hello.home")), START),))
        case Blocked(back):
            return Turn(conversation, effects=(ResumePushes() if back else EndPushes(),))
        case _:
            assert_never(heard.content)
    turn = remembered(with_nearest(turn, heard.near, atlas), codes_named(heard.understood))
    waits = draft_aside(turn.conversation.draft) if turn.replies else turn.conversation.draft
    kept = replace(turn.conversation, draft=waits)
    turn = replace(turn, conversation=escalating.remembered(conversation, heard, replace(turn, conversation=kept), now))
    turn = drafting.proposed(checking.checked(turn, heard, atlas, now), heard, atlas, now)
    turn = with_pass(turn, heard, now)
    return _introduced(conversation, heard, with_ways_back(turn, heard, atlas))


def _introduced(before: Conversation, heard: Heard, turn: Turn) -> Turn:
    """The first words to a person say that they come from a bot, whatever was asked."""
    said = isinstance(heard.content, Text)
    kept = replace(turn.conversation, last_message=heard.message_id if said else before.last_message)
    if before.greeted or not turn.replies or turn.replies[0].kind == "greeting":
        return replace(turn, conversation=kept)
    first = replace(turn.replies[0], parts=(Say("hello.short"), *turn.replies[0].parts))
    return replace(turn, conversation=replace(kept, greeted=True), replies=(first, *turn.replies[1:]))


def _said(conversation: Conversation, text: str, understood: Understood | None, atlas: Atlas) -> Turn:
    command = text.split(maxsplit=1)[0].partition("@")[0].casefold() if text.startswith("/") else ""
    if command in talk.COMMANDS:
        return _commanded(conversation, talk.COMMANDS[command], atlas)
    if is_despair(text):
        return talk.comfort(conversation)
    if is_outburst(text):
        return talk.small(conversation, "abuse")
    if (language := foreign(text)) is not None:
        return talk.foreign(conversation, language)
    if not tokens(text) and "?" in text:
        return talk.own_words(conversation)
    if not tokens(text) and not is_pleased(text):
        return talk.unsupported(conversation, "sticker")
    if understood is None:
        return talk.refuse(conversation)
    spoken = in_language(conversation, understood)
    refused = bribe_refused(spoken, understood, atlas)
    turn = refused or followed(spoken, understood, atlas) or _meant(spoken, understood, atlas)
    here = understood.places and turn.conversation.place
    if turn.replies and turn.replies[0].kind in elsewhere(text) and not here:
        return talk.say(turn.conversation, "refuse", "ask.outside", *START[:3], HUMAN)
    return with_permits(turn, understood, atlas)


def _meant(conversation: Conversation, understood: Understood, atlas: Atlas) -> Turn:
    """What the words mean here: a topic, a place, both, or something of the talk."""
    spots = meant_spots(understood, atlas) or at_home(conversation, understood)
    unclear = unclear_of(understood, spots)
    sure = is_sure(conversation, understood)
    topics = topics_of(understood) if sure else permit_named(understood)
    topics = among_view(conversation, understood) or topics
    if is_detail(understood) and conversation.topic and conversation.asked in ("place", "topic") and not unclear:
        return guidance.answer_all(conversation, (conversation.topic, *conversation.also), spots, atlas)
    if is_talk(understood) and not (spots and understood.detail in COURTESIES):
        return talked(conversation, understood, spots, atlas)
    if conversation.asked == "person" and spots and not is_elsewhere(understood):
        # A person was asked for, and now they say where and what about: that is for the person.
        return guidance.human(replace(conversation, topic=topics[0] if topics else conversation.topic), spots, atlas)
    if unclear and not spots:
        likely = topics[0] if topics else likely_topic(conversation, understood)
        return ask_which(conversation, unclear, likely, atlas)
    only_place = not (is_elsewhere(understood) or hints(conversation, understood))
    bare = drafting.is_place(understood) or (only_place and (sure or understood.decision == "refuse"))
    if spots and not topics and bare:
        return guidance.placed(conversation, spots, atlas)
    if topics and not spots and (turn := still_open(conversation, topics[0], atlas)) is not None:
        return turn
    if topics:
        turn = guidance.answer_all(conversation, topics, spots, atlas)
        return told_beside(turn, unclear, topics[0], atlas) if unclear and turn.replies[0].kind != "clarify" else turn
    return unsure(conversation, understood, spots, atlas)


def _edited(
    conversation: Conversation, message_id: str, text: str, understood: Understood | None, atlas: Atlas
) -> Turn:
    """A mended question is answered if the first try was not understood; an answered one is left in peace."""
    if message_id == conversation.last_message and conversation.missed:
        return _said(replace(conversation, missed=conversation.missed - 1), text, understood, atlas)
    return Turn(conversation)


def _commanded(conversation: Conversation, command: str, atlas: Atlas) -> Turn:
    match command:
        case "hello":
            return talk.greet(conversation)
        case "help":
            return talk.help_with(conversation)
        case "place":
            return talk.ask_place_to_remember(conversation)
        case "language":
            return talk.small(conversation, "language")
        case "human":
            return guidance.human(conversation, (), atlas)
        case _:
            return talk.privacy(conversation)


def press(conversation: Conversation, choice: str, atlas: Atlas) -> Turn:
    """A button, however old. One that leads nowhere any more is answered kindly."""
    match choice.split(":"):
        case ["topic", topic] if topic in atlas.national:
            return guidance.answer(conversation, topic, (), atlas)
        case ["nation", topic] if topic in atlas.national:
            return guidance.nation(conversation, topic, atlas)
        case ["place", code] if code in atlas:
            return guidance.placed(conversation, (Spot(code),), atlas)
        case ["door", code, topic] if code in atlas and topic in atlas.national:
            return guidance.answer(conversation, topic, (Spot(code),), atlas)
        case ["told", kind, value]:
            return advising.told(conversation, kind, value, atlas) or talk.stale(conversation)
        case ["near", code, topic] if code in atlas and topic in atlas.national:
            return neighbours(conversation, topic, code, atlas)
        case ["rules", entry_id]:
            return guidance.rules(conversation, entry_id, atlas) or talk.stale(conversation)
        case ["entry", entry_id]:
            return guidance.other(conversation, entry_id, atlas) or talk.stale(conversation)
        case ["language", ("sv" | "en") as language]:
            return repeated(talk.speak(conversation, language), atlas)
        case ["helped", entry_id] if atlas.entry(entry_id):
            return talk.ask_helped(conversation, entry_id)
        case [("yes" | "no") as answer, entry_id]:
            return talk.note_helped(conversation, entry_id, answer == "yes", atlas)
        case ["human"]:
            return guidance.human(conversation, (), atlas)
        case ["contact"]:
            return guidance.human(replace(conversation, asked="place"), (), atlas)
        case ["menu"]:
            return talk.help_with(conversation)
        case ["more"]:
            return talk.more(conversation)
        case ["forget"]:
            return talk.ask_forget(conversation)
        case ["forget", "yes"]:
            return talk.forget(conversation)
        case _:
            return talk.stale(conversation)
