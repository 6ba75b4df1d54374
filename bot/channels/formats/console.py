"""Rendered words for a terminal or a plain text file."""

from bot.messages import Rendered


def plain(rendered: Rendered) -> str:
    """The text, then each button on a line: a number to type for a choice, an address for a link."""
    lines = [rendered.plain]
    number = 0
    buttons = []
    for button in rendered.buttons:
        if button.url:
            buttons.append(f"   ↗ {button.label}: {button.url}")
        else:
            number += 1
            buttons.append(f" [{number}] {button.label}")
    return "\n\n".join(filter(None, [*lines, "\n".join(buttons)]))
