"""Words at a desk that were meant for the bot and missed: they get one line back. All other words are internal."""

import re

from bot.messages import Say

_LOTS = re.compile(r"\s*/lots(?:@\w+)?(?:\s+(?P<rest>.*))?", re.S | re.I)
_ANSWER = re.compile(r"\s*(?:[/!](?:be)?svar\w*|[/!](?:answ?e?r|reply)\w*|svar\s*:|(?:svara|answer|reply)\s+\S)", re.I)
_COMMAND = re.compile(r"\s*/(?P<name>[^\W\d_]\w*)(?:@\w+)?(?:\s.*)?", re.S)
_LABELS = (
    "ta ärendet|jag tar (?:ärendet|det|den)|svara|pausa|fortsätt|fel väg|skicka vidare|avsluta|skicka|ångra|"
    "take it|i take it|take the case|answer|pause|go on|wrong way|pass on|close|send|undo"
)
_BUTTON = re.compile(rf"\s*(?:{_LABELS})\s*[.!…]*\s*", re.I)
LONGEST = 60
"""Characters of what was not understood that are said back."""


def is_lots(text: str) -> bool:
    """Is it said to the bot by its command?"""
    return bool(_LOTS.fullmatch(text))


def mistyped_in_thread(text: str) -> Say | None:
    """What to say to words in a case's thread that look like an answer, a command or a button and are none."""
    if _BUTTON.fullmatch(text):
        return Say("desk.is_button")
    if _ANSWER.match(text):
        return Say("desk.not_an_answer")
    command = _COMMAND.fullmatch(text)
    return Say("desk.no_command", {"said": f"/{command['name']}"[:LONGEST]}) if command else None


def mistyped(text: str) -> Say | None:
    """What to say to words outside any case that are marked as meant for the bot."""
    if found := _LOTS.fullmatch(text):
        return Say("upkeep.not_understood", {"said": (found["rest"] or "").strip()[:LONGEST]})
    marked = text.lstrip().startswith(("/", "!")) and _ANSWER.match(text)
    return Say("desk.which_case") if marked else None
