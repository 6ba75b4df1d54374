"""A programme made at a desk, question by question: name, municipalities, period, plan. Pure.

What comes of it is a file like the shipped ones, and is read and checked as they are.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from .planning import steps_in

LONGEST_CODE = 20
"""Letters: it is typed."""
LONGEST_NAME = 60
"""Letters: a headline on a phone."""

PLANS: dict[str, tuple[str, ...]] = {
    "short": ("at P14D", "at P2M"),
    "year": ("at P14D", "at P2M", "at P6M", "at P1Y"),
    "cycle": ("yearly 01-20", "yearly 05-04", "yearly 09-21", "yearly 11-23"),
}
"""The plans to choose from; the last step of each asks what came of it."""

_NAME = re.compile(r"[A-Za-z0-9ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÜÝàáâäåæçèéêëíîïñóôöøúüýß .,:;&+()/'’–!?%-]+")
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_FREE = re.compile(r"tills vidare|until further notice|utan slut|no end", re.I)


@dataclass(frozen=True, slots=True)
class Founding:
    """A programme that is being made: what is known of it so far."""

    number: int
    by: str
    name: str = ""
    codes: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    plan: str = ""

    @property
    def wants(self) -> str:
        """What is to be asked next; `confirm` when all is known."""
        known = {"name": self.name, "places": self.codes, "period": self.begins, "plan": self.plan}
        return next((field for field, value in known.items() if not value), "confirm")

    def to_json(self) -> str:
        """As kept at the desk."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> "Founding":
        """From the desk's store."""
        values = json.loads(kept)
        return cls(**values | {"codes": tuple(values["codes"])})


class NotSo(ValueError):
    """The answer cannot be used; the message is the key of the text that says why."""


def told(founding: Founding, words: str, codes: Sequence[str], today: date) -> Founding:
    """After an answer in words; `codes` are the municipalities named in it. Raises NotSo."""
    match founding.wants:
        case "name":
            return _named(founding, " ".join(words.split()))
        case "places" if codes:
            return replace(founding, codes=tuple(dict.fromkeys(codes)))
        case "places":
            raise NotSo("organise.no_place")
        case "period":
            return _timed(founding, words, today)
        case "plan":
            return replace(founding, plan=_planned(words, today))
        case _:
            raise NotSo("organise.press")


def _named(founding: Founding, name: str) -> Founding:
    if not 3 <= len(name) <= LONGEST_NAME or not _NAME.fullmatch(name) or not slug(name):
        raise NotSo("organise.bad_name")
    return replace(founding, name=name)


def _planned(words: str, today: date) -> str:
    try:
        steps = steps_in(words, today)
    except ValueError as error:
        raise NotSo("organise.bad_plan") from error
    if not steps:
        raise NotSo("organise.bad_plan")
    return ";".join(steps)


def steps_of(plan: str) -> tuple[str, ...]:
    """The steps of a plan that was chosen, or told in words."""
    return PLANS.get(plan) or tuple(plan.split(";"))


def _timed(founding: Founding, words: str, today: date) -> Founding:
    try:
        days = [date(*map(int, found.groups())) for found in _DAY.finditer(words)]
    except ValueError as error:
        raise NotSo("organise.bad_period") from error
    if _FREE.search(words) and len(days) < 2:
        return replace(founding, begins=(days[0] if days else today).isoformat(), ends="")
    match days:
        case [begins, ends] if begins <= ends and ends >= today:
            return replace(founding, begins=begins.isoformat(), ends=ends.isoformat())
        case [begins]:
            return replace(founding, begins=begins.isoformat(), ends="")
        case _:
            raise NotSo("organise.bad_period")


def pressed(founding: Founding, button: str, today: date) -> Founding:
    """After a button: `open` or `year` for the period, else a plan. Raises NotSo."""
    match founding.wants, button:
        case "period", "open":
            return replace(founding, begins=today.isoformat(), ends="")
        case "period", "one-year":
            day = min(today.day, 28)
            return replace(founding, begins=today.isoformat(), ends=date(today.year + 1, today.month, day).isoformat())
        case "plan", _ if button in PLANS:
            return replace(founding, plan=button)
        case _:
            raise NotSo("organise.press")


def slug(name: str) -> str:
    """What people can type and a start link can carry: a–z, 0–9 and hyphen; empty if that leaves too little."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    code = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{code}-{word}".strip("-")
        code = longer if len(longer) <= LONGEST_CODE else code or word[:LONGEST_CODE]
    return code if len(code) >= 4 and re.search("[a-z]", code) else ""


def code_for(name: str, taken: Sequence[str]) -> str:
    """The code of a programme of this name, with a number if another has it."""
    code = slug(name)
    return next(each for each in (code, *(f"{code}-{number}" for number in range(2, 100))) if each not in taken)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a programme in one language."""

    audience: str
    consent: str
    role: str


def written(founding: Founding, code: str, owner: str, today: date, words: dict[str, Wording]) -> str:
    """The programme as a file. `owner` is the organiser as TOML tells it (`body = "1286"`), `words` by language."""
    lines = [
        f"id = {quoted(code)}",
        f"code = {quoted(code)}",
        f"municipalities = [{', '.join(map(quoted, founding.codes))}]",
        'standing = "confirmed"',
        f"seen = {quoted(today.isoformat())}",
        "",
        "[period]",
        f"from = {quoted(founding.begins)}",
        *([f"until = {quoted(founding.ends)}"] if founding.ends else []),
    ]
    for language, worded in words.items():
        lines += ["", f"[{language}]", f"name = {quoted(founding.name)}", f"audience = {quoted(worded.audience)}"]
    lines += ["", "[consent]", f"version = {quoted(today.isoformat())}"]
    lines += [f"{language} = {quoted(worded.consent)}" for language, worded in words.items()]
    lines += ["", "[[organisers]]", owner]
    lines += [f"{language} = {quoted(worded.role)}" for language, worded in words.items()]
    lines += ['mandates = ["enrol", "answer", "plan", "figures", "stories"]', "", "[plan]", 'standing = "agreed"']
    return "\n".join([*lines, *_steps(founding.plan), ""])


def _steps(plan: str) -> list[str]:
    lines = []
    for number, step in enumerate(steps_of(plan), 1):
        key, when = step.split()
        lines += ["", "[[plan.steps]]", f'id = "step-{number}"', f"{key} = {quoted(when)}"]
    return [*lines, "outcome = true"]


def quoted(text: str) -> str:
    """A TOML string: JSON's escapes are all TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
