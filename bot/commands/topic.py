"""`lots topic`: switch a topic or one answer off, on again, and see what is off."""

import getpass
import json
from datetime import datetime
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import code_of, known_atlas, known_topic
from bot.owners.topics import DAYS, MOST_WHY, last_day_off, reason
from bot.store import LogLine
from knowledge import SWEDEN, Atlas, Switch, swedish_day

_place = click.option("--municipality", metavar="PLACE", help="Only there, by name or code (everywhere).")
_entry = click.option("--entry", metavar="ID", help="Only this one answer; give no topic then.")
_by = click.option("--by", help="Whose decision it is, for the log (the name you are logged in by).")


@click.group()
def topic() -> None:
    """Keep the bot from telling something; it shows the way to a person instead."""


@topic.command()
@click.argument("name", metavar="TOPIC", required=False)
@_place
@_entry
@click.option("--until", metavar="DATE", help=f"The day it is told again, like 2027-01-01 (in {DAYS} days).")
@click.option("--why", required=True, help="The reason, as those who ask are told it.")
@_by
def off(
    name: str | None, *, municipality: str | None, entry: str | None, until: str | None, why: str, by: str | None
) -> None:
    """Switch a TOPIC off, with the topics below it; it holds from the next message."""
    atlas, now = known_atlas(), shared.clock()
    subject = _subject(atlas, name, municipality, entry)
    switch = Switch(*subject[:2], _end(until, now), _reason(why), whoever(by), now, subject[2])
    with shared.store(shared.settings()) as store:
        store.write(lambda tables: tables.switch_off(switch))
        click.echo(f"{_words(atlas, *subject)} is off until {_day(switch.until)}. ({store.path})")


@topic.command()
@click.argument("name", metavar="TOPIC", required=False)
@_place
@_entry
@_by
def on(name: str | None, *, municipality: str | None, entry: str | None, by: str | None) -> None:
    """Switch a TOPIC on again."""
    atlas, now = known_atlas(), shared.clock()
    subject = _subject(atlas, name, municipality, entry)
    with shared.store(shared.settings(), must_exist=True) as store:
        ended = store.write(lambda tables: tables.switch_on(*subject, by=whoever(by), now=now))
    if not ended:
        raise shared.Refused(f"{_words(atlas, *subject)} is not off; see `lots topic list`")
    click.echo(f"{_words(atlas, *subject)} is on again.")


@topic.command("list")
@click.option("--log", is_flag=True, help="What was done, by whom and when, latest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(log: bool, as_json: bool) -> None:
    """What is off now."""
    with shared.store(shared.settings(), must_exist=True) as store:
        changes, lines = store.write(lambda tables: (tables.changes(), tables.knowledge_log()))
    if log:
        _print(("at", "by", "what", "subject", "detail"), [_line_json(line) for line in lines], as_json)
        return
    now = shared.clock()
    switches = [_switch_json(switch) for switch in changes.switches if switch.is_on(now)]
    _print(("topic", "municipality", "entry", "until", "why", "by", "since"), switches, as_json)


def _print(columns: tuple[str, ...], rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        shared.print_line(json.dumps(rows, ensure_ascii=False))
    elif rows:
        from bot.reports.printing import print_table

        print_table(columns, [[row[column] or "–" for column in columns] for row in rows])
    else:
        click.echo("Nothing.")


def _switch_json(switch: Switch) -> dict[str, Any]:
    return {
        "topic": switch.topic,
        "municipality": switch.code or None,
        "entry": switch.entry_id or None,
        "until": _day(switch.until),
        "why": switch.why,
        "by": switch.by,
        "since": switch.at.astimezone(SWEDEN).isoformat(timespec="minutes"),
    }


def _line_json(line: LogLine) -> dict[str, Any]:
    at = datetime.fromtimestamp(line.at / 1000, SWEDEN).isoformat(timespec="minutes")
    return {"at": at, "by": line.by, "what": line.what, "subject": line.subject, "detail": line.detail}


def _subject(atlas: Atlas, name: str | None, municipality: str | None, entry_id: str | None) -> tuple[str, str, str]:
    """What it is about: topic, municipality code (empty: everywhere), entry id (empty: all of the topic)."""
    if entry_id is None and name is None:
        raise shared.Refused("give a TOPIC, like permits.alcohol, or --entry with the id of one answer")
    if entry_id is None:
        return known_topic(name or ""), code_of(atlas, municipality, exact=True) if municipality else "", ""
    if name or municipality:
        raise shared.Refused("--entry is one answer by itself; leave out the topic and --municipality")
    entry = atlas.entry(entry_id)
    if entry is None:
        raise shared.Refused(f"entry {entry_id!r} is not known; `lots knowledge show PLACE --json` shows the ids")
    return entry.topic, "", entry_id


def _words(atlas: Atlas, topic_name: str, code: str, entry_id: str) -> str:
    where = atlas.municipality(code).name if code else "all of Sweden"
    return f"the answer {entry_id}" if entry_id else f"{topic_name} in {where}"


def _end(until: str | None, now: datetime) -> datetime:
    day = last_day_off(until, now)
    if day is None:
        raise shared.Refused(f"--until {until!r} is no day after today ({swedish_day(now)}); write it like 2027-01-01")
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN)


def _reason(why: str) -> str:
    if words := reason(why):
        return words
    raise shared.Refused(f"--why is told to those who ask; give 1–{MOST_WHY} characters that can be read")


def whoever(by: str | None) -> str:
    """Whose decision it is: who they say, else who is logged in."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "the operator"


def _day(until: datetime | None) -> str:
    return swedish_day(until).isoformat() if until else "it is switched on"
