"""Reads when an organisation is the right one, and holds its words against those of `needs.toml`."""

import difflib
from collections.abc import Collection

from .fits import Fits
from .names import read_register
from .reading import Table
from .vocabulary import Kind, vocabulary


def fits_of(table: Table) -> Fits:
    """The table `[fits]` of an organisation; empty if it has none."""
    found = Fits(
        needs=_known(table, "needs", "need"),
        also=_known(table, "also", "need"),
        trade_needs=_known(table, "trade_needs", "need"),
        industries=_known(table, "industries", "industry"),
        best_for=_known(table, "best_for", "industry"),
        not_for=_known(table, "not_for", "industry"),
        stages=_known(table, "stages", "stage"),
        sizes=_known(table, "sizes", "size"),
        where=_checked(table, "where", _places(), "a municipality's four digits or a county's two"),
        undecided_place=table.flag("undecided_place", False),
    )
    table.done()
    return found


def _known(table: Table, key: str, kind: Kind) -> tuple[str, ...]:
    values = vocabulary().values(kind)
    return _checked(table, key, values, "one of " + ", ".join(values))


def _checked(table: Table, key: str, allowed: Collection[str], wanted: str) -> tuple[str, ...]:
    texts = table.texts(key)
    for text in texts:
        if text not in allowed:
            near = difflib.get_close_matches(text, allowed, 1)
            table.complain(
                key, f"{key}: {text!r} is not known; " + (f"did you mean {near[0]}?" if near else f"use {wanted}")
            )
    return texts


def _places() -> frozenset[str]:
    codes = read_register()
    return frozenset((*codes, *(code[:2] for code in codes)))
