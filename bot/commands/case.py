"""`lots case` and `lots export-case`: what came of a question to a person, to read and to keep."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.casefile.case import Case, read_case
from bot.commands import shared
from bot.commands.known import known_atlas, known_desks
from bot.commands.topic import whoever
from bot.desk import DeskBook, Escalation, changed
from bot.desk.pausing import deadline_of
from bot.promise import SWEDEN
from bot.store import RecordLine, Tables, milliseconds
from bot.texts import Texts, load_texts


@click.group()
def case() -> None:
    """Read the questions that were passed on to a desk."""


@case.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="As JSON; bot/casefile/as_json.py tells its fields.")
def show(number: int, as_json: bool) -> None:
    """Case NUMBER, whole: what was said, the time and how it is counted. The look is written in its record."""
    from bot.casefile.as_json import case_json
    from bot.casefile.paper import document

    found = _looked_up(number, "read")
    if as_json:
        shared.print_line(json.dumps(case_json(found.case, found.now), ensure_ascii=False))
        return
    paragraphs = document(found.case, found.texts, found.now)
    click.echo("\n\n".join(paragraph.plain for paragraph in paragraphs))


@case.command("list")
@click.option("--desk", metavar="ID", help="Only a desk's.")
@click.option("--open", "only_open", is_flag=True, help="Only those that are not closed.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(desk: str | None, only_open: bool, as_json: bool) -> None:
    """All cases, without their words."""
    in_file = known_desks()
    with shared.store(shared.settings(), must_exist=True) as store:
        book = store.write(lambda tables: changed(in_file, tables.desk_changes()))
        every = store.write(lambda tables: tables.escalations())
    known = sorted({*book.desks, *(each.desk for each in every)})
    if desk and desk not in known:
        raise shared.Refused(f"there is no desk {desk!r}; there is {', '.join(known) or 'none yet'}")
    chosen = [each for each in every if desk in (None, each.desk) and (each.is_open or not only_open)]
    rows = [_row(each, book) for each in chosen]
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
    elif rows:
        from bot.reports.printing import print_table

        columns = ("number", "desk", "place", "topic", "status", "owner", "opened", "deadline")
        print_table(columns, [[row[column] or "–" for column in columns] for row in rows])
    else:
        click.echo("No cases.")


def _row(escalation: Escalation, book: DeskBook) -> dict[str, Any]:
    desk = book.get(escalation.desk)
    owner = desk.member(escalation.owner) if desk else None
    deadline = deadline_of(escalation.promise)
    return {
        "number": escalation.number,
        "desk": escalation.desk,
        "place": escalation.place_name,
        "topic": escalation.topic,
        "complaint": escalation.complaint,
        "status": str(escalation.status),
        "owner": owner.name if owner else escalation.owner,
        "opened": _minute(escalation.opened_at),
        "deadline": _minute(deadline.at) if deadline else None,
        "outcome": escalation.outcome and str(escalation.outcome),
    }


def _minute(at: datetime) -> str:
    return at.astimezone(SWEDEN).isoformat(timespec="minutes")


@click.command("export-case")
@click.argument("number", type=int)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to write to (here)."
)
def export_case(number: int, out: Path) -> None:
    """Write case NUMBER, whole, as JSON and PDF for the municipality's register."""
    from bot.casefile.as_json import case_json
    from bot.casefile.paper import document
    from bot.documents.pdf import pdf

    found = _looked_up(number, "exported")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise shared.Refused(f"{out} cannot be made ({error.strerror}); name another folder") from error
    told = json.dumps(case_json(found.case, found.now), ensure_ascii=False, indent=2) + "\n"
    paper = pdf(document(found.case, found.texts, found.now), found.case.language)
    for path, content in ((out / f"case-{number}.json", told.encode()), (out / f"case-{number}.pdf", paper)):
        shared.write(path, content)
        click.echo(str(path))


@dataclass(frozen=True, slots=True)
class _Found:
    case: Case
    texts: Texts
    now: datetime


def _looked_up(number: int, kind: str) -> _Found:
    """The case, with a line in its record that somebody here has read or exported it; or a refusal."""
    now, atlas, in_file = shared.clock(), known_atlas(), known_desks()

    def read(tables: Tables) -> Case | None:
        if tables.escalation(number) is None:
            return None
        tables.note_escalation(number, [RecordLine(milliseconds(now), whoever(None), kind, "")])
        return read_case(tables, number, changed(in_file, tables.desk_changes()), atlas)

    with shared.store(shared.settings(), must_exist=True) as store:
        found = store.write(read)
    if found is None:
        raise shared.Refused(f"there is no case {number}; `lots case list` shows those there are")
    return _Found(found, load_texts(shared.settings().operator), now)
