"""From a `Reply` of the core to `Rendered` words in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import assert_never

import tomli

from bot.messages import (
    Button,
    Choice,
    Comparison,
    Example,
    Fact,
    File,
    Gone,
    Grid,
    Numbers,
    Paragraph,
    Part,
    Quote,
    Rendered,
    Reply,
    Say,
    Scripted,
    Span,
    Switchboard,
    Theirs,
    Value,
    WhoDoesWhat,
)
from bot.messages.files import Attachment, Recipe, media_type, safe_name
from bot.messages.words import Table
from bot.promise import Receipt

from .actors import advice_paragraphs
from .bodies import gone_paragraphs
from .comparing import comparison_paragraphs
from .examples import example_paragraphs
from .facts import fact_paragraphs, rule_paragraphs, switchboard_paragraphs
from .markup import Template
from .receipts import receipt_paragraphs
from .values import worded

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")


class TextsError(Exception):
    """The bot's own texts cannot be used."""


@dataclass(frozen=True)
class Texts:
    """The texts of every language. `operator` is who runs this installation, in their own words."""

    templates: Mapping[str, Mapping[str, Template]]
    operator: str = ""

    def plain(self, key: str, language: str, **values: Value) -> str:
        """One text without styles."""
        return self.templates[language][key].plain(self._filled(values, language))

    def render(self, reply: Reply, language: str) -> Rendered:
        """A reply in words. Raises KeyError on a text or value that is missing (a test walks them all)."""
        paragraphs = tuple(paragraph for part in reply.parts for paragraph in self._part(part, language))
        buttons = tuple(self._button(choice, language) for choice in reply.choices)
        share_location = self.plain("choice.location", language) if reply.wants_location else ""
        attachments = tuple(self._attachment(file, language) for file in reply.files)
        return Rendered(reply.kind, paragraphs, buttons, share_location, attachments=attachments)

    def _part(self, part: Part, language: str) -> tuple[Paragraph, ...]:
        match part:
            case Say(key, values):
                return self.templates[language][key].fill(self._filled(values, language))
            case Scripted(text, values):
                return Template.parse(text).fill(self._filled(values, language))
            case Fact():
                return fact_paragraphs(part, language, self.templates[language])
            case Gone(body):
                return gone_paragraphs(body, language, self.templates[language])
            case Numbers(entry):
                return rule_paragraphs(entry, language, self.templates[language])
            case Theirs(theirs, read_in):
                return self._part(theirs, read_in)
            case Quote(text, by):
                who = (Span(f" — {by}"),) if by else ()
                return (Paragraph((Span(f"”{text}”", "italic"), *who)),)
            case WhoDoesWhat(advice):
                return advice_paragraphs(advice, language, self.templates[language])
            case Comparison():
                return comparison_paragraphs(part, language, self.templates[language])
            case Switchboard(municipality):
                return switchboard_paragraphs(municipality, self.templates[language])
            case Example():
                return example_paragraphs(part, language, self.templates[language])
            case Receipt():
                return receipt_paragraphs(part, language, self.templates[language])
            case _:
                assert_never(part)

    def _attachment(self, file: File | Attachment, language: str) -> Attachment:
        """A file of the language; one that is ready is passed on as it is."""
        if isinstance(file, Attachment):
            return file
        name = safe_name(self.plain(file.name.key, language, **file.name.values))
        words = tuple(each for part in file.parts for each in self._file_part(part, language))
        return Attachment(name, media_type(name), Recipe(words, language, file.about))

    def _file_part(self, part: Part | Grid, language: str) -> tuple[Paragraph | Table, ...]:
        if not isinstance(part, Grid):
            return self._part(part, language)
        return (
            Table(tuple(tuple(worded(cell, language, self.templates[language]) for cell in row) for row in part.rows)),
        )

    def _button(self, choice: Choice, language: str) -> Button:
        label = self.plain(choice.key, language, **choice.values)
        return Button(choice.id, label, choice.url)

    def _filled(self, values: Mapping[str, Value], language: str) -> dict[str, str]:
        """Values in words, with the operator added."""
        templates = self.templates[language]
        filled = {name: worded(value, language, templates) for name, value in values.items()}
        return {"operator": self._operators[language]} | filled

    @cached_property
    def _operators(self) -> dict[str, str]:
        """Who runs this installation, in the words of each language."""
        key = "operator.named" if self.operator else "operator.unnamed"
        return {language: each[key].plain({"operator": self.operator}) for language, each in self.templates.items()}


def load_texts(operator: str = "") -> Texts:
    """The shipped texts. Raises TextsError when a language lacks a text or a name of another."""
    templates = {language: _read(language) for language in LANGUAGES}
    first, *others = LANGUAGES
    for other in others:
        for key in sorted(_shared(templates[first]).keys() ^ _shared(templates[other]).keys()):
            raise TextsError(f"bot/texts: {key} is missing in one of {first}.toml and {other}.toml")
        for key, template in _shared(templates[first]).items():
            if template.names != templates[other][key].names and key != "choice.other":
                raise TextsError(f"bot/texts: {key} must have the same {{names}} in {first}.toml and {other}.toml")
    return Texts(templates, operator)


def _shared(templates: Mapping[str, Template]) -> dict[str, Template]:
    """All but the commands, whose very names are words of the language."""
    return {key: template for key, template in templates.items() if not key.startswith("commands.")}


def _read(language: str) -> dict[str, Template]:
    tables = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Template.parse(text) for group, texts in tables.items() for name, text in texts.items()}
