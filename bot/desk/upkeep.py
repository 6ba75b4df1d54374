"""What a desk says of itself in its own chat: who is away and who stands in, other hours on a day, who is what."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.messages import Day, Label, Listed, Part, Reply, Say, Value
from bot.promise import wall
from bot.promise.deviations import Windows
from bot.promise.moments import opening

from .changes import ChangeKind, DeskChange, hours_text
from .desks import Away, Desk, Member, Role
from .said import day_said, days_said, hours_said

FARTHEST = timedelta(days=730)
"""How far ahead anything may be said; more is a slip."""

LONGEST_CLOSED = timedelta(days=62)
"""The longest a desk is closed by a word in its chat; a summer stands in the file."""

_ADDRESSED = re.compile(r"\s*(?:/lots(?:@\w+)?\s*|/(?=\w))", re.I)
_DEPUTY = r"(?:[,.]?\s*(?:ersättare|ersätts av|deputy|stand-in)\s*:?\s*(?P<deputy>.+))?"
_WHO = r"(?:(?P<who>[^\d,.:]+?)\s+(?:är\s+|is\s+)?)?"
_AWAY = re.compile(rf"{_WHO}(?:borta|ledig|sjuk|away|off|sick|ill)\s+(?P<when>.+?){_DEPUTY}", re.I)
_BACK = re.compile(rf"{_WHO}(?:tillbaka|back)", re.I)
_UNTIL = re.compile(r"(?:till|tills|until|to)\s+(?!och\s+med)(?P<day>.+)", re.I)
_THROUGH = re.compile(r"(?:till och med|t\.?o\.?m\.?|through)\s+(?P<day>.+)", re.I)
_FROM = re.compile(r"(?:från och med|fr\.?o\.?m\.?|från|from)\s+", re.I)
_OPEN = re.compile(r"(?:öppet|open)\s+(?P<rest>.+)", re.I)
_CLOSED = re.compile(r"(?:stängt|closed)\s+(?P<day>.+)", re.I)
_ROLE = re.compile(r"(?P<role>ersättare|deputy|chef|manager|handläggare|staff)\s*:?\s+(?P<who>.+)", re.I)
_SHOW = re.compile(r"(?:skrivbord(?:et)?|desk|vem är här|who is here)\??", re.I)
_HELP = re.compile(r"(?:hjälp|hjalp|help)?", re.I)
_ROLES = {"ersättare": Role.DEPUTY, "deputy": Role.DEPUTY, "chef": Role.MANAGER, "manager": Role.MANAGER}


@dataclass(frozen=True, slots=True)
class Kept:
    """What comes of words about the desk: changes to keep (none: only an answer), and what is said of them."""

    reply: Reply
    changes: tuple[DeskChange, ...] = ()


def upkeep(text: str, desk: Desk, member: Member, now: datetime) -> Kept | None:
    """What a member's words in the open mean for the desk; None if they are about nothing of it."""
    addressed = _ADDRESSED.match(text)
    words = " ".join(text[addressed.end() if addressed else 0 :].split()).rstrip(".")
    if found := _AWAY.fullmatch(words):
        return _away(found, desk, member, now)
    if found := _BACK.fullmatch(words):
        return _back(found["who"], desk, member, now)
    if found := _CLOSED.fullmatch(words):
        days = days_said(found["day"], wall(now).date())
        return _closed(*days, desk, member, now=now) if days else None
    if found := _OPEN.fullmatch(words):
        return _open(found["rest"], desk, member, now)
    if found := _ROLE.fullmatch(words):
        return _role(found["role"], found["who"], desk, member, now)
    if _SHOW.fullmatch(words):
        return Kept(shown(desk, now))
    return Kept(_said("upkeep.help", {"desk": desk.name})) if addressed and _HELP.fullmatch(words) else None


def is_upkeep(text: str) -> bool:
    """Does a text have the form of something said about a desk?"""
    words = " ".join(text.split()).rstrip(".")
    return any(form.fullmatch(words) for form in (_AWAY, _BACK, _CLOSED, _OPEN, _ROLE, _SHOW))


def _away(found: re.Match[str], desk: Desk, member: Member, now: datetime) -> Kept | None:
    days = _absence(found["when"], wall(now).date())
    who = _meant(found["who"], desk, member)
    if days is None or who is None:
        return None
    away = Away(max(opening(days[0], 0), now), opening(days[1], 0))
    if not now < away.until <= now + FARTHEST:
        return Kept(_said("upkeep.bad_dates"))
    change = DeskChange(desk.id, ChangeKind.AWAY, member.id, now, who=who.id, since=away.since, until=away.until)
    values: dict[str, Value] = {"name": who.name, "since": Day(days[0]), "back": Day(days[1])}
    if found["deputy"]:
        return _deputised(found["deputy"], change, away, desk, values=values)
    said = _said("upkeep.away", values)
    # An absence that leaves the desk empty is said at once, not when it hurts.
    covered = any(not _clash(each, away) for each in desk.members if each.id != who.id)
    return Kept(said if covered else replace(said, parts=(*said.parts, Say("upkeep.nobody_left"))), (change,))


