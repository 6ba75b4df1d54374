"""Every word the bot says, and how a `Reply` becomes words."""

from .rendering import LANGUAGES, Texts, TextsError, load_texts
from .splitting import split

__all__ = ["LANGUAGES", "Texts", "TextsError", "load_texts", "split"]
