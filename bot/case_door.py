"""The way from the web to the page of a case."""

import asyncio
from datetime import datetime

from bot.casefile.page import Page
from bot.casefile.reading import look_up, page_of
from bot.store import Store
from bot.turn import Guide


async def open_page(store: Store, guide: Guide, token: str, now: datetime, *, look: bool) -> Page:
    """What a signed link leads to. It is laid out outside the transaction that looks it up."""
    found = await store.done(lambda tables: look_up(tables, token, now, book=guide.desks, atlas=guide.atlas, look=look))
    return await asyncio.to_thread(page_of, found, guide.texts, now)
