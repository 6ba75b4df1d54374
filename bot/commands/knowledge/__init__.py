"""`lots knowledge`: what the bot holds for true, looked at, checked and changed."""

import click

from .charting import chart
from .checking import check
from .editing import export, import_, new
from .looking import coverage, show, stale
from .reporting import answer, reports


@click.group()
def knowledge() -> None:
    """What the bot holds for true: check it, look things up in it, change it."""


for _command in (check, show, coverage, chart, stale, reports, answer, new, import_, export):
    knowledge.add_command(_command)
