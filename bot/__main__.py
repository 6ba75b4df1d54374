"""The `lots` command."""

import asyncio
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TextIO

import click

from bot.commands import shared
from bot.commands.bench import bench
from bot.commands.case import case, export_case
from bot.commands.checkins import checkins
from bot.commands.desk import desk
from bot.commands.knowledge import knowledge
from bot.commands.outbox import outbox
from bot.commands.programme import programme
from bot.commands.programme_enrol import enrol
from bot.commands.programme_link import link
from bot.commands.proposed import print_proposed
from bot.commands.report import report
from bot.commands.topic import topic
from bot.settings import Settings
from bot.store import Store


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="foretagslots")
def lots() -> None:
    """Företagslots: leads entrepreneurs to the right door in any of Sweden's 290 municipalities."""


lots.add_command(knowledge)
lots.add_command(outbox)
lots.add_command(topic)
lots.add_command(desk)
lots.add_command(case)
lots.add_command(export_case)
lots.add_command(report)
programme.add_command(link)
programme.add_command(enrol)
lots.add_command(programme)
lots.add_command(bench)
lots.add_command(checkins)


@lots.command()
@click.option("--jsonl", is_flag=True, help="A simulated world: one JSON object a line in and out.")
@click.option("--at", metavar="ISO", help="Where the world's clock starts, like 2026-12-05T09:00:00+01:00.")
@click.option("--channel", type=click.Choice(["console", "telegram", "slack"]), help="Render as (console).")
@click.option(
    "--files", type=click.Path(file_okay=False, path_type=Path), help="Lay the files that come into a folder."
)
def chat(jsonl: bool, at: str | None, channel: str | None, files: Path | None) -> None:
    """Talk with the bot here, without any account."""
    settings = shared.settings()
    if not jsonl and (at or channel):
        raise shared.Refused("--at and --channel belong to the simulated world; add --jsonl")
    if not jsonl:
        _talk(settings, files)
        return
    from bot.lines import WorldError
    from bot.simulation import simulate

    start = shared.moment(at, "--at") if at else shared.clock()
    guide = shared.guide(settings)
    with _store(settings, keep=False) as store:
        try:
            asyncio.run(simulate(store, guide, sys.stdin, start, channel or "console", shared.print_line, files))
        except WorldError as error:
            raise shared.Refused(str(error)) from error


def _talk(settings: Settings, files: Path | None = None) -> None:
    """The terminal chat; a conversation that a person holds is kept, a piped one is thrown away."""
    from bot.chat import talk

    person = sys.stdin.isatty()
    guide = shared.guide(settings)
    with _store(settings, keep=person) as store:
        kept = "" if person or settings.database_chosen else " (thrown away at the end)"
        click.echo(f"Database: {store.path.resolve() if store.path else 'memory'}{kept}", err=True)
        chat = "terminal" if person else f"pipe-{os.getpid()}"
        asyncio.run(talk(store, guide, chat, greet=person, files=files))


def _store(settings: Settings, *, keep: bool) -> AbstractContextManager[Store]:
    from bot.chat import throw_away_store

    return shared.store(settings) if keep or settings.database_chosen else throw_away_store(alone=True)


@lots.command()
def serve() -> None:
    """Run every channel that has a token."""
    settings = shared.settings()
    if settings.telegram is None and settings.slack is None:
        click.echo("No token yet. Telegram: ask @BotFather for one and set TELEGRAM_BOT_TOKEN.", err=True)
        click.echo("Slack: make an app from slack-manifest.yaml (README). Until then, talk to the bot here.", err=True)
        _talk(settings)
        return
    from bot.serve import ServeError, serve_channels
    from bot.store import StoreError

    guide = shared.guide(settings)
    try:
        asyncio.run(serve_channels(settings, guide, shared.clock, shared.print_line))
    except (ServeError, StoreError) as error:
        raise shared.Refused(str(error)) from error


@lots.command()
@click.option("--jsonl", is_flag=True, help='One {"id": …, "text": …} a line on stdin.')
@click.option("--why", is_flag=True, help="Say what decided: words, terms, nearest examples.")
@click.option("--proposed", is_flag=True, help="Sentences that came to a wrong desk, as lines for an intent's file.")
@click.option("--json", "as_json", is_flag=True, help="With --proposed: as JSON.")
@click.argument("text", nargs=-1)
def understand(*, jsonl: bool, why: bool, proposed: bool, as_json: bool, text: tuple[str, ...]) -> None:
    """Show what a text was understood as, in JSON."""
    from bot.reports.understood import understood_json

    if proposed and (jsonl or why or text):
        raise shared.Refused("--proposed lists what desks have found to be wrong; give it no text and nothing else")
    if as_json and not proposed:
        raise shared.Refused("--json belongs to --proposed; everything else here is JSON already")
    if proposed:
        print_proposed(as_json=as_json)
        return
    if not jsonl and not text:
        raise shared.Refused('give a text, like lots understand "sälja till kommunen", or --jsonl')
    if jsonl and (why or text):
        raise shared.Refused("--jsonl reads its texts from stdin, and --why explains one; give one of the three")
    guide = shared.guide(shared.settings())
    if why:
        from bot.reports.why import why_lines

        for line in why_lines(guide.explain(" ".join(text))):
            shared.print_line(line)
        return
    for asked in _asked(sys.stdin) if jsonl else [{"id": None, "text": " ".join(text)}]:
        answer = asked | understood_json(guide.understand(str(asked["text"])))
        shared.print_line(json.dumps(answer, ensure_ascii=False))


def _asked(lines: TextIO) -> Iterator[dict[str, Any]]:
    from bot.lines import WorldError, read_object

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = read_object(number, line)
        except WorldError as error:
            raise shared.Refused(str(error)) from error
        if not isinstance(asked.get("text"), str):
            raise shared.Refused(f'line {number}: has no text; write {{"id": 1, "text": "…"}}')
        yield {"id": asked.get("id"), "text": asked["text"]}


def main() -> None:
    """The entry point: every refusal is one clear line on stderr and exit code 2."""
    sys.stdin = sys.stdin or io.StringIO()  # closed by whoever started us: nothing to read
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        # Not lots.main(): it turns a reader that has left into exit code 1.
        with lots.make_context("lots", sys.argv[1:]) as context:
            lots.invoke(context)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"lots: {error.format_message()}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has left; nothing to tell it
        sys.exit(0)


if __name__ == "__main__":
    main()
