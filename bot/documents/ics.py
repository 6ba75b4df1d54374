"""A meeting as a calendar file (RFC 5545), for the calendar of a phone or an office. Imported when one is made."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vUri

from bot.messages.files import Meeting
from bot.messages.words import Paragraph, Table

ZONE = "Europe/Stockholm"
SWEDEN = ZoneInfo(ZONE)
NOBODY = "invalid:nomail"
"""What stands for an organizer without a mailbox: an organizer must have an address."""


def ics(words: Sequence[Paragraph | Table], meeting: Meeting) -> bytes:
    """The first title names the meeting, the rest describes it. The same uid and a higher sequence change it."""
    calendar = Calendar()
    calendar.add("prodid", "-//foretagslots//lots//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")  # by hand, not by mail: a CANCEL would only be taken from an invitation
    if isinstance(meeting.start, datetime):
        calendar.add_component(_sweden())
    calendar.add_component(_event(words, meeting))
    return bytes(calendar.to_ical())


def _event(words: Sequence[Paragraph | Table], meeting: Meeting) -> Event:
    title, described = _words(words)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed)
    event.add("sequence", meeting.sequence)
    event.add("summary", title)
    event.add("dtstart", _in_sweden(meeting.start))
    event.add("dtend", _in_sweden(meeting.end))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    for name, value in (("description", described), ("location", meeting.place)):
        if value:
            event.add(name, value)
    if meeting.url:
        event.add("url", vUri(meeting.url))
    if meeting.organizer:
        address = vCalAddress(f"mailto:{meeting.mailbox}" if meeting.mailbox else NOBODY)
        address.params["cn"] = meeting.organizer
        event.add("organizer", address)
    return event


def _words(words: Sequence[Paragraph | Table]) -> tuple[str, str]:
    said = [each for each in words if isinstance(each, Paragraph)]
    title = next((each for each in said if each.role == "title"), None)
    rest = "\n\n".join(each.plain for each in said if each is not title)
    return " ".join(title.plain.split()) if title else "", rest


def _in_sweden(moment: datetime | date) -> datetime | date:
    return moment.astimezone(SWEDEN) if isinstance(moment, datetime) else moment


def _sweden() -> Timezone:
    """Sweden's clock as a rule; the library's own would list every change for decades."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for half, name, offsets, begins in (
        (TimezoneDaylight(), "CEST", (winter, summer), datetime(1996, 3, 31, 2)),  # noqa: DTZ001 - a clock on a wall
        (TimezoneStandard(), "CET", (summer, winter), datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        half.add("tzname", name)
        half.add("tzoffsetfrom", offsets[0])
        half.add("tzoffsetto", offsets[1])
        half.add("dtstart", begins)
        half.add("rrule", vRecur(freq="YEARLY", bymonth=begins.month, byday="-1SU"))
        zone.add_component(half)
    return zone
