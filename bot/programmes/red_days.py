"""The public holidays of a country, on which nobody is written to."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=256)
def red_days(country: str, year: int) -> frozenset[date]:
    """The holidays of a year and the eves that are kept like them (Midsummer, Christmas and New Year's Eve in Sweden).

    `country` is a code of ISO 3166, empty for none. Raises ValueError on one whose holidays are not known.
    """
    if not country:
        return frozenset()
    from holidays import country_holidays, list_supported_countries  # some 20 MB: only where days are counted

    if country not in list_supported_countries():
        raise ValueError(f"no holidays are known for the country {country!r}; write its code, like SE or NO")
    public = country_holidays(country, years=year)
    if "de_facto" not in public.supported_categories:
        return frozenset(public)
    return frozenset(public) | frozenset(country_holidays(country, years=year, categories=("de_facto",)))


def is_red(day: date, country: str) -> bool:
    """Is it a holiday there? Plain Sundays are not: the days of the week are a matter of the plan."""
    return day in red_days(country, day.year)
