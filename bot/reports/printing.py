"""Tables on a screen, or as plain columns into a pipe."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table; into a pipe it is not cut to a width."""
    table = Table(*columns, title=title or None, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    screen = Console(highlight=False, soft_wrap=False)
    Console(highlight=False, width=screen.width if screen.is_terminal else 240).print(table)
