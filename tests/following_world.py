"""Follow-ups in the simulated world of `lots chat --jsonl` with its clock moved, line by line."""

import asyncio
import json
from datetime import datetime
from typing import Any

from bot.simulation import simulate
from bot.store import Store
from bot.turn import Guide

MONDAY = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
Line = dict[str, Any]


class Play:
    """A world that goes on from line to line, and its store to look into."""

    def __init__(self, store: Store, guide: Guide) -> None:
        self.store = store
        self._guide = guide
        self._now = MONDAY

    def __call__(self, *lines: Line) -> list[Line]:
        written: list[str] = []
        told = [json.dumps(line) for line in lines]
        asyncio.run(simulate(self.store, self._guide, told, self._now, "console", written.append))
        moments = [datetime.fromisoformat(line["at"]) for line in lines if "at" in line]
        self._now = max([self._now, *moments])
        return [json.loads(line) for line in written]

    def say(self, text: str, chat: str = "a") -> Line:
        (result,) = self({"chat": chat, "text": text})
        return result

    def press(self, label: str, chat: str = "a") -> Line:
        # The labels in view are forgotten between two plays: typing them is the same.
        return self.say(label, chat)

    def until(self, moment: str) -> Line:
        (result,) = self({"at": moment})
        return result


def words(result: Line) -> str:
    """What persons were told."""
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("chat:"))


def days(result: Line) -> list[str]:
    """The days on which a person was written to, and by what sort of words."""
    return [f"{sent['at'][:16]} {sent['kind']}" for sent in result["sent"] if sent["to"].startswith("chat:")]


def buttons(result: Line) -> list[str]:
    """The labels under the last of it."""
    (*_, last) = (sent for sent in result["sent"] if sent["to"].startswith("chat:"))
    return [button["label"] for button in last["buttons"]]
