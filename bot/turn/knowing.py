"""All the bot knows."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import NO_DESKS
from bot.desk import DeskBook, changed
from bot.store import Search, Tables
from bot.texts import Texts
from intents import Explanation, Gazetteer, Phrasebook, Understood
from knowledge import Atlas


@dataclass(frozen=True, slots=True)
class Guide:
    """All the bot knows, fixed at start. `bot_name` is its name at Telegram, empty if it has none; `public_url` is
    where its own pages are reached, if they are."""

    atlas: Atlas
    phrasebook: Phrasebook
    gazetteer: Gazetteer
    texts: Texts
    search: Search
    desks: DeskBook = NO_DESKS
    bot_name: str = ""
    public_url: str = ""

    def understand(self, text: str, language: str | None = None) -> Understood:
        """What a text means."""
        return self.phrasebook.understand(text, self.gazetteer, language)

    def explain(self, text: str) -> Explanation:
        """What decided."""
        return self.phrasebook.explain(text, self.gazetteer)


def with_changes(tables: Tables, guide: Guide) -> Guide:
    """The guide with all that was changed about desks since its files were read."""
    changes = tables.desk_changes()
    return replace(guide, desks=changed(guide.desks, changes)) if changes else guide


def as_told(tables: Tables, atlas: Atlas, now: datetime) -> Atlas:
    """What is true with all that was changed since the files were read, and as far as it may be told now."""
    return atlas.as_of(now, tables.changes())
