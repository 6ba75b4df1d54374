"""`lots knowledge check`: every file read, every link asked for."""

import asyncio
import json
from collections import Counter
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import kept_changes
from knowledge import KnowledgeError, Problem, host_of
from knowledge.review import Review, review


@click.command()
@click.option("--strict", is_flag=True, help="What is worth a look counts as a mistake too.")
@click.option("--links", is_flag=True, help="Ask for every page that is linked to.")
@click.option("--site", default="", help="With --links: only pages of this site, like laholm.se.")
@click.option("--timeout", default=15.0, show_default=True, help="Seconds to wait for a page.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(*, strict: bool, links: bool, site: str, timeout: float, as_json: bool) -> None:
    """Read every file; name file, line and what to do for each mistake."""
    found = _reviewed(as_json=as_json)
    notes = (*found.notes, *_unfitting(found))
    problems = tuple(sorted((*found.problems, *(notes if strict else ()))))
    if links:
        _check_links(found, site, timeout, as_json=as_json)
        return
    entries = sum(1 for _ in found.library.atlas.entries())
    if as_json:
        _print_json(found, problems, () if strict else notes)
        raise SystemExit(2 if problems else 0)
    for note in () if strict else notes:
        click.echo(f"worth a look: {note}", err=True)
    if problems:
        raise shared.Refused(str(_counted(problems)))
    click.echo(f"{len(found.library.atlas.municipalities)} municipalities, {entries} entry points: all sound.")


def _reviewed(*, as_json: bool) -> Review:
    try:
        return review(shared.settings().knowledge)
    except KnowledgeError as error:
        if as_json:
            shared.print_line(json.dumps({"problems": [_problem_json(each) for each in error.problems], "notes": []}))
            raise SystemExit(2) from error
        raise shared.Refused(f"{len(error.problems)} to mend:\n{error}") from error


def _counted(problems: tuple[Problem, ...]) -> str:
    return f"{len(problems)} to mend:\n{KnowledgeError(problems)}"


def _unfitting(found: Review) -> list[Problem]:
    """Edits that are kept but fit no entry any more."""
    changes = kept_changes()
    lost = [edit.entry_id for edit in changes.edits if not found.fits(edit)]
    return [Problem("the database", 1, f"the edit of {each} fits its file no more; export or drop it") for each in lost]


def _print_json(found: Review, problems: tuple[Problem, ...], notes: tuple[Problem, ...]) -> None:
    atlas = found.library.atlas
    report = {
        "municipalities": len(atlas.municipalities),
        "entries": sum(1 for _ in atlas.entries()),
        "problems": [_problem_json(each) for each in problems],
        "notes": [_problem_json(each) for each in notes],
    }
    shared.print_line(json.dumps(report, ensure_ascii=False))


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "message": problem.message}


def _check_links(found: Review, site: str, timeout: float, *, as_json: bool) -> None:
    from bot.reports.links import DEAD, Limits, check_links, links_of
    from bot.reports.printing import print_table
    from bot.reports.progress import progress

    links = {url: where for url, where in links_of(found.library.atlas).items() if site in ("", host_of(url))}
    with progress("Links", len(links)) as one_done:
        checked = asyncio.run(check_links(links, Limits(seconds=timeout), one_done))
    counts = Counter(each.verdict for each in checked)
    if as_json:
        rows = [
            {"url": each.url, "verdict": str(each.verdict), "detail": each.detail, "used_by": each.used_by}
            for each in checked
        ]
        shared.print_line(json.dumps({"links": rows}, ensure_ascii=False))
    else:
        told = [each for each in checked if each.verdict != "fine"]
        print_table(
            ("verdict", "link", "detail", "stands in"),
            [(each.verdict, each.url, each.detail, ", ".join(each.used_by)) for each in told],
        )
        click.echo(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "No links.")
    raise SystemExit(2 if any(counts[verdict] for verdict in DEAD) else 0)
