"""What most tests need: a store on disk, all the bot knows, and a clock that is moved by hand."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.clock import Clock
from following_world import Play
from hypothesis import settings

from bot.chat import throw_away_store
from bot.guide import load_guide
from bot.simulation import simulated_desks
from bot.store import Store, open_store
from bot.turn import Guide

settings.register_profile("lots", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("lots")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What takes long and is looked at now and then."""
    parser.addoption("--all-pairs", action="store_true", help="every script over every service, a kill at every step")


def pytest_xdist_auto_num_workers() -> int:
    """Twice the cores: a third of the time goes by in waiting for processes that were started."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def guide() -> Guide:
    """All the shipped files, read once: nothing in it can be changed."""
    return load_guide()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real SQLite file, new for each test."""
    opened = open_store(f"sqlite:///{tmp_path}/lots.db")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved."""
    return Clock()


@pytest.fixture(scope="session")
def manned(guide: Guide) -> Guide:
    """With a desk in every municipality."""
    return replace(guide, desks=simulated_desks(guide.atlas))


@pytest.fixture
def world(manned: Guide) -> Iterator[Play]:
    """A simulated world, new for each test, on a Monday morning."""
    with throw_away_store() as kept:
        yield Play(kept, manned)
