"""`lots outbox`: what waits, what failed, trying it again, and which entry a line that was sent is told of."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from bot.commands import shared
from bot.store import OutboxRow, Status, milliseconds

TROUBLE = (Status.FAILED, Status.UNCERTAIN)
PART = 1000
"""Ids in one question to the database, which takes no more than some 30,000."""


@click.group(invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="Also what waits or is on its way.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def outbox(context: click.Context, everything: bool, as_json: bool) -> None:
    """Messages that did not arrive, or may not have. Never shows their words."""
    if context.invoked_subcommand:
        return
    statuses = (*TROUBLE, Status.WAITING, Status.SENDING) if everything else TROUBLE
    with shared.store(shared.settings(), must_exist=True) as store:
        rows = store.write(lambda tables: tables.outbox(statuses))
        counts = store.write(lambda tables: tables.outbox_counts())
    if as_json:
        shared.print_line(json.dumps([_row_json(row) for row in rows], ensure_ascii=False))
        return
    from bot.reports.printing import print_table

    cells = [(row.id, row.status, row.conversation, row.rendered.kind, row.attempts, row.error) for row in rows]
    if cells:
        print_table(("id", "status", "to", "kind", "tries", "why"), cells)
    click.echo(", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "The outbox is empty.")


@outbox.command()
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Every failed message; the uncertain ones only by id.")
def retry(ids: Sequence[int], everything: bool) -> None:
    """Send failed or uncertain messages again, by their IDS."""
    if not ids and not everything:
        raise shared.Refused("give the ids that `lots outbox` shows, or --all for every failed one")
    now = milliseconds(shared.clock())
    with shared.store(shared.settings(), must_exist=True) as store:
        if everything:
            failed = store.write(lambda tables: tables.outbox((Status.FAILED,), limit=100_000))
            ids = [*ids, *(row.id for row in failed)]
        wanted = sorted(set(ids))
        parts = [wanted[at : at + PART] for at in range(0, len(wanted), PART)]
        again = store.write(lambda tables: sum(tables.retry(part, now) for part in parts))
    click.echo(
        f"{again} will be tried again."
        + ("" if again == len(wanted) else f" {len(wanted) - again} were not in trouble.")
    )


@outbox.command()
@click.argument("message", type=int)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def facts(message: int, as_json: bool) -> None:
    """The lines of fact in MESSAGE (by its id), each with the entry it is told of. No other words of it are shown."""
    with shared.store(shared.settings(), must_exist=True) as store:
        row = store.write(lambda tables: tables.outbox_row(message))
    if row is None:
        raise shared.Refused(f"there is no message {message}, or it is erased; `lots outbox told ENTRY` lists ids")
    told = [each for each in row.rendered.paragraphs if each.entries]
    if as_json:
        rows = [{"entries": each.entries, "text": each.plain} for each in told]
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    from bot.reports.printing import print_table

    if told:
        print_table(("entry", "what was told"), [("\n".join(each.entries), each.plain) for each in told])
    else:
        click.echo(f"Message {message} tells no fact.")


@outbox.command()
@click.argument("entry")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def told(entry: str, as_json: bool) -> None:
    """The messages that told a fact of ENTRY (by its id), newest first. Never shows their words."""
    with shared.store(shared.settings(), must_exist=True) as store:
        rows = store.write(lambda tables: tables.outbox_telling(entry))
    if as_json:
        shared.print_line(json.dumps([_row_json(row) for row in rows], ensure_ascii=False))
        return
    from bot.reports.printing import print_table

    if rows:
        cells = [(row.id, row.status, row.conversation, _moment(row.created_at)) for row in rows]
        print_table(("id", "status", "to", "at"), cells)
    else:
        click.echo(f"No message that is kept tells a fact of {entry}.")


def _moment(milliseconds_since: int) -> str:
    return datetime.fromtimestamp(milliseconds_since / 1000, UTC).isoformat(timespec="seconds")


def _row_json(row: OutboxRow) -> dict[str, object]:
    return {
        "id": row.id,
        "status": str(row.status),
        "to": row.conversation,
        "kind": row.rendered.kind,
        "lane": row.lane.name.lower(),
        "attempts": row.attempts,
        "due_at": _moment(row.due_at),
        "error": row.error,
    }
