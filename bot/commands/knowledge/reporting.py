"""`lots knowledge reports` and `answer`: what people say is wrong, and telling them what came of it."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import known_atlas
from bot.commands.topic import whoever
from bot.desk import DeskBook
from bot.owners import Outcome
from bot.store import MatterRow, Tables, milliseconds
from bot.texts import load_texts
from bot.turn.matters import Knows, tell
from knowledge import SWEDEN, Atlas


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def reports(as_json: bool) -> None:
    """What people say is wrong and nobody has answered yet; the oldest first."""
    atlas = known_atlas()
    with shared.store(shared.settings(), must_exist=True) as store:
        found = store.write(lambda tables: tables.unheard_matters())
    rows = [each for row in found for each in _rows(row, atlas)]
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
    elif rows:
        from bot.reports.printing import print_table

        columns = ("number", "since", "desk", "entry", "part", "shown", "words")
        print_table(columns, [[row[column] or "–" for column in columns] for row in rows])
    else:
        click.echo("Nothing.")


def _rows(row: MatterRow, atlas: Atlas) -> list[dict[str, Any]]:
    matter, entry = row.matter, atlas.as_said(row.matter.entry_id)
    since = datetime.fromtimestamp(row.opened_at / 1000, SWEDEN).date().isoformat()
    return [
        {
            "number": str(matter.number),
            "since": since,
            "desk": matter.desk or None,
            "entry": matter.entry_id,
            "title": entry.sv.title if entry else None,
            "part": str(report.part),
            "shown": report.shown or None,
            "words": report.words or None,
        }
        for report in matter.reports
        if report.conversation
    ]


@click.command()
@click.argument("number", type=int)
@click.argument("outcome", type=click.Choice([str(Outcome.MENDED), str(Outcome.RIGHT)]))
@click.option("--by", help="Whose word it is, for the log (the name you are logged in by).")
def answer(number: int, outcome: str, by: str | None) -> None:
    """Tell those who said that something is wrong (NUMBER) that it was mended in the files, or is right."""
    knows, now = Knows(DeskBook(), known_atlas(), load_texts()), shared.clock()
    who = whoever(by)

    def work(tables: Tables) -> int:
        matter = next((row.matter for row in tables.unheard_matters() if row.matter.number == number), None)
        if matter is None:
            return 0
        ended = replace(matter, outcome=Outcome(outcome), pen=None)
        tables.save_matter(ended, milliseconds(now))
        tables.note_knowledge(now, who, outcome, matter.entry_id, detail=f"report {number}")
        about = knows.around(tables, now)
        return tell(tables, ended, Outcome(outcome), knows, about)

    with shared.store(shared.settings(), must_exist=True) as store:
        told = store.write(work)
    if not told:
        raise shared.Refused(f"report {number} waits for no answer; see `lots knowledge reports`")
    click.echo(f"{told} will hear of it.")
