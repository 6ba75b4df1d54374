"""Rendered words for a terminal or a plain text file."""

from bot.messages import Rendered
from bot.messages.files import Attachment


def plain(rendered: Rendered) -> str:
    """The text, the file, then each button on a line: a number to type for a choice, an address for a link."""
    lines = [*map(paperclip, rendered.attachments), rendered.plain]
    number = 0
    buttons = []
    for button in rendered.buttons:
        if button.url:
            buttons.append(f"   ↗ {button.label}: {button.url}")
        else:
            number += 1
            buttons.append(f" [{number}] {button.label}")
    return "\n\n".join(filter(None, [*lines, "\n".join(buttons)]))


def paperclip(attachment: Attachment) -> str:
    """A file as one line: its name and how large it is."""
    return f"📎 {attachment.name} ({size(attachment.size)})"


def size(number: int) -> str:
    """Bytes as people say them; a thousand is 1 kB."""
    for unit, worth in (("MB", 1_000_000), ("kB", 1000)):
        if number >= worth:
            return f"{number / worth:.1f} {unit}".replace(".0 ", " ")
    return f"{number} B"
