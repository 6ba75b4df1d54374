"""`lots desk`: add a desk and bind its chat by a one-time code, see the desks, remove one."""

import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import code_of, known_atlas
from bot.desk import ChangeKind, Desk, DeskBook, DeskChange, Route, changed
from bot.desk.reading import read_desks
from bot.desk.writing import with_desk, without_desk
from bot.settings import DEFAULT_DESKS
from bot.store import Tables, milliseconds
from bot.turn.binding import HOURS, new_code
from knowledge import Atlas, KnowledgeError

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""Short: it goes into buttons, of which Telegram takes 64 bytes."""


@click.group()
def desk() -> None:
    """The desks: where the people of a municipality answer questions in their own chat."""


@desk.command()
@click.option("--municipality", metavar="PLACE", help="The municipality whose desk it is, by name or code.")
@click.option("--id", "own_id", metavar="ID", help="Instead: a name for a shared desk, like region-halland or nation.")
@click.option("--serves", metavar="PLACES", help="Which municipalities a shared desk answers for, with commas.")
@click.option("--name", help="What entrepreneurs read that it is called (Kommunen i …).")
def add(municipality: str | None, own_id: str | None, serves: str | None, name: str | None) -> None:
    """Write a desk into the file and give the code that binds its chat; again for a desk that needs a new code."""
    atlas, path, now = known_atlas(), _path(), shared.clock()
    desk_id = _desk_id(atlas, municipality, own_id)
    served = tuple(code_of(atlas, each.strip(), exact=True) for each in serves.split(",")) if serves else ()
    found = _book(path).get(desk_id)
    if found is None:
        title = name or (f"Kommunen i {atlas.municipality(desk_id).name}" if municipality else "")
        if not title:
            raise shared.Refused("--name is missing: what entrepreneurs read that the desk is called")
        _write(path, with_desk(_text(path), desk_id, title, served or _own(desk_id)))
        found = _book(path)[desk_id]
    elif (name and name != found.name) or (served and served != found.serves):
        raise shared.Refused(f"desk {desk_id} stands in {path} already; change its name or what it serves there")
    with shared.store(shared.settings()) as store:
        code = store.write(lambda tables: _new_code(tables, found, now))
    click.echo(f"Desk {desk_id} ({found.name}) stands in {path.resolve()}.")
    click.echo(f"Its code, for one use within {HOURS} hours:  {code}")
    click.echo(f"  Slack: invite the bot to the channel and write there  /lots {code}")
    click.echo(f"  Telegram: add the bot to the group, make it an administrator, and write there  /lots {code}")
    click.echo("A running `lots serve` needs no restart; hours and roles in the file hold from its next start.")


def _new_code(tables: Tables, found: Desk, now: datetime) -> str:
    for change in tables.desk_changes():
        if change.desk == found.id and change.kind is ChangeKind.REMOVED:
            tables.end_desk_change(change.id, found.id, now)
    return new_code(tables, found.id, found.name, found.serves, now)


@desk.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(as_json: bool) -> None:
    """All desks: their chat, who is known there, what is open, whether a code waits to be used."""
    book, now = _book(_path()), shared.clock()
    with shared.store(shared.settings()) as store:
        rows = store.write(lambda tables: _rows(tables, changed(book, tables.desk_changes()), book, now))
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        click.echo("No desk yet. Make one: lots desk add --municipality PLACE")
        return
    from bot.reports.printing import print_table

    columns = ("id", "name", "chat", "serves", "members", "open", "note")
    print_table(columns, [[_cell(row[column]) for column in columns] for row in rows])


def _rows(tables: Tables, book: DeskBook, in_file: DeskBook, now: datetime) -> list[dict[str, Any]]:
    waiting = tables.waiting_desk_codes(now)
    return [
        {
            "id": each.id,
            "name": each.name,
            "chat": each.chat or None,
            "serves": list(each.serves),
            "members": len(each.members),
            "open": len(tables.escalations(each.id, only_open=True)),
            "note": _note(each, in_file, waiting),
        }
        for each in book.desks.values()
    ]


def _note(each: Desk, in_file: DeskBook, waiting: set[str]) -> str | None:
    if each.id in waiting:
        return "a code waits to be used"
    if not each.chat:
        return "no chat; get a code with lots desk add"
    return None if each.id in in_file else "not in the file: the usual hours hold"


@desk.command()
@click.argument("desk_id", metavar="DESK")
@click.option("--yes", is_flag=True, help="Also if it has open cases.")
def remove(desk_id: str, yes: bool) -> None:
    """Take a desk away. Its open cases go on where they would go today, with the time used."""
    path, now = _path(), shared.clock()
    in_file = _book(path)
    with shared.store(shared.settings()) as store:
        book, cases = store.write(
            lambda tables: (changed(in_file, tables.desk_changes()), tables.escalations(desk_id, only_open=True))
        )
        if desk_id not in book:
            raise shared.Refused(f"there is no desk {desk_id!r}; `lots desk list` shows them")
        rest = DeskBook({each: found for each, found in book.desks.items() if each != desk_id})
        routes = {each.number: rest.route(each.place or None) for each in cases}
        _check(desk_id, routes, yes=yes)
        if desk_id in in_file:
            _write(path, without_desk(_text(path), desk_id))
        store.write(lambda tables: _remove(tables, desk_id, now))
    click.echo(f"Desk {desk_id} is removed.")
    for number, route in routes.items():
        click.echo(f"Case {number} goes on at {route.desk.name if route else '–'}; the entrepreneur is told.")


def _check(desk_id: str, routes: dict[int, Route | None], *, yes: bool) -> None:
    stranded = ", ".join(str(number) for number, route in routes.items() if route is None)
    if stranded:
        raise shared.Refused(f"no desk is left for the open cases of {desk_id} ({stranded}); add one first")
    if routes and not yes:
        where = ", ".join(sorted({route.desk.name for route in routes.values() if route}))
        raise shared.Refused(f"{desk_id} has {len(routes)} open cases, which would go on at {where}; say so with --yes")


def _remove(tables: Tables, desk_id: str, now: datetime) -> None:
    tables.change_desk(DeskChange(desk_id, ChangeKind.REMOVED, "operator", now))
    tables.look_at_desk(desk_id, milliseconds(now))


def _desk_id(atlas: Atlas, municipality: str | None, own_id: str | None) -> str:
    if bool(municipality) == bool(own_id):
        raise shared.Refused("give --municipality, or --id for a desk that several share")
    if municipality:
        return code_of(atlas, municipality, exact=True)
    if not _ID.fullmatch(own_id or "") or (own_id or "").isdecimal():
        raise shared.Refused(f"--id {own_id!r} will not do; use a–z, 0–9 and -, at most 40, not only digits")
    return own_id or ""


def _own(desk_id: str) -> tuple[str, ...]:
    return (desk_id,) if desk_id.isdecimal() else ()


def _path() -> Path:
    return shared.settings().desks or Path(DEFAULT_DESKS)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _book(path: Path) -> DeskBook:
    try:
        return read_desks(path) if path.exists() else DeskBook()
    except KnowledgeError as error:
        raise shared.Refused(f"the desks cannot be read, nothing was changed:\n{error}") from error
    except OSError as error:
        raise shared.Refused(f"{path} cannot be read ({error.strerror})") from error


def _write(path: Path, text: str) -> None:
    """Put the new file in place of the old one, once it was read without a fault."""
    beside = path.with_name(f".{path.name}.new")
    shared.write(beside, text.encode())
    try:
        read_desks(beside)
        os.replace(beside, path)
    except KnowledgeError as error:
        raise shared.Refused(f"{path} would not be right any more, nothing was changed:\n{error}") from error
    except OSError as error:
        raise shared.Refused(f"{path} cannot be written ({error.strerror})") from error
    finally:
        beside.unlink(missing_ok=True)


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value if value not in (None, "") else "–")
