"""The values of the atlas: what an entry point, a municipality and a body are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from .fits import UNTOLD, Fits


def host_of(link: str) -> str:
    """The site of a web address, as people call it: `www.` left out."""
    return urlsplit(link).netloc.removeprefix("www.")


class Level(StrEnum):
    """How near to the municipality an answer was found."""

    OWN = "own"
    SHARED = "shared"
    REGION = "region"
    NATION = "nation"


class Standing(StrEnum):
    """How far a fact can be trusted."""

    CONFIRMED = "confirmed"  # by the municipality itself, with a date
    PUBLISHED = "published"  # on the page of the one it is about
    REPORTED = "reported"  # somewhere else, or unsure


class RuleStatus(StrEnum):
    """Where a number comes from, and so how it may be shown."""

    OFFICIAL = "official"  # the authority's own page or the law's text
    SECONDARY = "secondary"  # others' pages
    DATED = "dated"  # may have changed: only with year and link
    UNDATED = "undated"  # may have changed, and its page shows no year: kept to be checked, never told
    EXAMPLE = "example"  # one municipality's own promise: never as a rule


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers: a function, its mailbox and switchboard. Never a person.

    A function that is called something in particular keeps its Swedish name; `role_en` is for one that is described.
    """

    role: str = ""
    email: str = ""
    phone: str = ""
    role_en: str = ""

    def who(self, language: str) -> str:
        """The function in Swedish (`sv`) or English (anything else)."""
        return self.role if language == "sv" else self.role_en or self.role


@dataclass(frozen=True, slots=True)
class Wording:
    """An entry point in one language: what to do, first thing first, and what to have ready."""

    title: str
    steps: tuple[str, ...]
    prepare: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page with its title."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A number or limit that holds in the whole country, in Swedish and English."""

    sv: str
    en: str
    value_sv: str
    value_en: str
    source: str
    status: RuleStatus
    seen: str = ""
    valid_from: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why an entry's facts may not be told now: they are too old to trust, or somebody switched them off.

    `why` is the reason given for switching off, `until` the day it ends (YYYY-MM-DD), both perhaps empty.
    """

    reason: Literal["old", "off"]
    why: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A door: one way in to one matter.

    `seen` is the date of the source as YYYY, YYYY-MM or YYYY-MM-DD, empty if the source shows none.
    `owner` is a municipality code or the id of a body, empty for the nation's own. `also` are further topics
    that the same door serves. One that stands `besides` is for some trades only, so it is never the first.
    `best_before` is the last day, month or year in which it may be quoted. One that is `withheld` has no facts left
    in it: it is a lead to follow with a person.
    """

    id: str
    topic: str
    sv: Wording
    en: Wording
    source: str
    standing: Standing
    url: str = ""
    contact: Contact = Contact()
    seen: str = ""
    owner: str = ""
    also: tuple[str, ...] = ()
    best_before: str = ""
    promise: str = ""
    links: tuple[Link, ...] = ()
    rules: tuple[Rule, ...] = ()
    needs_place: bool = True
    besides: bool = False
    notes: str = ""
    withheld: Withheld | None = None

    @property
    def shown_rules(self) -> tuple[Rule, ...]:
        """The rules that may be told: an example or an undated one never, a dated one only with its year."""
        kept = (RuleStatus.EXAMPLE, RuleStatus.UNDATED)
        told = (rule for rule in self.rules if rule.status not in kept)
        return tuple(rule for rule in told if rule.seen or rule.status is not RuleStatus.DATED)

    def wording(self, language: str) -> Wording:
        """The texts in Swedish (`sv`) or English (anything else)."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 290. `code` is SCB's four digits as text; its first two are the county's. The number of its
    switchboard has a source and a date as an entry has."""

    code: str
    name: str
    county: str
    website: str = ""
    switchboard: str = ""
    switchboard_source: str = ""
    switchboard_seen: str = ""
    entry_points: tuple[EntryPoint, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What an organisation is for, in one language.

    `short` is the same in a few words, to stand beside others; `name` is what it is called in this language.
    """

    role: str
    for_whom: str
    not_for: str
    prepare: str
    short: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body beside the municipalities.

    One that `serves` municipalities is a joint body (a shared purchasing unit, a regional prao portal)
    whose doors are theirs. One that is `closed` is kept to be told of, with what replaced it: `replaced_by` says it,
    `successor` is the id of the organisation that took over, if one did. `did` are the topics it was a
    door for. `names` are what it is called besides.
    """

    id: str
    name: str
    source: str
    standing: Standing
    url: str = ""
    seen: str = ""
    area: str = ""
    serves: tuple[str, ...] = ()
    sv: Role | None = None
    en: Role | None = None
    closed: str = ""
    replaced_by: str = ""
    replaced_by_en: str = ""
    did: tuple[str, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    notes: str = ""
    names: tuple[str, ...] = ()
    successor: str = ""
    fits: Fits = UNTOLD

    def role(self, language: str) -> Role | None:
        """What it is for, in Swedish (`sv`) or English (anything else)."""
        return self.sv if language == "sv" else self.en

    def heir(self, language: str) -> str:
        """What replaced it, if it is closed."""
        return self.replaced_by if language == "sv" else self.replaced_by_en

    def called(self, language: str) -> str:
        """Its name in this language."""
        role = self.role(language)
        return (role.name if role else "") or self.name


@dataclass(frozen=True, slots=True)
class Region:
    """Municipalities that act together: a county, a growth engine, a collaboration."""

    id: str
    name: str
    members: tuple[str, ...]
    source: str
    entry_points: tuple[EntryPoint, ...] = ()
    notes: str = ""
