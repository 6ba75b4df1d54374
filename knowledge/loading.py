"""From folders of TOML files to an `Atlas`, or to a full list of what is wrong in them."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from .atlas import Atlas
from .checks import check_complete, check_unique
from .documents import Document, KnowledgeError, Problem, read_document
from .entries import (
    PERMITS,
    TOPICS,
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
from .geometry import load_borders
from .names import read_names, read_register
from .reading import Table

SHIPPED = Path(__file__).parent
FOLDERS = ("municipalities", "organisations", "regions", "national")
ENTRY_TOPICS = TOPICS + PERMITS


def load_atlas(extra: Path | None = None) -> Atlas:
    """The shipped knowledge, with the files of `extra` laid over it.

    A file in `extra` takes the place of the shipped one with the same folder and name, or is added.
    Raises KnowledgeError with every problem of every file.
    """
    problems: list[Problem] = []
    files = {folder: _files(folder, extra) for folder in FOLDERS}
    documents = {folder: _documents(found, problems) for folder, found in files.items()}
    register = read_register()
    municipalities = [_municipality(each, register) for each in documents["municipalities"]]
    organisations = [_organisation(each, register) for each in documents["organisations"]]
    regions = [_region(each, register) for each in documents["regions"]]
    national = [_national(each) for each in documents["national"]]
    check_unique(document for found in documents.values() for document in found)
    check_complete(register, ENTRY_TOPICS, files, problems)
    if problems:
        raise KnowledgeError(problems)
    return Atlas(
        municipalities=tuple(sorted(municipalities, key=lambda each: each.code)),
        organisations=tuple(organisations),
        regions=tuple(regions),
        national={entry.topic: entry for entry in national},
        names=read_names(),
        borders=load_borders(SHIPPED / "borders.json"),
    )


def _files(folder: str, extra: Path | None) -> dict[str, tuple[Path, str]]:
    """The files of a folder by name, each with what it is called in a complaint."""
    files = {path.name: (path, f"knowledge/{folder}/{path.name}") for path in (SHIPPED / folder).glob("*.toml")}
    if extra is None:
        return files
    if not extra.is_dir():
        raise KnowledgeError([Problem(str(extra), 1, "is not a folder; set LOTS_KNOWLEDGE to one")])
    if not any((extra / each).is_dir() for each in FOLDERS):
        message = f"has none of the folders {', '.join(FOLDERS)}; put the files in those"
        raise KnowledgeError([Problem(str(extra), 1, message)])
    return files | {path.name: (path, str(path)) for path in (extra / folder).glob("*.toml")}


def _documents(files: Mapping[str, tuple[Path, str]], problems: list[Problem]) -> list[Document]:
    found = (read_document(path, name, problems) for _, (path, name) in sorted(files.items()))
    return [document for document in found if document is not None]


def _municipality(document: Document, register: Mapping[str, tuple[str, str]]) -> Municipality:
    table = Table(document, document.table)
    code = table.text("code", required=True)
    name, county = register.get(code, ("", ""))
    if code and code not in register:
        table.complain("code", f'code {code!r} is no municipality; write the four digits of SCB\'s list, like "1384"')
    elif not Path(document.name).name.startswith(f"{code}-"):
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
        entry_points=tuple(_entry_point(each, owner=code) for each in table.tables("entry_points")),
        notes=table.text("notes"),
    )
    table.done()
    return found


def _organisation(document: Document, register: Mapping[str, tuple[str, str]]) -> Organisation:
    table = Table(document, document.table)
    own_id = _own_id(table, document)
    found = Organisation(
        id=own_id,
        name=table.text("name", required=True),
        source=table.link("source", required=True),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        url=table.link("url"),
        seen=table.date("seen"),
        area=table.text("area"),
        serves=_codes(table, "serves", register),
        sv=_role(table.table("sv")) if "sv" in table.values else None,
        en=_role(table.table("en")) if "en" in table.values else None,
        closed=table.date("closed"),
        replaced_by=table.text("replaced_by"),
        entry_points=tuple(_entry_point(each, owner=own_id) for each in table.tables("entry_points")),
        notes=table.text("notes"),
    )
    table.done()
    return found


def _region(document: Document, register: Mapping[str, tuple[str, str]]) -> Region:
    table = Table(document, document.table)
    own_id = _own_id(table, document)
    found = Region(
        id=own_id,
        name=table.text("name", required=True),
        members=_codes(table, "members", register, required=True),
        source=table.link("source", required=True),
        entry_points=tuple(_entry_point(each, owner=own_id) for each in table.tables("entry_points")),
        notes=table.text("notes"),
    )
    table.done()
    return found


def _national(document: Document) -> EntryPoint:
    table = Table(document, document.table)
    topic = Path(document.name).stem
    entry = _entry_point(table, owner="", default_topic=topic)
    if entry.topic != topic:
        table.complain("topic", f"topic {entry.topic!r} and the file's name differ; name the file {entry.topic}.toml")
    return entry


def _entry_point(table: Table, owner: str, default_topic: str = "") -> EntryPoint:
    contact = table.table("contact")
    entry = EntryPoint(
        id=table.id(),
        topic=table.one_of("topic", ENTRY_TOPICS, default_topic),
        sv=_wording(table.table("sv", required=True)),
        en=_wording(table.table("en", required=True)),
        source=table.link("source", required=True),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        url=table.link("url"),
        contact=Contact(contact.text("role"), contact.mail("email"), contact.text("phone")),
        seen=table.date("seen"),
        owner=owner,
        also=_topics(table),
        best_before=table.date("best_before"),
        promise=table.text("promise"),
        links=tuple(_link(each) for each in table.tables("links")),
        rules=tuple(_rule(each) for each in table.tables("rules")),
        needs_place=table.flag("needs_place", True),
        notes=table.text("notes"),
    )
    contact.done()
    table.done()
    return entry


def _topics(table: Table) -> tuple[str, ...]:
    topics = table.texts("also")
    for topic in topics:
        if topic not in ENTRY_TOPICS:
            near = difflib.get_close_matches(topic, ENTRY_TOPICS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(ENTRY_TOPICS)}"
            table.complain("also", f"also: {topic!r} is no topic; {hint}")
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


def _own_id(table: Table, document: Document) -> str:
    own_id = table.text("id", required=True)
    if own_id and Path(document.name).stem != own_id:
        table.complain("id", f"id {own_id!r} and the file's name differ; name the file {own_id}.toml")
    return own_id


def _codes(
    table: Table, key: str, register: Mapping[str, tuple[str, str]], *, required: bool = False
) -> tuple[str, ...]:
    codes = table.texts(key, required=required)
    for code in codes:
        if code not in register:
            table.complain(key, f'{key}: {code!r} is no municipality; write four digits of SCB\'s list, like "1384"')
    return codes
