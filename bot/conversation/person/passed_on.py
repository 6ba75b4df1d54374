"""What erasing does not reach: what has been passed on to a person."""

from dataclasses import replace

from bot.conversation.state import Heard, Turn
from bot.messages import Say


def with_passed_on(heard: Heard, turn: Turn) -> Turn:
    """Where erasing is spoken of: what becomes of a question that is with a person, and of what they have read."""
    if not heard.escalation or not turn.replies:
        return turn
    first, *rest = turn.replies
    spoken = first.parts[0] if first.parts else None
    key = spoken.key if isinstance(spoken, Say) else ""
    if key not in ("privacy.kept", "privacy.sure", "privacy.forgotten"):
        return turn
    of_open = {"privacy.sure": "privacy.case_taken_back", "privacy.forgotten": "privacy.case_was_taken_back"}
    told = (Say(of_open[key]),) if heard.escalation.is_open and key in of_open else ()
    return replace(turn, replies=(replace(first, parts=(*first.parts, *told, Say("privacy.case_stays"))), *rest))
