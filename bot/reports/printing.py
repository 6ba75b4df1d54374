"""Tables on a screen, or as plain columns into a pipe."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_lines(lines: Iterable[Text]) -> None:
    """Lines that are not folded."""
    screen = Console(highlight=False)
    for line in lines:
        screen.print(line, soft_wrap=True)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table; into a pipe it is not folded to a width. What stands in a cell is never markup."""
    table = Table(title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    screen = Console(highlight=False)
    Console(highlight=False, width=screen.width if screen.is_terminal else 10_000).print(table)
