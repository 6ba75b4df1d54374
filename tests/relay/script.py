"""Reads a script of two sides: what people at both ends do, and what each is shown because of it.

A line is one of these:

    at 2026-11-23 10:15             the clock is moved (Swedish time); all that falls due on the way comes in order
    maja: words                     somebody writes: the entrepreneur in private, staff in the thread of the case
    maja [label]                    presses the newest button with this label
    maja edits: words               changes what they wrote last
    maja deletes                    takes back what they wrote last (where the service tells of it)
    eva aloud: words                writes in the desk's chat, outside any thread
    maja forges: e:1:claim          presses, in private, a button that was never there
    eva leaves / eva joins          the chat loses or gets a member
    > maja: words                   stand in what is shown to somebody since the act before
    > maja ~ words                  an earlier message that is shown to them says this now
    > maja [label]                  a button that is offered
    > maja ! words                  stand nowhere in what is shown to them
    > maja silent                   nothing at all is shown
    --- only telegram, forum        from here on only with these services on either side; a bare `---` ends it
    # a remark

`{4000}` in what somebody writes stands for so many characters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_ACT = re.compile(r"(?P<who>\w+)(?: (?P<how>\w+))?(?:: (?P<words>.*)| \[(?P<label>[^]]*)\])?")
_CLAIM = re.compile(r"(?P<who>\w+)(?P<how>:| ~| !| \[| silent)\s?(?P<words>.*?)\]?")


@dataclass(frozen=True)
class Claim:
    """What somebody is to be shown. `how` is `:`, `~`, `!`, `[` or `silent`."""

    number: int
    who: str
    how: str
    words: str


@dataclass
class Step:
    """One thing that happens, and all that is expected of it. `who` is empty for the clock."""

    number: int
    who: str
    how: str
    words: str
    claims: list[Claim] = field(default_factory=list)


def read_script(path: Path, services: set[str]) -> list[Step]:
    """The steps of a script that these services can play."""
    return steps_of(path.read_text(encoding="utf-8").splitlines(), services)


def steps_of(lines: Iterable[str], services: set[str]) -> list[Step]:
    """The same from lines."""
    steps: list[Step] = []
    here = True
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if words.startswith("---"):
            only = words.removeprefix("---").strip().removeprefix("only").replace(",", " ").split()
            here = not only or bool(services & set(only))
        elif here and words and not words.startswith("#"):
            if words.startswith(">"):
                steps[-1].claims.append(_claim(number, words[1:].strip()))
            else:
                steps.append(_step(number, words))
    return steps


def _step(number: int, words: str) -> Step:
    if words.startswith("at "):
        return Step(number, "", "at", words.removeprefix("at ").replace(" ", "T"))
    found = _ACT.fullmatch(words)
    if found is None:
        raise ValueError(f"line {number}: {words!r} is no act")
    how = "presses" if found["label"] is not None else found["how"] or "says"
    said = re.sub(
        r"\{(\d+)\}", lambda many: ("många & <långa> ord " * int(many[1]))[: int(many[1])], found["words"] or ""
    )
    return Step(number, found["who"], how, found["label"] or said)


def _claim(number: int, words: str) -> Claim:
    found = _CLAIM.fullmatch(words)
    if found is None:
        raise ValueError(f"line {number}: {words!r} claims nothing")
    return Claim(number, found["who"], found["how"].strip(), found["words"])
