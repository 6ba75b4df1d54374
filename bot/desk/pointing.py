"""Pointer mode: the chat service shows number, topic and deadline; the words are read on a page of our own."""

from datetime import datetime

from bot.messages import Choice, Moment

from .desks import Member
from .worked import Worked


def read(worked: Worked, member: Member, url: str, until: datetime) -> Worked:
    """A link to the case, for a while. It is a button: the services fetch addresses that stand in words, to show
    what they lead to."""
    number = str(worked.escalation.number)
    if not url:
        return worked.to_desk("desk.read_in_terminal", {"number": number})
    worked = worked.noted(member.id, "linked")
    opens = Choice(f"e:{number}:page", "desk.open_page", {"number": number}, url=url)
    return worked.to_desk("desk.read_here", {"name": member.name, "until": Moment(until, short=True)}, opens)
