"""What is put into a text, in words: moments on a Swedish clock, spans of time, limits, reasons, lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from bot.messages.values import Dated, Day, Duration, Label, Listed, Moment, Rows, Value
from bot.promise import Need, Reason, Rules, UsualDays, WorkingDays, WorkingMinutes, usual_days

from .facts import date_in_words
from .markup import Template
from .moments import moment

Templates = Mapping[str, Template]


def worded(value: Value, language: str, texts: Templates) -> str:
    """A value in words."""
    match value:
        case str():
            return value
        case Label(key, values):
            return texts[key].plain({name: worded(each, language, texts) for name, each in values.items()})
        case Rows(values):
            return "\n".join(worded(each, language, texts) for each in values)
        case Moment(at, short, year, zone):
            return moment(at, texts, short=short, year=year, zone=zone)
        case Day(of):
            return day(of, texts)
        case Dated(written):
            return date_in_words(written, texts)
        case Duration(minutes):
            return duration(minutes, texts)
        case WorkingDays(count):
            return _number(count, "limit.day", texts)
        case WorkingMinutes(count):
            return texts["limit.time"].plain({"duration": duration(count, texts)})
        case Need():
            return value.label(language)
        case Reason(cause):
            return value.label(language) or texts[f"cause.{cause}"].plain({})
        case Rules():
            return ", ".join(_usual(each, texts) for each in usual_days(value))
        case Listed(values):
            return listed([worded(each, language, texts) for each in values], texts)
        case _:
            assert_never(value)


def duration(minutes: int, texts: Templates) -> str:
    """So many minutes: "5 timmar 20 minuter"."""
    hours, rest = divmod(minutes, 60)
    told = [_number(hours, "duration.hour", texts)] if hours else []
    if rest or not hours:
        told.append(_number(rest, "duration.minute", texts))
    return " ".join(told)


def listed(words: Sequence[str], texts: Templates) -> str:
    """ "a, b och c"."""
    *first, last = words
    return texts["list.last"].plain({"first": ", ".join(first), "last": last}) if first else last


def day(of: date, texts: Templates, *, short: bool = False) -> str:
    """A date: "tisdag 24 november", or short "tisdag 24"."""
    weekday = texts[f"weekdays.{of.isoweekday()}"].plain({})
    if short:
        return f"{weekday} {of.day}"
    return f"{weekday} {of.day} {texts[f'months.{of.month:02}'].plain({})}"


def span(of: tuple[int, int], texts: Templates) -> str:
    """A window of a day, in minutes past midnight: "8–16.30"."""
    return "–".join(_hour(minutes, texts) for minutes in of)


def _usual(days: UsualDays, texts: Templates) -> str:
    """ "måndag–fredag 8–12 och 13–16.30"."""
    names = [texts[f"weekdays.{at + 1}"].plain({}) for at in dict.fromkeys((days.first, days.last))]
    hours = listed([span((each.opens, each.closes), texts) for each in days.windows], texts)
    return texts[f"hours.{days.parity or 'every'}"].plain({"days": "–".join(names), "hours": hours})


def _hour(minutes: int, texts: Templates) -> str:
    hour, rest = divmod(minutes, 60)
    return texts["moment.clock"].plain({"hour": str(hour), "minute": f"{rest:02}"}) if rest else str(hour)


def _number(count: int, key: str, texts: Templates) -> str:
    return texts[f"{key}_one" if count == 1 else f"{key}_many"].plain({"count": str(count)})
