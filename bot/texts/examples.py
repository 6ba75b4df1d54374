"""How others did, in words: never without what it builds on."""

from collections.abc import Mapping

from bot.messages import Example, Paragraph
from bot.messages.words import traced

from .markup import Template


def example_paragraphs(told: Example, language: str, texts: Mapping[str, Template]) -> tuple[Paragraph, ...]:
    """Why the question is asked, the example, what is a good sign; the sources are the whole checklist's."""
    wording, checklist = told.question.wording(language), told.checklist
    values = {"why": wording.why, "example": wording.example, "good": wording.good_sign}
    source = {"source": checklist.text(language).builds_on, "seen": checklist.seen}
    return traced(texts["guide.example_told"].fill(values | source), checklist.id)
