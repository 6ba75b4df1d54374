"""Rendered words as Telegram shows them: HTML and keyboards, as parameters of sendMessage."""

from html import escape
from typing import Any

from bot.messages import Button, Paragraph, Rendered, Span

COMMANDS = {
    "sv": ("start", "hjalp", "kommun", "manniska", "sprak", "integritet"),
    "en": ("start", "help", "municipality", "human", "language", "privacy"),
}
"""The menu in each language; a command may hold only a–z."""

_TAGS = {"bold": "b", "italic": "i"}


def parameters(rendered: Rendered) -> dict[str, Any]:
    """What sendMessage is called with, but for the chat."""
    markup = _keyboard(rendered)
    base = {"text": html(rendered), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return base | ({"reply_markup": markup} if markup else {})


def html(rendered: Rendered) -> str:
    """The text with the few tags Telegram knows; everything else is escaped."""
    return "\n\n".join(_paragraph(each) for each in rendered.paragraphs)


def _paragraph(paragraph: Paragraph) -> str:
    words = "".join(_span(span) for span in paragraph.spans)
    return f"<i>{words}</i>" if paragraph.role == "note" else words


def _span(span: Span) -> str:
    words = escape(span.text, quote=False)
    tag = _TAGS.get(span.style)
    return f"<{tag}>{words}</{tag}>" if tag and words else words


def _keyboard(rendered: Rendered) -> dict[str, Any] | None:
    if rendered.share_location:
        # A position can only be asked for by a reply keyboard; pressing its words sends them as text.
        rows: list[list[dict[str, Any]]] = [[{"text": rendered.share_location, "request_location": True}]]
        rows += [[{"text": button.label}] for button in rendered.buttons if not button.url]
        return {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
    if not rendered.buttons:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in _rows(rendered.buttons)]}


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": f"{button.label} ↗", "url": button.url}
    return {"text": button.label, "callback_data": button.id}


def _rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Two short labels share a row; a long one has its own, or a phone cuts it."""
    rows: list[list[Button]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and len(button.label) <= 18 and len(rows[-1][0].label) <= 18
        if fits and not button.url and not rows[-1][0].url:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
