"""Puts together all the bot knows, from the files."""

from pathlib import Path

from bot.desk import DeskBook
from bot.desk.reading import read_desks
from bot.store import Search
from bot.texts import load_texts
from bot.turn import Guide
from intents import Gazetteer, Phrasebook
from knowledge import load_atlas


def load_guide(extra_knowledge: Path | None = None, operator: str = "", desks: Path | None = None) -> Guide:
    """Everything that is fixed at start. Raises KnowledgeError, PhrasebookError, TextsError or OSError."""
    atlas = load_atlas(extra_knowledge)
    phrasebook = Phrasebook.of()
    book = read_desks(desks) if desks else DeskBook()
    names = [(name.text, name.codes, name.kind) for name in atlas.names]
    return Guide(atlas, phrasebook, Gazetteer(names, phrasebook.vocabulary), load_texts(operator), Search(atlas), book)
