"""What is in a file, got when it is sent: kept by us, made now, or fetched where somebody sent it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.documents import make
from bot.messages import Rendered
from bot.messages.files import LARGEST, Attachment, Kept, Recipe, Remote
from bot.outbox.delivery import Channel, FileRefused, Moved, NotSent, Uncertain, Undeliverable
from bot.store import OutboxRow, Store

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Files in memory at the same time; each may be `LARGEST`, and a library holds it twice while it goes out."""


class NotFetched(NotSent):
    """The service that has the file could not be reached or failed."""


class Contents:
    """Fills the attachments of outbox rows."""

    def __init__(self, store: Store, channels: Mapping[str, Channel]) -> None:
        self._store = store
        self._channels = channels
        self.room = asyncio.Semaphore(AT_ONCE)
        """To be held while a file is got and sent."""

    async def fill(self, row: OutboxRow) -> Rendered:
        """The row's message with its file's bytes, or with its reference where the service can send it again.

        Raises FileRefused, NotFetched, TryLater.
        """
        (attachment,) = row.rendered.attachments
        source = attachment.source
        match source:
            case Kept():
                content = await self._kept(row)
            case Recipe():
                content = await _made(attachment, source)
            case Remote():
                if source.channel == row.channel and self._channels[row.channel].resends(source.reference):
                    return row.rendered
                content = await self._fetched(source)
        if not content:
            raise FileRefused("refused", "it is empty")
        return replace(row.rendered, attachments=(replace(attachment, source=Kept(content)),))

    async def _kept(self, row: OutboxRow) -> bytes:
        found = await self._store.done(lambda tables: tables.file_content(row.id))
        if found is None:
            raise FileRefused("gone", "its bytes are not in the store")
        return found

    async def _fetched(self, remote: Remote) -> bytes:
        if remote.size > LARGEST:
            raise FileRefused("too_big", f"{remote.size} bytes")
        if remote.channel not in self._channels:
            raise FileRefused("gone", f"{remote.channel} is not served any more")
        try:
            return await self._channels[remote.channel].fetch(remote.reference)
        except (NotSent, Uncertain) as error:
            raise NotFetched(str(error)) from error
        except (Undeliverable, Moved) as error:
            raise FileRefused("gone", str(error)) from error


async def _made(attachment: Attachment, recipe: Recipe) -> bytes:
    try:
        # In a thread: setting a page takes a tenth of a second, in which others want their answers.
        return await asyncio.to_thread(make, attachment.name, recipe)
    except Exception as error:  # a fault of ours: the words must arrive all the same
        log.exception("a file could not be made", extra={"media_type": attachment.media_type})
        raise FileRefused("unmade", type(error).__name__) from error
