"""`lots report`: what was promised and kept, and what both sides say of the end, desk by desk."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from bot.casefile.case import lines_of
from bot.casefile.figures import DeskFigures, Promises, Told, Truth, desk_figures
from bot.commands import shared
from bot.commands.known import known_desks
from bot.desk import changed
from bot.promise import SWEDEN
from bot.store import Tables


@click.command()
@click.option(
    "--since", metavar="DATE", help="Promises given, cases opened and closings from a day on, like 2027-01-01."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def report(since: str | None, as_json: bool) -> None:
    """Promises kept and broken, complaints apart, and whether what the desk says is so; each with how many it is of."""
    start, now, in_file = _day(since), shared.clock(), known_desks()
    with shared.store(shared.settings(), must_exist=True) as store:
        book = store.write(lambda tables: changed(in_file, tables.desk_changes()))
        found = desk_figures(store.write(_told), now, start)
    names = {each.desk: book[each.desk].name if each.desk in book else each.desk for each in found}
    if as_json:
        shared.print_line(json.dumps([_json(each, names[each.desk]) for each in found], ensure_ascii=False))
    elif found:
        _print(found, names)
    else:
        click.echo("No cases.")


def _told(tables: Tables) -> list[Told]:
    return [Told(each, lines_of(each, tables.record_of(each.number))) for each in tables.escalations()]


def _day(since: str | None) -> datetime | None:
    if since is None:
        return None
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise shared.Refused(f"--since {since!r} is no day; write it like 2027-01-01") from error
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN)


def _json(each: DeskFigures, name: str) -> dict[str, Any]:
    rated = each.useful + each.useless
    return {
        "desk": each.desk,
        "name": name,
        "cases": each.cases,
        "open": each.open,
        "promises": [_promises(kind) for kind in each.promises],
        "complaints": {"cases": each.complaints, "promises": [_promises(kind) for kind in each.complaint_promises]},
        "truth": [asdict(one) | {"no_word": one.no_word} for one in each.truth],
        "useful": {"n": rated, "useful": each.useful, "useless": each.useless},
    }


def _promises(promises: Promises) -> dict[str, Any]:
    """`n` is what the share is of: those kept, broken or late now."""
    told = promises.figures
    n = told.kept + told.broken + told.late
    reasons = {str(reason): number for reason, number in promises.reasons.items()}
    return asdict(told) | {"kind": str(told.kind), "share_kept": told.share_kept, "n": n, "reasons": reasons}


def _print(found: tuple[DeskFigures, ...], names: dict[str, str]) -> None:
    from bot.reports.printing import print_table

    rows = [
        [names[each.desk], about, *_cells(promises)]
        for each in found
        for about, kinds in (("", each.promises), ("complaints", each.complaint_promises))
        for promises in kinds
    ]
    columns = ("desk", "of", "promise", "given", "kept", "broken", "late", "why broken", "released", "open")
    print_table((*columns, "extended", "paused", "moved", "median minutes"), rows, title="Promises")
    truths = [[names[each.desk], *_truth(one)] for each in found for one in each.truth]
    if truths:
        click.echo("")
        title = "What the desk says it came to, and what the entrepreneur says"
        print_table(("desk", "outcome", "said", "confirmed", "contested", "no word"), truths, title=title)
    click.echo("")
    use = [[names[each.desk], each.cases, each.open, each.complaints, _of_use(each)] for each in found]
    print_table(("desk", "cases", "open", "complaints", "of use"), use, title="Cases")


def _cells(promises: Promises) -> list[object]:
    told = promises.figures
    n = told.kept + told.broken + told.late
    share = f"{told.kept} of {n}" + (f" ({told.share_kept:.0%})" if told.share_kept is not None else "")
    why = ", ".join(f"{reason} {number}" for reason, number in promises.reasons.items() if number)
    rest = (told.released, told.open, told.extended, told.paused, told.moved)
    took = "–" if told.median_minutes is None else told.median_minutes
    return [told.kind, told.promised, share, told.broken, told.late, why or "–", *rest, took]


def _truth(one: Truth) -> list[object]:
    return [one.outcome, one.said, one.confirmed, one.contested, one.no_word]


def _of_use(each: DeskFigures) -> str:
    rated = each.useful + each.useless
    return f"{each.useful} of {rated}" if rated else "–"
