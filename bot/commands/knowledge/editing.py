"""`lots knowledge new`, `import` and `export`: files begun, filled from a sheet, filled from the desks' edits."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from bot.commands import shared
from bot.commands.known import code_of, kept_changes
from knowledge import KnowledgeError, edited, swedish_day
from knowledge.library import Library, read_library
from knowledge.placing import place_entries
from knowledge.rows import Read, read_rows
from knowledge.sources import FOLDERS
from knowledge.starting import starting_file

_to = click.option(
    "--to", type=Path, help="The folder of your own knowledge (LOTS_KNOWLEDGE); it is laid over the shipped one."
)


@click.command()
@click.argument("place")
@_to
def new(place: str, to: Path | None) -> None:
    """Begin a file for the municipality PLACE: what is known, and an empty entry for each topic that lacks one."""
    library = _library(to)
    atlas = library.atlas
    municipality = atlas.municipality(code_of(atlas, place, exact=True))
    source = next(
        each
        for each in library.sources
        if each.folder == "municipalities" and each.file.startswith(f"{municipality.code}-")
    )
    path = _folder(to) / "municipalities" / source.file
    if path.exists():
        raise shared.Refused(f"{path} is there already; fill that in, or name another folder with --to")
    today = swedish_day(shared.clock())
    text = starting_file(municipality, atlas, today, source.content.decode("utf-8-sig"))
    _write({("municipalities", source.file): text}, _folder(to))
    click.echo(f"{path}: {municipality.name}. Fill it in, then run `lots knowledge check`.")


@click.command("import")
@click.argument("file", type=Path)
@_to
@click.option("--write", "do_write", is_flag=True, help="Write the good rows; else it is only told what would happen.")
@click.option("--template", is_flag=True, help="Write an empty sheet with the columns' names to FILE.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def import_(file: Path, *, to: Path | None, do_write: bool, template: bool, as_json: bool) -> None:
    """Take entries from FILE, a sheet as .csv or .xlsx with a row an entry."""
    from bot.commands.knowledge.sheets import read_sheet, write_template

    if template:
        _refuse_present(file)
        try:
            write_template(file)
        except OSError as error:
            raise shared.Refused(f"{file} cannot be written ({error.strerror}); name another place") from error
        click.echo(f"{file}: a row an entry; several steps stand in one cell, a line each.")
        return
    try:
        sheet = read_sheet(file)  # first: what cannot be read is told at once
        library = _library(to)
        found = read_rows(sheet, library.atlas, file.name, swedish_day(shared.clock()))
        good = [each.entry for each in found if each.entry and each.does != "same"]
        texts = place_entries(good, library)
    except KnowledgeError as error:
        raise shared.Refused(f"{len(error.problems)} to mend:\n{error}") from error
    except ValueError as error:
        raise shared.Refused(str(error)) from error
    if do_write:
        _write(texts, _folder(to))
    _tell(found, written=do_write and bool(texts), as_json=as_json)
    raise SystemExit(2 if any(each.problems for each in found) else 0)


def _refuse_present(path: Path) -> None:
    if path.exists():
        raise shared.Refused(f"{path} is there already; name another file")


def _tell(found: list[Read], *, written: bool, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "row": each.number,
                "does": each.does or "bad",
                "id": each.entry.id if each.entry else None,
                "problems": [problem.message for problem in each.problems],
            }
            for each in found
        ]
        shared.print_line(json.dumps({"rows": rows, "written": written}, ensure_ascii=False))
        return
    from bot.reports.printing import print_table

    cells = [(each.number, each.does or "bad", each.entry.id if each.entry else "–", _said(each)) for each in found]
    print_table(("row", "does", "entry", "what"), cells)
    counts = Counter(each.does or "bad" for each in found)
    told = ", ".join(f"{counts[what]} {what}" for what in ("new", "changed", "same", "bad") if counts[what])
    ending = "Written." if written else "Nothing is written yet; --write writes the good rows."
    click.echo(f"{told or 'No rows'}. {ending}")


def _said(read: Read) -> str:
    return read.entry.sv.title if read.entry else "; ".join(each.message for each in read.problems)


@click.command()
@click.option("--since", help="Only what was changed from this day on, like 2026-11-01.")
@_to
@click.option("--json", "as_json", is_flag=True, help="Only tell what there is, as JSON; nothing is written.")
def export(since: str | None, to: Path | None, as_json: bool) -> None:
    """Write what desks have changed into files, so that they can be kept with the others."""
    first = _day(since) if since else date.min
    edits = [edit for edit in kept_changes().edits if swedish_day(edit.at) >= first]
    if as_json:
        rows = [
            {"id": edit.entry_id, "by": edit.by, "at": edit.at.isoformat(timespec="seconds"), "fields": edit.fields}
            for edit in edits
        ]
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    library = _library(to)
    fitting = []
    for edit in edits:
        entry = library.atlas.entry(edit.entry_id)
        try:
            if entry is None:
                raise shared.Refused(f"{edit.entry_id} is in no file any more; its edit by {edit.by} cannot be written")
            fitting.append(edited(entry, edit.fields))
        except KnowledgeError as error:
            raise shared.Refused(str(error)) from error
    texts = place_entries(fitting, library)
    _write(texts, _folder(to) if texts else Path())
    click.echo(f"{len(fitting)} entries in {len(texts)} files. At the next start they are the files' own words.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise shared.Refused(f"--since {text!r} is no day; write it like 2026-11-01") from error


def _library(to: Path | None) -> Library:
    """The files as they are with those of one's own folder laid over them, if it holds any yet."""
    from bot.reports.progress import working

    own = to or shared.settings().knowledge
    laid_over = own if own and any((own / each).is_dir() for each in FOLDERS) else None
    try:
        with working("Reading every file"):
            return read_library(laid_over)
    except KnowledgeError as error:
        raise shared.Refused(f"{len(error.problems)} to mend first:\n{error}") from error


def _folder(to: Path | None) -> Path:
    folder = to or shared.settings().knowledge
    if folder is None:
        raise shared.Refused("where to? name your folder of knowledge with --to, or in LOTS_KNOWLEDGE")
    return folder


def _write(texts: Mapping[tuple[str, str], str], folder: Path) -> None:
    for (kind, file), text in texts.items():
        path = folder / kind / file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise shared.Refused(f"{path.parent} cannot be made ({error.strerror}); name another folder") from error
        shared.write(path, text.encode())
