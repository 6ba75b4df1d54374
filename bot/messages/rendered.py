"""A reply in words: what the outbox keeps and a channel shows."""

from dataclasses import dataclass, replace
from typing import Any

from bot.messages.files import Attachment
from bot.messages.words import Button, Paragraph
from bot.plain import plain


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply in words, ready for a channel; this is what the outbox keeps.

    `share_location` is the label of a button that shares the position, where a service has such a thing;
    `opens` the title of the thread that the message opens, where a service has titles for them; `anew` stands
    before a change of an earlier message when that had to be sent as a new one. A channel gets at most one of the
    `attachments` at a time, with words that fit under it (see `bot.texts.split`).
    """

    kind: str
    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()
    share_location: str = ""
    opens: str = ""
    anew: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def plain(self) -> str:
        """The whole text without styles."""
        return "\n\n".join(paragraph.plain for paragraph in self.paragraphs)

    def to_json(self) -> dict[str, Any]:
        """As kept in the outbox, but for kept bytes, which the store lays beside it."""
        words: dict[str, Any] = plain(replace(self, attachments=()))
        return words | {"attachments": [each.to_json() for each in self.attachments]}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Rendered":
        """From the outbox."""
        paragraphs = tuple(Paragraph.from_json(each) for each in kept["paragraphs"])
        buttons = tuple(Button(**each) for each in kept["buttons"])
        attachments = tuple(Attachment.from_json(each) for each in kept["attachments"])
        plain = {name: kept[name] for name in ("kind", "share_location", "opens", "anew")}
        return cls(paragraphs=paragraphs, buttons=buttons, attachments=attachments, **plain)
