"""Reads a transcript and says what of it did not come true.

A line is one of these:

    > words                   the person writes
    > [label]                 presses the newest button with this label
    > (location 57.49 12.08)  shares a position; also (sticker) (voice) (photo) (file) (home)
    > (start 1384)            follows a start link
    > (edit words)            changes what they wrote last
    > (old button id)         presses a button that is no longer shown anywhere
    < words                   stand in the reply, after those of the line before
    <! words                  stand nowhere in the reply
    < [label]                 a button that is offered
    <= kind                   the kind of the reply; `<= nothing` for none
    @ place Kungsbacka        what is remembered: place, home, topic or language (`-` for nothing)
    --- only telegram         from here on only in these worlds; a bare `---` ends it
    # a remark
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation import Conversation


@dataclass
class Step:
    """One thing the person does, and all that is expected of the bot before the next."""

    number: int
    act: tuple[str, str]
    expected: list[tuple[int, str, str]] = field(default_factory=list)


def read_transcript(path: Path, world: str) -> list[Step]:
    """The steps of a transcript that this world can play."""
    steps: list[Step] = []
    here = True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark, _, rest = line.strip().partition(" ")
        if mark == "---":
            here = not rest or world in rest.removeprefix("only").replace(",", " ").split()
        elif not here or mark in ("", "#"):
            continue
        elif mark == ">":
            steps.append(Step(number, _act(rest)))
        elif mark in ("<", "<!", "<=", "@") and steps:
            steps[-1].expected.append((number, mark, rest))
        else:
            raise ValueError(f"{path.name}, line {number}: {line!r} is none of > < <! <= @ --- #")
    return steps


def _act(written: str) -> tuple[str, str]:
    """What kind of act it is, and its words."""
    if found := re.fullmatch(r"\((old button|\w+) ?(.*)\)", written):
        return found[1], found[2]
    return ("presses", written[1:-1]) if written.startswith("[") else ("says", written)


@dataclass(frozen=True)
class Shown:
    """A message of the bot as the person sees it."""

    text: str
    buttons: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """All that came of one act: what was shown, the kinds of the replies, the state after it."""

    shown: tuple[Shown, ...]
    kinds: tuple[str, ...]
    conversation: Conversation


def check(step: Step, heard: Heard, name: Callable[[str], str]) -> list[str]:
    """What is not as the transcript says."""
    said = _squeezed(" ".join(shown.text for shown in heard.shown))
    buttons = [label for shown in heard.shown for label in shown.buttons]
    wrong: list[str] = []
    at = 0
    for number, mark, words in step.expected:
        match mark:
            case "<" if words.startswith("["):
                fits = words[1:-1] in buttons
            case "<":
                found = said.find(_squeezed(words), at)
                fits, at = found >= 0, max(found, at)
            case "<!":
                fits = words[1:-1] not in buttons if words.startswith("[") else _squeezed(words) not in said
            case "<=":
                fits = words in (heard.kinds or ("nothing",))
            case _:
                what, _, value = words.partition(" ")
                kept = getattr(heard.conversation, what)
                fits = (name(kept) if what in ("place", "home") and kept else kept or "-") == value
                words = f"{words} (it is {kept})"
        if not fits:
            wrong.append(f"line {number}: {mark} {words}")
    return wrong


def _squeezed(text: str) -> str:
    return " ".join(text.split())
