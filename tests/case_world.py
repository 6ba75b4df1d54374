"""A world with a case in it, played out, for whoever reads the case afterwards."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.casefile.case import Case, read_case
from bot.chat import throw_away_store
from bot.simulation import simulate, simulated_desks
from bot.store import Store
from bot.turn import Guide

Line = dict[str, Any]
MONDAY = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
LAND = "vi söker industrimark i Sjöbo, vem bestämmer priset på tomten"
OPENED: tuple[Line, ...] = (
    {"chat": "a", "text": LAND},
    {"chat": "a", "text": "människa"},
    {"chat": "a", "press": "Skicka"},
)


@dataclass
class Played:
    """What was said, and the store it left behind."""

    store: Store
    guide: Guide
    lines: list[Line]

    def case(self, number: int = 1) -> Case:
        found = self.store.write(lambda tables: read_case(tables, number, self.guide.desks, self.guide.atlas))
        assert found
        return found

    def buttons(self) -> list[Line]:
        return [button for line in self.lines for sent in line["sent"] for button in sent["buttons"]]


@contextmanager
def played(guide: Guide, *lines: Line, pointer: bool = False, **changes: Any) -> Iterator[Played]:
    """Play lines from a Monday at 10.15. `changes` are those of the guide."""
    book = simulated_desks(guide.atlas)
    if pointer:
        book = book.with_desks([replace(book["1265"], pointer=True)])
    known = replace(guide, **{"desks": book, **changes})
    written: list[str] = []
    with throw_away_store() as store:
        asyncio.run(simulate(store, known, map(json.dumps, lines), MONDAY, "console", written.append))
        yield Played(store, known, [json.loads(line) for line in written])


def at(moment: str) -> Line:
    return {"at": moment}


def desk(**told: str) -> Line:
    return {"desk": "1265", **told}
