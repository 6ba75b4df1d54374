"""Telegram through python-telegram-bot: our own polling loop or webhook, so that nothing is confirmed unkept."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # noqa: TID251 - the library reads its switch at import

from .channel import Telegram
from .naming import bot_name
from .reading import NAME, read
from .receiving import secret_fits

__all__ = ["NAME", "Telegram", "bot_name", "read", "secret_fits"]
