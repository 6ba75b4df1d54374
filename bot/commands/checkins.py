"""`lots checkins`: what the bot will ask of its own accord."""

import json
from datetime import datetime
from typing import Any

import click

from bot.commands import shared
from bot.programmes import CheckIn, Enrolment, NoHours, Reminder, Silence, agreed_hours, next_up
from bot.store import milliseconds
from knowledge import Atlas

MOST = 1000
"""Lines at most."""


@click.group()
def checkins() -> None:
    """Check-ins: what falls due."""


@checkins.command()
@click.option("--at", metavar="ISO", help="Due by then, like 2026-12-05T09:00:00+01:00 (now).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def due(at: str | None, as_json: bool) -> None:
    """What is due by a moment, the longest waiting first. Nothing is sent by looking."""
    settings = shared.settings()
    by = shared.moment(at, "--at") if at else shared.clock()
    atlas = shared.guide(settings).atlas
    with shared.store(settings, must_exist=True) as store:
        found = store.write(lambda tables: tables.due_enrolments(milliseconds(by), MOST))
        known = atlas.as_of(by, store.write(lambda tables: tables.changes()))
    rows = [_row(each, known, by) for each in found]
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        shared.print_line(f"Nothing is due by {by.isoformat(timespec='minutes')}.")
        return
    from bot.reports.printing import print_table

    print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def _row(enrolment: Enrolment, atlas: Atlas, by: datetime) -> dict[str, Any]:
    """One enrolment: what is to be done, which step, and when."""
    row: dict[str, Any] = {"enrolment": enrolment.number, "programme": enrolment.programme}
    programme = atlas.programme(enrolment.programme)
    if programme is None:
        return row | {"what": "programme gone", "step": "", "at": ""}
    try:
        event = next_up(enrolment.follow_up, agreed_hours(programme.plan, enrolment.wishes), by)
    except NoHours as error:
        return row | {"what": f"no hours: {error}", "step": "", "at": ""}
    match event:
        case CheckIn():
            what = "check-in"
        case Reminder(_, number):
            what = f"reminder {number}"
        case Silence():
            what = "silence"
        case None:
            return row | {"what": "nothing", "step": "", "at": ""}
    return row | {"what": what, "step": event.due.key, "at": event.at.isoformat(timespec="minutes")}
