"""Keeps what was said anew in step with the files."""

from datetime import datetime

from bot.store import Tables
from knowledge import Atlas, settled


def settle(tables: Tables, atlas: Atlas, now: datetime) -> int:
    """Drop the edits that the files say by now, so that a later change of a file is not hidden; how many."""
    done = settled(atlas, tables.changes().edits)
    for edit in done:
        tables.drop_edit(edit.entry_id, edit.by, now, "the file says it now")
    return len(done)
