"""Words while something waits for a yes: the yes, a no, the words themselves, a question to us, or a new matter."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.aspects import aspect_of, beside_it
from bot.conversation.meaning import topics_of
from bot.conversation.moves import Move, move_of, points_back
from bot.conversation.state import Conversation, Draft, Heard, Turn
from bot.conversation.tone import is_definition
from bot.guiding import is_question
from intents import Understood

from .consenting import (
    asks_for_other_words,
    asks_when_answered,
    is_back_to_it,
    is_nameless,
    is_no,
    is_order,
    is_to_all,
    is_to_them,
    is_yes,
    tells_how_to_reach,
)
from .drafting import answered_by, fitting, is_place, others_asked, pressed, shown
from .masking import masked


def words_about(conversation: Conversation, draft: Draft, text: str, heard: Heard, now: datetime) -> Turn | None:
    """What words do to a draft, or None if they are the guidance's: it waits meanwhile."""
    if (turn := _of_the_draft(conversation, draft, text, heard, now)) is not None:
        return turn
    reach = tells_how_to_reach(text)
    if draft.asides and not (reach or is_order(text)):
        return None
    if is_no(text) or move_of(text) is Move.NEVER_MIND:
        return pressed(conversation, draft, "cancel", heard, now)
    if not draft.words and is_place(heard.understood):
        return None  # no words of theirs, but where it goes
    if not draft.words:
        return shown(conversation, replace(draft, words=fitting(masked(text))), heard, now)
    if is_yes(text):
        # Never unseen: after something else it is shown once more.
        return pressed(conversation, draft, "show" if draft.asides else "send", heard, now)
    if asks_for_other_words(text):
        return pressed(conversation, draft, "words", heard, now)
    new = not (reach or is_to_them(text)) and (_is_new(heard.understood, draft) or _is_to_us(conversation, text))
    if is_place(heard.understood) or new:
        return None
    more = fitting(f"{draft.words}\n{masked(text)}")
    return shown(conversation, replace(draft, words=more), heard, now)


def _of_the_draft(conversation: Conversation, draft: Draft, text: str, heard: Heard, now: datetime) -> Turn | None:
    """What is said of the draft itself, also after something else: show it, leave out the name, when is the answer."""
    if move_of(text) is Move.ASKING and not draft.asides:
        return shown(conversation, draft, heard, now)
    if not draft.words:
        return None
    if is_back_to_it(text) and (draft.asides or not points_back(text)):
        return pressed(conversation, draft, "show", heard, now)
    if is_nameless(text):
        return pressed(conversation, draft, "name", heard, now)
    if asks_when_answered(text):
        return answered_by(conversation, draft, heard, now)
    if is_to_all(text) and not draft.asides and others_asked(conversation, draft, heard):
        return pressed(conversation, draft, "all", heard, now)
    again = move_of(text) in (Move.AGAIN, Move.ENOUGH) and not draft.asides
    return pressed(conversation, draft, "show", heard, now) if again else None


def _is_to_us(conversation: Conversation, text: str) -> bool:
    """Is it a plain question on the answer before the draft, or what a word means, or a wish to go back?"""
    if points_back(text) or is_definition(text):
        return True
    aspect = aspect_of(text)
    return bool(conversation.topic and aspect and not beside_it(text, aspect))


def _is_new(understood: Understood | None, draft: Draft) -> bool:
    """Clearly something else, or a question: then the draft waits and the guidance answers."""
    if understood is None or understood.decision != "answer":
        return False
    of_it = draft.topic in topics_of(understood) and not understood.places
    return not of_it or is_question(understood.text)
