"""A checklist gone through in a talk: where one is, what was answered, what is asked next, and the page at the end.

Pure. The walk knows nothing of the rest of the talk; `bot.conversation.guide` leads into it and out again.
"""

from .asking import asked, choose_which, example, finished, paused, picked_up, way_back
from .hearing import Act, act_of, asks_for_end, asks_to_begin, asks_to_change, asks_to_go_on, is_question, picked
from .page import agenda_of, files_of, meeting_day, minutes_of, words_for_desk
from .walk import Walk, begun

__all__ = [
    "Act",
    "Walk",
    "act_of",
    "agenda_of",
    "asked",
    "asks_for_end",
    "asks_to_begin",
    "asks_to_change",
    "asks_to_go_on",
    "begun",
    "choose_which",
    "example",
    "files_of",
    "finished",
    "is_question",
    "meeting_day",
    "minutes_of",
    "paused",
    "picked",
    "picked_up",
    "way_back",
    "words_for_desk",
]
