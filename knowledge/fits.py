"""When an organisation is the right one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fits:
    """When an organisation is the right one, in the words of `needs.toml`; empty means that it does not matter.

    `needs` is what it is for, first things first, `also` what it helps with besides. `industries` are the only ones
    it works with, `best_for` those it knows best, `not_for` those it is not for; `trade_needs` are what it is for
    only in the trades of `best_for`. `where` holds municipality codes and the two digits of counties. One that is
    `undecided_place` is for companies that have not chosen a municipality.
    """

    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    trade_needs: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    best_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    undecided_place: bool = False

    @property
    def for_companies(self) -> bool:
        """Is it for companies at all? Some are for municipalities and projects only."""
        return bool(self.needs or self.also or self.trade_needs)


UNTOLD = Fits()
"""What is not told: such an organisation is never chosen."""
