"""Calendar files of what was agreed in the talk: a deadline, a meeting. Only where there is a real date."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.desk import Escalation
from bot.guiding import Walk, agenda_of, minutes_of
from bot.messages import File, Moment, Say
from bot.messages.files import Meeting
from knowledge import Checklist

SHORTEST = timedelta(minutes=15)
"""What a deadline takes in a calendar: seen on a phone, and in nobody's way."""


def deadline_file(escalation: Escalation, deadline: Moment, desk: str, now: datetime) -> File:
    """When an answer is promised. The same case has the same entry; a later one takes the place of an earlier."""
    about = Meeting(
        uid=f"{_hidden(escalation.conversation)}-case-{escalation.number}@foretagslots",
        start=deadline.at,
        end=deadline.at + SHORTEST,
        changed=now,
        organizer=desk,
        sequence=max(int((now - escalation.opened_at).total_seconds()) // 60, 0),
    )
    values = {"number": str(escalation.number)}
    parts = (Say("calendar.deadline", values), Say("calendar.deadline_about", values | {"desk": desk}))
    return File(Say("calendar.file", values), parts, about)


def meeting_file(walk: Walk, checklist: Checklist, language: str, talk: str, now: datetime) -> File:
    """The first meeting of a collaboration with its agenda: at an hour, or the whole day if none was named."""
    start: date | datetime
    if "T" in walk.meets:
        start = datetime.fromisoformat(walk.meets)
        end: date | datetime = start + timedelta(minutes=minutes_of(walk, checklist))
    else:
        start = date.fromisoformat(walk.meets)
        end = start + timedelta(days=1)
    about = Meeting(
        uid=f"{_hidden(talk)}-{checklist.id}@foretagslots", start=start, end=end, changed=now, sequence=walk.dated
    )
    agenda = Say("guide.page_list", {"lines": agenda_of(walk, checklist, language)})
    return File(Say("guide.file_ics"), (Say("guide.meeting"), agenda), about)


def _hidden(conversation: str) -> str:
    """A mark of the conversation that says nothing of who it is: a calendar is shared."""
    return sha256(conversation.encode()).hexdigest()[:16]
