"""From the tables of a file to the values they stand for."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from .bodies import fits_of
from .documents import Document
from .entries import (
    Contact,
    EntryPoint,
    Link,
    Municipality,
    Organisation,
    Region,
    Role,
    Rule,
    RuleStatus,
    Standing,
    Wording,
)
from .reading import Table
from .topics import PERMITS, TALK_TOPICS, TOPICS

ENTRY_TOPICS = TOPICS + PERMITS

Register = Mapping[str, tuple[str, str]]
"""The 290: code → name and county."""


def municipality(document: Document, register: Register) -> Municipality:
    """A municipality's file; its code, name and county must be as `register` has them."""
    table = Table(document, document.table)
    code = table.text("code", required=True)
    name, county = register.get(code, ("", ""))
    if code and code not in register:
        table.complain("code", f'code {code!r} is no municipality; write the four digits of SCB\'s list, like "1384"')
    elif code and not Path(document.name).name.startswith(f"{code}-"):
        table.complain("code", f"code {code!r} and the file's name differ; name the file {code}-….toml")
        name, county = "", ""
    if table.text("name", required=True) != name and name:
        table.complain("name", f"name must be {name!r} for code {code}")
    if table.text("county", required=True) != county and county:
        table.complain("county", f"county must be {county!r} for code {code}")
    found = Municipality(
        code=code,
        name=name,
        county=county,
        website=table.link("website"),
        switchboard=table.text("switchboard"),
        switchboard_source=table.link("switchboard_source", required="switchboard" in table.values),
        switchboard_seen=table.date("switchboard_seen"),
        entry_points=tuple(entry_point(each, owner=code) for each in table.tables("entry_points")),
        notes=table.text("notes"),
    )
    table.done()
    return found


def organisation(document: Document, register: Register) -> Organisation:
    """A body's file."""
    table = Table(document, document.table)
    body_id, closed = own_id(table, document), table.date("closed")
    found = Organisation(
        id=body_id,
        name=table.text("name", required=True),
        source=table.link("source", required=True),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        url=table.link("url"),
        seen=table.date("seen"),
        area=table.text("area"),
        serves=codes(table, "serves", register),
        sv=_role(table.table("sv")) if "sv" in table.values else None,
        en=_role(table.table("en")) if "en" in table.values else None,
        closed=closed,
        replaced_by=table.text("replaced_by", required=bool(closed)),
        replaced_by_en=table.text("replaced_by_en", required=bool(closed)),
        did=_topics(table, "did"),
        entry_points=tuple(entry_point(each, owner=body_id) for each in table.tables("entry_points")),
        notes=table.text("notes"),
        names=table.texts("names"),
        successor=table.text("successor"),
        fits=fits_of(table.table("fits")),
    )
    table.done()
    return found


def region(document: Document, register: Register) -> Region:
    """A region's file."""
    table = Table(document, document.table)
    body_id = own_id(table, document)
    found = Region(
        id=body_id,
        name=table.text("name", required=True),
        members=codes(table, "members", register, required=True),
        source=table.link("source", required=True),
        entry_points=tuple(entry_point(each, owner=body_id) for each in table.tables("entry_points")),
        notes=table.text("notes"),
    )
    table.done()
    return found


def national(document: Document) -> EntryPoint:
    """A file of what holds in the whole country; it is named for its topic."""
    return _named_for_its_topic(document, ENTRY_TOPICS)


def of_the_talk(document: Document) -> EntryPoint:
    """A file of what holds for the talk itself; it is named for its topic too."""
    return _named_for_its_topic(document, TALK_TOPICS)


def _named_for_its_topic(document: Document, topics: tuple[str, ...]) -> EntryPoint:
    table = Table(document, document.table)
    topic = Path(document.name).stem
    entry = entry_point(table, owner="", default_topic=topic, topics=topics)
    if entry.topic != topic:
        table.complain("topic", f"topic {entry.topic!r} and the file's name differ; name the file {entry.topic}.toml")
    return entry


def entry_point(
    table: Table, owner: str, default_topic: str = "", topics: tuple[str, ...] = ENTRY_TOPICS
) -> EntryPoint:
    """An entry point that belongs to `owner`: a code, a body's id, or nobody's but the nation's."""
    contact = table.table("contact")
    entry = EntryPoint(
        id=table.id(),
        topic=table.one_of("topic", topics, default_topic),
        sv=_wording(table.table("sv", required=True)),
        en=_wording(table.table("en", required=True)),
        source=table.link("source", required=True),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        url=table.link("url"),
        contact=Contact(contact.text("role"), contact.mail("email"), contact.text("phone"), contact.text("role_en")),
        seen=table.date("seen"),
        owner=owner,
        also=_topics(table),
        best_before=table.date("best_before"),
        promise=table.text("promise"),
        links=tuple(_link(each) for each in table.tables("links")),
        rules=tuple(_rule(each) for each in table.tables("rules")),
        needs_place=table.flag("needs_place", True),
        besides=table.flag("besides", False),
        notes=table.text("notes"),
    )
    contact.done()
    table.done()
    return entry


def _topics(table: Table, key: str = "also") -> tuple[str, ...]:
    topics = table.texts(key)
    for topic in topics:
        if topic not in ENTRY_TOPICS:
            near = difflib.get_close_matches(topic, ENTRY_TOPICS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(ENTRY_TOPICS)}"
            table.complain(key, f"{key}: {topic!r} is no topic; {hint}")
    return topics


def _wording(table: Table) -> Wording:
    if not table.values:  # already complained of
        return Wording("", ())
    wording = Wording(
        title=table.text("title", required=True),
        steps=table.texts("steps", required=True),
        prepare=table.texts("prepare"),
        about=table.text("about"),
    )
    table.done()
    return wording


def _role(table: Table) -> Role:
    role = Role(
        role=table.text("role", required=True),
        for_whom=table.text("for_whom"),
        not_for=table.text("not_for"),
        prepare=table.text("prepare"),
        short=table.text("short"),
        name=table.text("name"),
    )
    table.done()
    return role


def _link(table: Table) -> Link:
    link = Link(table.text("title", required=True), table.link("url", required=True))
    table.done()
    return link


def _rule(table: Table) -> Rule:
    rule = Rule(
        sv=table.text("sv", required=True),
        en=table.text("en", required=True),
        value_sv=table.text("value_sv", required=True),
        value_en=table.text("value_en", required=True),
        source=table.link("source", required=True),
        status=RuleStatus(table.one_of("status", tuple(RuleStatus), RuleStatus.DATED)),
        seen=table.date("seen"),
        valid_from=table.date("valid_from"),
    )
    if rule.status is RuleStatus.DATED and not rule.seen:
        table.complain("seen", "seen is missing; a dated rule is shown only with its year, so add seen or take it out")
    table.done()
    return rule


def own_id(table: Table, document: Document) -> str:
    """The `id` of a file that holds one thing: it is the file's name too."""
    found = table.text("id", required=True)
    if found and Path(document.name).stem != found:
        table.complain("id", f"id {found!r} and the file's name differ; name the file {found}.toml")
    return found


def codes(table: Table, key: str, register: Register, *, required: bool = False) -> tuple[str, ...]:
    """A list of municipality codes, each in the register."""
    found = table.texts(key, required=required)
    for code in found:
        if code not in register:
            table.complain(key, f'{key}: {code!r} is no municipality; write four digits of SCB\'s list, like "1384"')
    return found
