"""An organisation in words: never without its source and how old that is."""

from collections.abc import Mapping

from bot.messages import Paragraph
from bot.messages.words import traced
from knowledge import Organisation, host_of

from .facts import date_in_words
from .markup import Template


def gone_paragraphs(body: Organisation, language: str, texts: Mapping[str, Template]) -> tuple[Paragraph, ...]:
    """A closed body: since when, and what replaced it."""
    date = {"date": date_in_words(body.seen, texts)}
    seen = texts["door.seen"].plain(date) if body.seen else texts["door.unseen"].plain({})
    values = {"body": body.called(language), "year": body.closed[:4], "heir": body.heir(language)}
    return traced(texts["door.gone"].fill({**values, "source": host_of(body.source), "seen": seen}), body.id)