def _deputised(name: str, change: DeskChange, away: Away, desk: Desk, *, values: dict[str, Value]) -> Kept:
    deputy = desk.named(name)
    if deputy is None or deputy.id == change.who:
        return _unknown(name, desk)
    if clash := _clash(deputy, away):
        since, back = (Day(wall(each).date()) for each in (clash.since, clash.until))
        return Kept(_said("upkeep.deputy_away", {"name": deputy.name, "since": since, "back": back}))
    told = _said("upkeep.away_with_deputy", values | {"deputy": deputy.name})
    return Kept(told, (replace(change, text=deputy.id),))


def _clash(member: Member, away: Away) -> Away | None:
    """An absence of theirs that meets another."""
    return next((each for each in member.away if each.since < away.until and away.since < each.until), None)


def _absence(when: str, today: date) -> tuple[date, date] | None:
    """The first day away and the day of the return."""
    words = _FROM.sub("", when.strip(), count=1)
    if (found := _THROUGH.fullmatch(words)) and (last := day_said(found["day"], today)):
        return today, last + timedelta(days=1)
    if (found := _UNTIL.fullmatch(words)) and (back := day_said(found["day"], today)):
        return (today, back) if back > today else None
    if not (days := days_said(words, today)):
        return None
    back_said = re.search(r"\s(?:till|tills|until|to)\s+(?!och\s+med)", words, re.I)
    return days[0], days[1] + timedelta(days=0 if back_said and days[0] < days[1] else 1)


def _back(name: str | None, desk: Desk, member: Member, now: datetime) -> Kept | None:
    who = _meant(name, desk, member)
    if who is None:
        return None
    if not who.absence(now):
        return Kept(_said("upkeep.was_here", {"name": who.name}))
    back = DeskChange(desk.id, ChangeKind.BACK, member.id, now, who=who.id)
    return Kept(_said("upkeep.back", {"name": who.name}), (back,))


def _open(rest: str, desk: Desk, member: Member, now: datetime) -> Kept | None:
    """The hours and the day, in either order."""
    today = wall(now).date()
    for at in (found.start() for found in re.finditer(r"\s+", rest)):
        for day_words, hour_words in ((rest[:at], rest[at:]), (rest[at:], rest[:at])):
            day, windows = day_said(day_words.strip().rstrip(","), today), hours_said(hour_words)
            if day and windows:
                return _hours(day, windows, desk, member, now)
    return None


def _hours(day: date, windows: Windows, desk: Desk, member: Member, now: datetime) -> Kept:
    if not wall(now).date() <= day <= wall(now + FARTHEST).date():
        return Kept(_said("upkeep.bad_dates"))
    change = DeskChange(desk.id, ChangeKind.HOURS, member.id, now, day=day, windows=windows, name=member.name)
    if not windows:
        return Kept(_said("upkeep.closed", {"day": Day(day)}), (change,))
    return Kept(_said("upkeep.open", {"day": Day(day), "hours": hours_text(windows)}), (change,))


def _closed(first: date, last: date, desk: Desk, member: Member, *, now: datetime) -> Kept:
    """A day, or all of several that would have been open."""
    if first == last:
        return _hours(first, (), desk, member, now)
    if not wall(now).date() <= first <= last <= wall(now + FARTHEST).date() or last - first > LONGEST_CLOSED:
        return Kept(_said("upkeep.bad_dates"))
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    opens = (day for day in days if desk.calendar.between(opening(day, 0), opening(day + timedelta(days=1), 0)))
    changes = tuple(change for day in opens for change in _hours(day, (), desk, member, now).changes)
    return Kept(_said("upkeep.closed_days", {"first": Day(first), "last": Day(last)}), changes)


def _role(word: str, name: str, desk: Desk, member: Member, now: datetime) -> Kept:
    who, role = desk.named(name), _ROLES.get(word.casefold(), Role.STAFF)
    if who is None:
        return _unknown(name, desk)
    change = DeskChange(desk.id, ChangeKind.ROLE, member.id, now, who=who.id, text=role, name=who.name)
    return Kept(_said("upkeep.role", {"name": who.name, "role": Label(f"role.{role}")}), (change,))


def shown(desk: Desk, now: datetime) -> Reply:
    """Who is here and who is not, and today's hours."""
    parts: list[Part] = [Say("upkeep.desk", {"desk": desk.name, "hours": desk.calendar.rules})]
    for each in desk.members:
        values: dict[str, Value] = {"name": each.name, "role": Label(f"role.{each.role}")}
        if absence := each.absence(now):
            deputy = desk.member(absence.deputy)
            values |= {"back": Day(wall(absence.until).date()), "deputy": deputy.name if deputy else ""}
            parts.append(Say("upkeep.member_away_deputy" if deputy else "upkeep.member_away", values))
        else:
            parts.append(Say("upkeep.member", values))
    if not desk.calendar.is_open(now):
        parts.append(Say("upkeep.next_open", {"day": Day(wall(desk.calendar.next_open(now).at).date())}))
    return Reply("upkeep", tuple(parts))


def _meant(name: str | None, desk: Desk, member: Member) -> Member | None:
    """Whom the words are about: the writer, unless somebody is named."""
    if not name or name.strip().casefold() in ("jag", "jag är", "i", "i am", "i'm"):
        return desk.member(member.id) or member
    return desk.named(name)


def _unknown(name: str, desk: Desk) -> Kept:
    names = Listed(tuple(each.name for each in desk.members if each.name))
    return Kept(_said("upkeep.unknown_name", {"name": name.strip(), "names": names}))


def _said(key: str, values: dict[str, Value] | None = None) -> Reply:
    return Reply("upkeep", (Say(key, values or {}),))
