"""Where a person is: the country whose clock and holidays their check-ins keep, as they say it themselves."""

import re
from dataclasses import dataclass

from intents import fold

LONGEST = 10
"""Words of a message that says where they are and no more."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its code of ISO 3166, the zone of its clocks (those most live by), how people call it and its things,
    folded."""

    code: str
    zone: str
    called: str
    of_it: str


COUNTRIES = (
    Country("SE", "Europe/Stockholm", "sverige|sweden", "svensk|swedish"),
    Country("FI", "Europe/Helsinki", "finland|helsingfors|helsinki|aland", "finsk|finlandsk|finnish"),
    Country("NO", "Europe/Oslo", "norge|norway|oslo", "norsk|norwegian"),
    Country("DK", "Europe/Copenhagen", "danmark|denmark|kopenhamn|copenhagen", "dansk|danish"),
    Country("IS", "Atlantic/Reykjavik", "island|iceland|reykjavik", "islandsk|icelandic"),
    Country("EE", "Europe/Tallinn", "estland|estonia|tallinn", "estnisk|estonian"),
    Country("LV", "Europe/Riga", "lettland|latvia|riga", "lettisk|latvian"),
    Country("LT", "Europe/Vilnius", "litauen|lithuania|vilnius", "litauisk|lithuanian"),
    Country("PL", "Europe/Warsaw", "polen|poland|warszawa|warsaw", "polsk|polish"),
    Country("DE", "Europe/Berlin", "tyskland|germany|berlin|hamburg", "tysk|german"),
    Country("NL", "Europe/Amsterdam", "nederlanderna|holland|netherlands|amsterdam", "nederlandsk|hollandsk|dutch"),
    Country("GB", "Europe/London", "storbritannien|england|skottland|uk|britain|london", "brittisk|british"),
    Country("IE", "Europe/Dublin", "irland|ireland|dublin", "irlandsk|irisk|irish"),
    Country("FR", "Europe/Paris", "frankrike|france|paris", "fransk|french"),
    Country("ES", "Europe/Madrid", "spanien|spain|madrid|barcelona|malaga", "spansk|spanish"),
    Country("PT", "Europe/Lisbon", "portugal|lissabon|lisbon", "portugisisk|portuguese"),
    Country("IT", "Europe/Rome", "italien|italy|rom|rome|milano", "italiensk|italian"),
    Country("GR", "Europe/Athens", "grekland|greece|aten|athens", "grekisk|greek"),
    Country("UA", "Europe/Kyiv", "ukraina|ukraine|kiev|kyiv", "ukrainsk|ukrainian"),
    Country("TH", "Asia/Bangkok", "thailand|bangkok|phuket", "thailandsk|thai"),
)
"""Where those who have a company in Sweden are most likely to be for a while. Zones: IANA."""

_WHO = r"(jag|vi|foretaget|bolaget|i|we|im|my company|our company)"
_IS = (
    r"(ar|bor|sitter|finns|ligger|befinner (mig|oss|sig)|jobbar|arbetar|vistas|reser|flyttar|har flyttat"
    r"|am|are|m|re|live|lives|work|stay|is based|am based|are based|have moved|moved)"
)
_NOW = (
    r"( (nu|just nu|numera|for narvarande|i vinter|hela vintern|hela aret|igen"
    r"|now|currently|at the moment|this winter|again))?"
)
_THING = (
    r"(tid|tiden|helgdagar|helger|roda dagar|kalender|almanacka|klocka|tidszon"
    r"|time|holidays|public holidays|calendar|time zone|clock)"
)
_USE = (
    r"((kan (du|ni) |jag vill |vi vill |please )?"
    r"(anvand|folj|byt till|andra till|rakna med|ha|use|follow|switch to|keep)( to)? )?"
)
_THANKS = r"( tack| thanks| please)?"
_WHERE = re.compile(rf"(nej |men |hej |obs |no |but )*{_WHO} {_IS}{_NOW} (i|till|pa|in|to) (?P<where>[a-z ]+?){_NOW}")
_WHOSE = re.compile(rf"{_USE}(?P<whose>[a-z]+?)(a|t)? {_THING}( (och|and) ([a-z]+ )?{_THING})?{_THANKS}")
_ZONE = re.compile(rf"{_USE}(min |var |my |our )?{_THING} (ar |is )?(som )?(i |in )(?P<where>[a-z ]+?){_THANKS}")


def said_country(text: str) -> Country | None:
    """The country that a short message says they are in, or whose clock and holidays it asks for; None if none."""
    said = " ".join(re.findall(r"[a-z]+", fold(text)))
    if text.rstrip().endswith("?") or len(said.split()) > LONGEST:
        return None
    for pattern in (_WHERE, _ZONE):
        if found := pattern.fullmatch(said):
            return _called(found["where"])
    if found := _WHOSE.fullmatch(said):
        return next((each for each in COUNTRIES if re.fullmatch(f"({each.of_it})", found["whose"])), None)
    return None


def _called(name: str) -> Country | None:
    return next((each for each in COUNTRIES if re.fullmatch(f"(the )?({each.called})", name.strip())), None)
