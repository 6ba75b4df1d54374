"""From folders of TOML files to an `Atlas`, or to a full list of what is wrong in them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from .atlas import Atlas
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
from .reading import Document, KnowledgeError, Problem, Table, read_document

SHIPPED = Path(__file__).parent
FOLDERS = ("municipalities", "organisations", "regions", "national")
ENTRY_TOPICS = TOPICS + PERMITS


def load_atlas(extra: Path | None = None) -> Atlas:
    """The shipped knowledge, with the files of `extra` laid over it.

    A file in `extra` takes the place of the shipped one with the same folder and name, or is added.
    Raises KnowledgeError with every problem of every file.
    """
    problems: list[Problem] = []
    documents = {folder: _documents(folder, extra, problems) for folder in FOLDERS}
    register = read_register()
    municipalities = [_municipality(each, register) for each in documents["municipalities"]]
    organisations = [_organisation(each, register) for each in documents["organisations"]]
    regions = [_region(each, register) for each in documents["regions"]]
    national = [_national(each) for each in documents["national"]]
    _check_unique(documents.values(), problems)
    _check_complete(municipalities, national, register, problems)
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


def _documents(folder: str, extra: Path | None, problems: list[Problem]) -> list[Document]:
    files = {path.name: path for path in sorted((SHIPPED / folder).glob("*.toml"))}
    if extra is not None:
        if not extra.is_dir():
            raise KnowledgeError([Problem(str(extra), 1, "is not a folder; set LOTS_KNOWLEDGE to one")])
        files |= {path.name: path for path in sorted((extra / folder).glob("*.toml"))}
    found = (
        read_document(path, f"{path.parent.parent.name}/{folder}/{name}", problems) for name, path in files.items()
    )
    return [document for document in found if document is not None]


def _municipality(document: Document, register: Mapping[str, tuple[str, str]]) -> Municipality:
    table = Table(document, document.table)
    code = table.text("code", required=True)
    name, county = register.get(code, ("", ""))
    if code and code not in register:
        table.complain("code", f'code {code!r} is no municipality; write the four digits of SCB\'s list, like "1384"')
    elif not Path(document.name).name.startswith(f"{code}-"):
        table.complain("code", f"code {code!r} and the file's name differ; name the file {code}-….toml")
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
    entry = _entry_point(table, owner="")
    if Path(document.name).name != f"{entry.topic}.toml":
        table.complain("topic", f"topic {entry.topic!r} and the file's name differ; name the file {entry.topic}.toml")
    return entry


def _entry_point(table: Table, owner: str) -> EntryPoint:
    contact = table.table("contact")
    entry = EntryPoint(
        id=table.text("id", required=True),
        topic=table.one_of("topic", ENTRY_TOPICS, "business.contact"),
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
            table.complain("also", f"also: {topic!r} is no topic; use one of {', '.join(ENTRY_TOPICS)}")
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


def _check_unique(groups: Iterable[list[Document]], problems: list[Problem]) -> None:
    seen: dict[str, str] = {}
    for document in (document for group in groups for document in group):
        entries = document.table.get("entry_points", [document.table])
        for entry in entries if isinstance(entries, list) else []:
            entry_id = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(entry_id, str):
                continue
            if entry_id in seen:
                message = f"id {entry_id!r} stands in {seen[entry_id]} too; give each entry an id of its own"
                problems.append(Problem(document.name, document.line_of("id"), message))
            seen[entry_id] = document.name


def _check_complete(
    municipalities: list[Municipality],
    national: list[EntryPoint],
    register: Mapping[str, tuple[str, str]],
    problems: list[Problem],
) -> None:
    """Every municipality has a file and every topic a national way: a question never meets a hole."""
    for code in sorted(register.keys() - {each.code for each in municipalities}):
        message = f"no file for {register[code][0]}; add one with code, name and county"
        problems.append(Problem(f"knowledge/municipalities/{code}-….toml", 1, message))
    for topic in sorted(set(ENTRY_TOPICS) - {each.topic for each in national}):
        problems.append(Problem(f"knowledge/national/{topic}.toml", 1, f"no national way for {topic}; add the file"))
