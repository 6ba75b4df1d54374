"""Takes a text apart: the periods, hours and days of the week it names, and whether it says stop."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.programmes.hours import by_day

from .clock import PATTERNS as CLOCK_PATTERNS
from .clock import read_hour
from .habits import NO_HABITS, Habits, read_habits
from .periods import Period, Refused, Rule, Side, Why
from .said import Piece, Said
from .shapes import PATTERNS

_STOP = re.compile("X")
_SENTENCE_OF_STOP = re.compile(r"(?:(?<=\|)|^)[f+]*X[Xf+]*(?=\||$)")
_NOT_THOSE_DAYS = re.compile(r"X(?=[TkOf]*W)")
_NEVER_THEN = re.compile(r"X(?=[TkO]*[WwmSEVgcpD])")
_DO_NOT_STOP = re.compile(r"XN(?:f|\||$)")

_UNFIT = re.compile(r"f?N(?![TjxWwmSEVhdDbanop])")


@dataclass(frozen=True, slots=True)
class Named:
    """A period that was named: on which side of it, whether it is refused ("inte i januari"), where it stands."""

    period: Period
    side: Side
    refused: bool
    at: int
    till: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says of when. `stop`: nothing else than to stop. `alternatives`: the first two periods are.
    `night`: an hour of the night was named, and `hour` is the nearest by day."""

    named: tuple[Named, ...] = ()
    refused: tuple[Named, ...] = ()
    habits: Habits = NO_HABITS
    hour: time | None = None
    stop: bool = False
    sure: bool = True
    alternatives: bool = False
    night: bool = False


def listen(said: Said, now: datetime) -> Heard:
    """What a text says of when, by the clock on the wall. Raises Refused if it says nothing, or no day that can be."""
    ears = _Ears(said, now)
    firmness = ears.stop()
    shape = said.shape
    past = "z" in shape and "f" not in shape
    habits = read_habits(said)
    found = ears.periods(whole=False)
    hour = ears.hour()
    found = [_while_away(each, shape) for each in found + ears.periods(whole=True)]
    found.sort(key=lambda each: each.at)
    vague = all(each.period.rule is Rule.LATER for each in found) and not (hour or habits.any)
    if firmness == "strong" and vague:
        return Heard(stop=True)
    if not (found or hour or habits.any):
        if firmness and not said.left():
            return Heard(stop=True)
        raise Refused(Why.PAST if past and not set("?nu") & set(shape) else Why.NOTHING)
    if past or (ears.slips and said.left()):
        raise Refused(Why.PAST if past and not set("?nu") & set(shape) else Why.NOTHING)
    found = _refused_together(found, shape)
    wanted = tuple(each for each in found if not each.refused)
    if any(each.period.rule is not Rule.LATER for each in found):  # "skjut upp till mars" is March
        wanted = tuple(each for each in wanted if each.period.rule is not Rule.LATER)
    after_asking = tuple(each for each in wanted if each.at > shape.rfind("f"))
    named = after_asking or wanted
    return Heard(
        named=named,
        refused=tuple(each for each in found if each.refused),
        habits=habits,
        hour=hour,
        night=ears.night,
        sure=not firmness and ("f" in shape or not said.left()),
        alternatives=len(named) > 1 and bool(set("+;|") & set(shape[named[0].at : named[1].at])),
    )


def _refused_together(found: list[Named], shape: str) -> list[Named]:
    """ "Inte i juli eller augusti" refuses both."""
    together: list[Named] = []
    for each in found:
        last = together[-1] if together else None
        joined = last is not None and last.refused and shape[last.at + 1 : each.at].strip("Ttkjxyu") == "+"
        together.append(replace(each, refused=each.refused or joined))
    return together


def _while_away(named: Named, shape: str) -> Named:
    """ "Bortrest i december" refuses December; "upptagen till jul" is free after it."""
    if "G" not in shape or named.side is not Side.IN or named.period.rule is Rule.LATER:
        return named
    if not named.till:
        return replace(named, refused=not named.refused)
    return replace(named, side=Side.AFTER if named.period.rule is Rule.OCCASION else Side.IN)


class _Ears:
    """Takes what it understands from what was said. `slips`: words that were put right are among it."""

    def __init__(self, said: Said, now: datetime) -> None:
        self.said, self.now, self.slips, self.night = said, now, False, False

    def stop(self) -> str:
        """How firmly they want to stop: "strong", "weak" or not at all. A "never on Mondays" is a no to Mondays."""
        firmness = "strong" if _SENTENCE_OF_STOP.search(self.said.shape) else ""
        for piece in list(self.said.fitting(_STOP)):
            value, shape = piece.tokens[0].value, self.said.shape
            before = self.said.tokens[piece.at - 1].value if piece.at else ""
            if (_NEVER_THEN if value == "never" else _NOT_THOSE_DAYS).match(shape, piece.at):
                self.said.rename(piece.at, "N")
            elif before == "not" or _DO_NOT_STOP.match(shape, piece.at):
                firmness = ""
            else:
                firmness = "strong" if "strong" in (value, firmness) else "weak"
                self.said.take(piece.at, 1)
        return firmness

    def periods(self, *, whole: bool) -> list[Named]:
        """The periods that are named, those that hold for a whole text only or the others."""
        found = []
        for pattern in PATTERNS:
            for piece in self.said.fitting(pattern.shape) if pattern.whole is whole else ():
                if whole and self.said.left(piece):
                    continue
                if period := pattern.read(piece.tokens, self.now):
                    found.append(self._named(piece, period))
        return found

    def _named(self, piece: Piece, period: Period) -> Named:
        """The period with what stands around it: "före", "efter", "inte", "inte förrän", "går inte"."""
        start, refused, side, till = _before(self.said.shape[: piece.at])
        end = piece.at + len(piece.tokens)
        if unfit := _UNFIT.match(self.said.shape, end):
            refused, end = True, unfit.end()
        self.said.take(start, end - start)
        self.slips |= not piece.exact
        if side == "A":  # "när skörden är klar" is after it, "när det är vår" in it
            side = "a" if period.rule is Rule.OCCASION else ""
        if not side:
            return Named(period, Side.IN, refused, piece.at, till)
        is_after = (side == "a") is not refused
        period = replace(period, named=False, any_day=False)  # not that very day, but one on this side of it
        return Named(period, Side.AFTER if is_after else Side.BEFORE, False, piece.at)

    def hour(self) -> time | None:
        """The first hour that is named, never by night."""
        hours = []
        for pattern, whole in CLOCK_PATTERNS:
            for piece in self.said.fitting(pattern):
                if whole and self.said.left(piece):
                    continue
                refused = self.said.shape[max(piece.at - 1, 0) : piece.at] == "N"
                if (hour := read_hour(piece.tokens, refused=refused)) is not None:
                    self.said.take(piece.at, len(piece.tokens))
                    self.slips |= not piece.exact
                    hours.append((piece.at, hour))
        if not hours:
            return None
        (_, said) = min(hours)
        self.night = by_day(said) != said
        return by_day(said)


def _before(shape: str) -> tuple[int, bool, str, bool]:
    """What stands before a period: where that begins, is it refused, the letter of "efter", "före", "när", "till".

    "Inte förrän i mars" refuses nothing: March it is.
    """
    rest = shape.rstrip("Ttkji")
    till = "t" in shape[len(rest) :]
    side = rest[-1:] if rest[-1:] in ("a", "b", "A") else ""
    rest = rest.removesuffix(side)
    till = till or rest.endswith("t")
    rest = rest.rstrip("t")
    return len(rest) - rest.endswith("N"), rest.endswith("N") and not till, side, till
