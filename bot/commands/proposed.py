"""`lots understand --proposed`: sentences that came to a wrong desk, to be read and pasted into an intent's file."""

import json
from dataclasses import asdict

import click

from bot.casefile.case import lines_of
from bot.casefile.proposals import Proposal, proposals
from bot.commands import shared
from bot.store import Tables

HEAD = """\
# Sentences that came to a desk where they did not belong, in the words that were agreed to be passed on.
# Nothing is learnt from them by itself. Read each, take away what points at a person, paste it where it belongs,
# and run `make model`."""


def print_proposed(*, as_json: bool) -> None:
    """All that cases propose, by file, as lines of TOML or as JSON."""
    with shared.store(shared.settings(), must_exist=True) as store:
        found = store.write(_proposals)
    if as_json:
        told = [asdict(each) | {"day": each.day.isoformat(), "file": each.file} for each in found]
        shared.print_line(json.dumps(told, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing is proposed: no desk has said that a case was wrong there.")
        return
    click.echo(HEAD)
    for file in sorted({each.file for each in found}):
        click.echo(f"\n# {file}")
        for each in found:
            if each.file == file:
                click.echo(_lines(each))


def _lines(each: Proposal) -> str:
    """A line of TOML under a line that says why it is there."""
    where = f" in {each.place}" if each.place else ""
    understood = f"understood as {each.intent or 'nothing'}{where}"
    why = f"  # case {each.number}, {each.day}: {understood}; from desk {each.came_to} to {each.belongs_to}"
    return f"{why}\n  {json.dumps(each.text, ensure_ascii=False)},"


def _proposals(tables: Tables) -> list[Proposal]:
    return [
        proposal
        for each in tables.escalations()
        if each.stops and tables.is_known(each.conversation)
        for proposal in proposals(each, lines_of(each, tables.record_of(each.number)))
    ]
