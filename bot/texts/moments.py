"""Moments in words, on a Swedish clock."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from .markup import Template

SWEDEN = ZoneInfo("Europe/Stockholm")


def moment(
    at: datetime, texts: Mapping[str, Template], *, short: bool = False, year: bool = False, zone: str = ""
) -> str:
    """A moment as people say it: "tisdag 24 november kl. 10.15", or short "10.15"; `year` is added to the month.

    On the clock of another `zone` it says whose, if that clock shows another hour than the Swedish one.
    """
    there = at.astimezone(ZoneInfo(zone) if zone else SWEDEN)
    clock = texts["moment.clock"].plain({"hour": str(there.hour), "minute": f"{there.minute:02}"})
    if short:
        return clock
    day = texts[f"weekdays.{there.isoweekday()}"].plain({})
    month = texts[f"months.{there.month:02}"].plain({}) + (f" {there.year}" if year else "")
    whole = texts["moment.whole"].plain({"day": day, "date": str(there.day), "month": month, "clock": clock})
    if there.utcoffset() == at.astimezone(SWEDEN).utcoffset():
        return whole
    return texts["moment.elsewhere"].plain({"moment": whole, "place": zone.rpartition("/")[2].replace("_", " ")})
