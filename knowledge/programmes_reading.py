"""Reads the files of programmes: who runs them, for whom, and when to ask how it goes."""

import re
from collections.abc import Sequence
from datetime import date

from .documents import Document
from .entries import Organisation, Standing
from .facts import Register, codes, own_id
from .plans import Mandate, Organiser, Programme, ProgrammeText
from .plans_reading import read_plan
from .reading import Table

_CODE = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9-]{3,31}")  # part of a start link, cut at underscores; typed by people


def read_programme(document: Document, register: Register, bodies: Sequence[Organisation]) -> Programme:
    """A programme; what is wrong with it is complained of in the document. One that those who run it confirm
    themselves needs no page as its source."""
    table = Table(document, document.table)
    period, consent = table.table("period"), table.table("consent", required=True)
    found = Programme(
        id=own_id(table, document),
        code=_code(table),
        sv=_text(table.table("sv", required=True), consent.text("sv", required=True)),
        en=_text(table.table("en", required=True), consent.text("en", required=True)),
        municipalities=codes(table, "municipalities", register, required=True),
        organisers=tuple(_organiser(each, register, bodies) for each in table.tables("organisers")),
        plan=read_plan(table.table("plan", required=True)),
        consent_version=consent.text("version", required=True),
        source=table.link("source", required=table.values.get("standing") != Standing.CONFIRMED),
        standing=Standing(table.one_of("standing", tuple(Standing), Standing.REPORTED)),
        seen=table.date("seen"),
        begins=_day(period, "from"),
        ends=_day(period, "until"),
        notes=table.text("notes"),
    )
    if found.begins and found.ends and found.ends < found.begins:
        period.complain("until", f"until {found.ends} is before from {found.begins}; change one of them")
    _check_mandates(table, found.organisers)
    for each in (period, consent, table):
        each.done()
    return found


def _code(table: Table) -> str:
    code = table.text("code", required=True)
    if code and not _CODE.fullmatch(code):
        table.complain("code", f"code {code!r} must be 4 to 32 of a–z, 0–9 and hyphen, and not digits alone")
    return code


def _text(table: Table, consent: str) -> ProgrammeText:
    text = ProgrammeText(
        name=table.text("name", required=bool(table.values)),
        about=table.text("about"),
        audience=table.text("audience", required=bool(table.values)),
        consent=consent,
    )
    table.done()
    return text


def _organiser(table: Table, register: Register, bodies: Sequence[Organisation]) -> Organiser:
    body = table.text("body")
    names = {code: name for code, (name, _) in register.items()} | {each.id: each.name for each in bodies}
    if body and body not in names:
        table.complain("body", f"body {body!r} is neither a municipality's code nor an organisation; or write name = …")
    mandates = table.texts("mandates")
    for mandate in set(mandates) - set(Mandate):
        table.complain("mandates", f"mandates: {mandate!r} is not known; use of {', '.join(Mandate)}")
    organiser = Organiser(
        name=names.get(body, "") if body else table.text("name", required=True),
        sv=table.text("sv", required=True),
        en=table.text("en", required=True),
        mandates=tuple(each for each in Mandate if each in mandates),
        body=body,
    )
    table.done()
    return organiser


def _check_mandates(table: Table, organisers: Sequence[Organiser]) -> None:
    """What nobody may decide, nobody does: each mandate is someone's."""
    held = {mandate for each in organisers for mandate in each.mandates}
    if missing := [mandate for mandate in Mandate if mandate not in held]:
        table.complain("organisers", f"no organiser has the mandate for {', '.join(missing)}; give it to one of them")


def _day(table: Table, key: str) -> date | None:
    text = table.text(key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        table.complain(key, f"{key} {text!r} is no day; write it whole, like 2027-03-01")
        return None
