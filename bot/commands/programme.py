"""`lots programme`: the programmes there are, their links, their figures, one's own."""

import json
from pathlib import Path
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import known_atlas
from bot.store import Store, milliseconds
from knowledge import Atlas, KnowledgeError, Programme, swedish_day

_language = click.option("--language", type=click.Choice(["sv", "en"]), default="sv", help="Of what is made (sv).")
_path = click.Path(path_type=Path)
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def programme() -> None:
    """Support programmes: who is followed up, how it goes, what is needed."""


def known(store: Store) -> Atlas:
    """The knowledge that is set, with the programmes that were added."""
    return known_atlas().as_of(shared.clock(), store.write(lambda tables: tables.changes()))


def the_programme(atlas: Atlas, name: str) -> Programme:
    """The programme with this code or id, or a refusal that names those there are."""
    if found := atlas.programme(name):
        return found
    codes = ", ".join(sorted(each.code for each in atlas.programmes)) or "none"
    raise shared.Refused(f"programme {name!r} is not known; the codes are: {codes}")


@programme.command("list")
@_language
@_json
def show(language: str, as_json: bool) -> None:
    """Every programme with its code, and how many take part."""
    with shared.store(shared.settings()) as store:
        programmes = known(store).programmes
        enrolled = {each.id: _enrolled(store, each) for each in programmes}
    rows = [_programme_json(each, language) | {"enrolled": enrolled[each.id]} for each in programmes]
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    from bot.reports.printing import print_table

    print_table(
        ("code", "name", "from", "until", "steps", "enrolled"),
        [
            (row["code"], row["name"], row["from"] or "–", row["until"] or "–", len(row["steps"]), row["enrolled"])
            for row in rows
        ],
    )


def _enrolled(store: Store, one: Programme) -> int:
    return store.write(lambda tables: tables.joined(one.id, 0)[1])


def _programme_json(one: Programme, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.text(language).name,
        "code": one.code,
        "municipalities": list(one.municipalities),
        "organisers": [each.body or each.name for each in one.organisers],
        "from": one.begins.isoformat() if one.begins else None,
        "until": one.ends.isoformat() if one.ends else None,
        "steps": [step.id for step in one.plan.steps],
        "standing": str(one.plan.standing),
    }


@programme.command()
@click.argument("file", type=_path)
@click.option("--by", help="Who adds it, for the log (the name you are logged in by).")
def add(file: Path, by: str | None) -> None:
    """Check a programme's TOML FILE as the shipped ones are, and add it; a running bot knows it at once."""
    from knowledge.added import check_days, check_new, read_added

    try:
        content = file.read_bytes()
    except OSError as error:
        raise shared.Refused(f"{file} cannot be read ({error.strerror}); name a file like my-programme.toml") from error
    now = shared.clock()
    with shared.store(shared.settings()) as store:
        atlas = known(store)
        register = {each.code: (each.name, each.county) for each in atlas.municipalities}
        try:
            made, document = read_added(content, str(file), register, atlas.organisations)
            check_new(made, document, atlas.programmes)
            check_days(made, document, swedish_day(now))
        except KnowledgeError as error:
            raise shared.Refused(f"{file} is not added:\n{error}") from error
        anew = atlas.programme(made.id) is not None
        store.write(lambda tables: tables.keep_programme(made.id, document.text, who(by), milliseconds(now)))
    done = "Put in place of the one before" if anew else "Added"
    click.echo(f"{done}: {made.sv.name}. Its code is {made.code}; `lots programme link {made.code}` makes the link.")


@programme.command()
@click.argument("code")
def remove(code: str) -> None:
    """Take away the programme CODE that was added here; who takes part is told, in their hours, and asked no more."""
    with shared.store(shared.settings(), must_exist=True) as store:
        one = the_programme(known(store), code)
        if not store.write(lambda tables: tables.drop_programme(one.id)):
            raise shared.Refused(f"{one.code} was not added here: it is a file; take it out of knowledge/programmes")
        left = known(store).programme(one.id)
    after = "; the file of that id holds again" if left else "; those who take part are told in their hours"
    click.echo(f"Removed: {one.sv.name}{after}.")


def who(by: str | None) -> str:
    """Who does it: as they say, else the name they are logged in by."""
    import getpass

    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "lots"


@programme.command()
@click.argument("code")
@click.option("--html", type=_path, metavar="FILE", help="One page that needs nothing else.")
@click.option("--csv", type=_path, metavar="FILE", help="One figure a row.")
@click.option("--xlsx", type=_path, metavar="FILE", help="A workbook.")
@click.option("--png", type=_path, metavar="FOLDER", help="The charts.")
@_language
@_json
def report(code: str, *, as_json: bool, language: str, **files: Path | None) -> None:
    """How it goes in the programme CODE, with silence beside every share. Groups under five are not shown."""
    from bot.commands.programme_report import figures_json, said, write
    from bot.results.gathered import gather
    from bot.results.telling import Telling

    now = shared.clock()
    with shared.store(shared.settings(), must_exist=True) as store:
        one = the_programme(known(store), code)
        gathered = store.write(lambda tables: gather(tables, one, now))
    telling = Telling(shared.texts(shared.settings()), language)
    written = write(gathered, telling, files)
    if as_json:
        shared.print_line(json.dumps(figures_json(gathered, telling), ensure_ascii=False))
    elif any(files.values()):
        click.echo("\n".join(f"Written: {path}" for path in written) or "Nobody has been asked yet: no charts.")
    else:
        shared.print_line(said(gathered, telling))
