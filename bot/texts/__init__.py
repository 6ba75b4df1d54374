"""Every word the bot says, and how a `Reply` becomes words."""

from .facts import date_in_words
from .rendering import LANGUAGES, Texts, TextsError, load_texts
from .splitting import split

__all__ = ["LANGUAGES", "Texts", "TextsError", "date_in_words", "load_texts", "split"]
