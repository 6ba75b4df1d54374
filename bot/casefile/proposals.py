"""Sentences that came to a desk where they did not belong: proposed as examples, for a person to read.

Nothing is learnt from them by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation.person.masking import masked
from bot.desk import Escalation, Outcome
from bot.promise import SWEDEN

from .case import Line

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
_PHONE = re.compile(r"(?<!\w)(?:\+|00|0)\d(?:[\s-]?\d){6,11}(?!\w)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One sentence in an entrepreneur's own words, as they agreed to pass it on, without what points at them.

    `intent` is what it was understood as (empty: nothing), `place` the code of the municipality, `came_to` and
    `belongs_to` desks by id; `day` is when it was moved. The municipality's name stands as `{place}`, as in our files.
    """

    number: int
    day: date
    language: str
    intent: str
    text: str
    place: str
    came_to: str
    belongs_to: str

    @property
    def file(self) -> str:
        """Where its intent's examples stand."""
        return f"intents/{self.language}/{self.intent or '…'}.toml"


def proposals(escalation: Escalation, lines: Sequence[Line]) -> tuple[Proposal, ...]:
    """What a case proposes: its sentences, for each desk that said it was wrong there and let it go.

    Whoever refused to be moved has not agreed that it was wrong; whoever left while it was open proposes nothing.
    """
    left = (Outcome.WITHDRAWN, Outcome.NOT_REACHABLE)  # the second in records from before
    if any(line.kind == "closed" and line.who == "bot" and line.text in left for line in lines):
        return ()
    texts = list(_sentences(escalation))
    return tuple(_proposal(escalation, line, text) for line in _wrong(lines) for text in texts)


def _wrong(lines: Sequence[Line]) -> Iterator[Line]:
    """The moves away from a desk that had said it was wrong there."""
    wrong = False
    for line in lines:
        if line.kind in ("wrong", "passed_on"):
            wrong = line.kind == "wrong"
        elif line.kind == "moved":
            if wrong:
                yield line
            wrong = False


def _sentences(escalation: Escalation) -> Iterator[str]:
    """The words that were agreed to be passed on, and only they: a line each."""
    for line in masked(escalation.words).splitlines():
        text = _PHONE.sub("[telefon]", _MAIL.sub("[e-post]", line))
        for name, mask in ((escalation.shown_as, "[namn]"), (escalation.place_name, "{place}")):
            text = _replaced(text, name, mask) if name else text
        if text := " ".join(text.split()):
            yield text


def _replaced(text: str, name: str, mask: str) -> str:
    return mask.join(re.split(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags=re.IGNORECASE))


def _proposal(escalation: Escalation, move: Line, text: str) -> Proposal:
    intent = "permits" if escalation.topic.startswith("permits.") else escalation.topic
    return Proposal(
        number=escalation.number,
        day=move.at.astimezone(SWEDEN).date(),
        language=escalation.language,
        intent=intent,
        text=text,
        place=escalation.place,
        came_to=move.desk,
        belongs_to=move.text,
    )
