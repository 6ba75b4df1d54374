"""All that a report of a programme tells, read at one moment."""

from dataclasses import dataclass
from datetime import datetime

from bot.programmes.figures import Figures, figures, shared_stories
from bot.programmes.records import Story
from bot.store import Tables
from knowledge import Programme


@dataclass(frozen=True, slots=True)
class Gathered:
    """A programme's figures and the stories that others may read."""

    programme: Programme
    figures: Figures
    stories: tuple[Story, ...]
    at: datetime


def gather(tables: Tables, programme: Programme, now: datetime) -> Gathered:
    """Read and count."""
    found = figures(*tables.members(programme.id), tables.tallies(programme.id))
    return Gathered(programme, found, shared_stories(tables.stories(programme.id)), now)
