"""Figures in words of one language: counts, shares, the names of steps, states and needs."""

from dataclasses import dataclass
from datetime import date

from bot.messages.values import Value
from bot.programmes.figures import NO_NEED, OTHER_NEED, Needs, StepFigures
from bot.programmes.hiding import Proportion
from bot.programmes.records import State
from bot.texts import Texts
from knowledge import AfterEnrolment, AfterMilestone, EveryYear, Offset, OnDate, Programme

POOLED = "pooled"
"""The key of needs that few named."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One language."""

    texts: Texts
    language: str

    def say(self, key: str, **values: Value) -> str:
        """One of the texts on figures, by its key."""
        return self.texts.plain(key, self.language, **values)

    def count(self, number: int | None) -> str:
        """So many, or that they are few."""
        return self.say("figures.few") if number is None else str(number)

    def percent(self, share: float) -> str:
        """A share in whole per cents; half of one goes up."""
        return self.say("figures.percent", number=str(per_cent(share)))

    def interval(self, proportion: Proportion) -> str:
        """ "65–93 %"."""
        low, high = (str(per_cent(each)) for each in (proportion.low, proportion.high))
        return self.say("figures.interval", low=low, high=high)

    def state(self, state: State) -> str:
        """How it goes, as the button says it."""
        return self.say(f"figures.{state}")

    def need(self, topic: str) -> str:
        """A need by its topic."""
        known = {NO_NEED: "figures.no_need", OTHER_NEED: "figures.other_need"}
        key = known.get(topic, f"topic.{topic}")
        return self.say(key) if key in self.texts.templates[self.language] else topic

    def needs(self, needs: Needs) -> list[tuple[str, int, str]]:
        """The needs, how many named each, and their keys, most often first; at the end the few, and who named none."""
        told = [(self.need(topic), count, topic) for topic, count in needs.topics]
        if needs.pooled:
            key = "figures.pooled_with_none" if needs.with_none else "figures.pooled"
            at = next((at for at, each in enumerate(told) if each[2] == NO_NEED), len(told))
            told.insert(at, (self.say(key), needs.pooled, POOLED))
        return told

    def counted(self, step: StepFigures) -> dict[str, str]:
        """How many answered, are silent, are waited for."""
        found = {"answered": step.answered, "silent": step.silent, "waiting": step.waiting}
        return {name: self.count(number) for name, number in found.items()}

    def step(self, key: str, programme: Programme) -> str:
        """A check-in by when it comes; its key if the plan has it no more."""
        step_id, _, year = key.partition(":")
        try:
            trigger = programme.plan.step(step_id).trigger
        except KeyError:
            return key
        match trigger:
            case AfterEnrolment(offset):
                return self.say("figures.after", span=self.span(offset))
            case OnDate(day):
                return self.day(day)
            case EveryYear() if year:
                return self.day(trigger.in_year(int(year)))
            case EveryYear(month, day):
                return self.say(f"months.{month:02}") if not day else f"{day} {self.say(f'months.{month:02}')}"
            case AfterMilestone(milestone, offset):
                label = next(each.label(self.language) for each in programme.plan.milestones if each.id == milestone)
                return self.say("figures.after_milestone", span=self.span(offset), milestone=label)

    def day(self, day: date) -> str:
        """ "1 mars 2027"."""
        month = self.say(f"months.{day.month:02}")
        return self.say("figures.on_date", day=str(day.day), month=month, year=str(day.year))

    def span(self, offset: Offset) -> str:
        """ "2 veckor"."""
        years, months = divmod(offset.months, 12)
        weeks, days = divmod(offset.days, 7) if offset.days % 7 == 0 else (0, offset.days)
        units = {"year": years, "month": months, "week": weeks, "day": days, "second": offset.seconds}
        return " ".join(self._number(name, count) for name, count in units.items() if count)

    def _number(self, unit: str, count: int) -> str:
        return self.say(f"figures.{unit}_{'one' if count == 1 else 'many'}", count=str(count))


def per_cent(share: float) -> int:
    """Whole per cents; half of one goes up."""
    return int(share * 100 + 0.5)
