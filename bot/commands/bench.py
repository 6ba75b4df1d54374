"""`lots bench`: the same engine on any labelled set."""

import json
import resource
import time
from dataclasses import asdict
from pathlib import Path

import click

from bot.commands import shared


@click.group()
def bench() -> None:
    """Measure the engine."""


@bench.command()
@click.option("--train", required=True, type=Path, help='Lines of {"text": …, "intent": …} to learn from.')
@click.option("--test", required=True, type=Path, help="The same to measure on. out_of_scope is the reject class.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def intents(train: Path, test: Path, as_json: bool) -> None:
    """Train the bot's engine on one set and measure it on another."""
    from intents.bench import BenchError, train_and_report

    try:
        report = asdict(train_and_report(train, test, time.process_time))
    except BenchError as error:
        raise shared.Refused(str(error)) from error
    report["rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if as_json:
        shared.print_line(json.dumps(report))
        return
    from bot.reports.printing import print_table

    print_table(("figure", "value"), report.items(), f"{test} after training on {train}")
