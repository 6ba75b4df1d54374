"""A desk switches a topic off for its own municipality, with a reason, and on again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.desk import Desk
from bot.messages import Choice, Dated, Label, Listed, Reply, Say, Value
from intents import fold, same
from knowledge import SWEDEN, Atlas, Switch, swedish_day
from knowledge.private import private_in

DAYS = 30
"""How long something is off if nobody says: nothing stays off because it was forgotten."""

MOST_WHY = 200
"""Characters of a reason; it is read on a phone."""

_ORDER = re.compile(
    r"(?P<topic>[^:]+?)(?:\s+(?:till|tills|until)\s+(?P<until>[\d-]+))?\s*(?::\s*(?P<why>.*))?", re.S | re.I
)


Fault = Literal["topic", "until", "why", "private", "place"]
"""What a command lacks."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a desk wants off: the topic, until which day it is told again, and why."""

    topic: str
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done; `why` names the reason in the texts."""

    why: Fault


def read_order(words: str, names: Mapping[str, str], now: datetime) -> Order | Refused:
    """What is to be off, from words like "serveringstillstånd till 2027-01-01: nya regler"."""
    found = _ORDER.fullmatch(words.strip())
    if found is None:
        return Refused("topic")
    topic = topic_named(found["topic"], names)
    if topic is None:
        return Refused("topic")
    until = last_day_off(found["until"], now)
    if until is None:
        return Refused("until")
    why = reason(found["why"] or "")
    if not why:
        return Refused("why")
    return Refused("private") if any(private_in(why)) else Order(topic, until, why)


def topic_named(words: str, names: Mapping[str, str]) -> str | None:
    """The topic that words mean, `names` being what each is called: its id, its name, or a slip of it."""
    wanted = " ".join(fold(words).split())
    called = {" ".join(fold(name).split()): topic for name, topic in names.items()}
    if wanted in called:
        return called[wanted]
    close = {topic for name, topic in called.items() if name.startswith(wanted) or same(wanted, name)}
    return close.pop() if wanted and len(close) == 1 else None


def last_day_off(until: str | None, now: datetime) -> date | None:
    """The day it is told again, in 30 days if nobody says; None if that is no day or has been."""
    today = swedish_day(now)
    try:
        day = date.fromisoformat(until) if until else today + timedelta(days=DAYS)
    except ValueError:
        return None
    return day if day > today else None


def reason(why: str) -> str:
    """A reason as those who ask are told it; empty if it cannot be."""
    words = " ".join(why.split())
    return words if len(words) <= MOST_WHY and words.isprintable() else ""


def places_of(desk: Desk, atlas: Atlas) -> tuple[str, ...]:
    """The municipalities for which a desk may switch something off: its own."""
    return tuple(code for code in dict.fromkeys((desk.id, *desk.serves)) if code in atlas)


def switches(order: Order, codes: Iterable[str], by: str, now: datetime) -> tuple[Switch, ...]:
    """What is kept: a switch for each municipality, which ends by itself."""
    end = datetime(order.until.year, order.until.month, order.until.day, tzinfo=SWEDEN)
    return tuple(Switch(order.topic, code, end, order.why, by, now) for code in codes)


def told_off(order: Order, codes: Iterable[str], atlas: Atlas) -> Reply:
    """It is off: until when, what those who ask are told, and the way back."""
    values: dict[str, Value] = {
        "topic": Label(f"topic.{order.topic}"),
        "places": _names(codes, atlas),
        "until": Dated(order.until.isoformat()),
        "why": order.why,
    }
    return Reply("owners", (Say("owners.off", values),), (Choice(f"t:on:{order.topic}", "owners.turn_on"),))


def told_on(topic: str, codes: Iterable[str], atlas: Atlas, *, was_off: bool) -> Reply:
    """It is told again, or was not off by this desk."""
    values: dict[str, Value] = {"topic": Label(f"topic.{topic}"), "places": _names(codes, atlas)}
    return Reply("owners", (Say("owners.on" if was_off else "owners.not_off", values),))


def told_how(why: Fault, off: Iterable[Switch]) -> Reply:
    """What was wrong with a command, how it is written, and what is off now."""
    parts = [Say(f"owners.order_{why}"), Say("owners.order_how")]
    for switch in off:
        until: Value = Dated(swedish_day(switch.until).isoformat()) if switch.until else "–"
        parts.append(Say("owners.is_off", {"topic": Label(f"topic.{switch.topic}"), "until": until, "why": switch.why}))
    return Reply("owners", tuple(parts))


def _names(codes: Iterable[str], atlas: Atlas) -> Listed:
    return Listed(tuple(atlas.municipality(code).name for code in codes))
