"""Rendered words as Slack shows them: mrkdwn and Block Kit, as parameters of chat.postMessage or views.publish."""

from collections.abc import Iterator
from typing import Any

from bot.messages import Button, Paragraph, Rendered, Span

MOST_LABEL = 75

MOST_TEXT = 3000
"""Characters of one section, as they are sent."""

_MARKS = {"bold": "*", "italic": "_"}


def parameters(rendered: Rendered) -> dict[str, Any]:
    """What chat.postMessage is called with, but for the channel. `text` is for notifications and screen readers."""
    return {"text": _escape(rendered.plain), "blocks": blocks(rendered), "unfurl_links": False, "unfurl_media": False}


def comment(rendered: Rendered) -> str:
    """The words above a file, where Slack takes no blocks that we could rely on."""
    return "\n\n".join(filter(None, (_line(paragraph) for paragraph in rendered.paragraphs)))


def _line(paragraph: Paragraph) -> str:
    words = "".join(_span(span) for span in paragraph.spans).strip()
    plain = len(paragraph.spans) == 1 and not paragraph.spans[0].style
    return f"_{words}_" if paragraph.role == "note" and words and plain else words


def home(rendered: Rendered) -> dict[str, Any]:
    """The view of the app's home page."""
    return {"type": "home", "blocks": blocks(rendered)}


def blocks(rendered: Rendered) -> list[dict[str, Any]]:
    """Sections for what is said, a context for the small print, one row of buttons."""
    found = [_block(part) for paragraph in rendered.paragraphs for part in _parts(paragraph)]
    if rendered.buttons:
        found.append({"type": "actions", "elements": [_button(button) for button in rendered.buttons]})
    return found


def _block(paragraph: Paragraph) -> dict[str, Any]:
    # verbatim: or Slack looks for names of channels and people in the words, and an @channel pings them all.
    text: dict[str, Any] = {"type": "mrkdwn", "text": "".join(map(_span, paragraph.spans)) or " ", "verbatim": True}
    if _is_literal(paragraph):
        text = {"type": "plain_text", "text": paragraph.plain, "emoji": False}
    if paragraph.role == "note":
        return {"type": "context", "elements": [text]}
    return {"type": "section", "text": text}


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or as many as it takes: each & < > that is escaped makes it longer than it reads."""
    if len("".join(map(_span, paragraph.spans))) <= MOST_TEXT:
        yield paragraph
        return
    most = MOST_TEXT // len("&amp;") - 2  # with its marks
    for span in paragraph.spans:
        for start in range(0, len(span.text), most):
            yield Paragraph((Span(span.text[start : start + most], span.style),), paragraph.role)


def _is_literal(paragraph: Paragraph) -> bool:
    """Are these somebody's own words, with signs in them that Slack would take for its marks?"""
    return all(not span.style for span in paragraph.spans) and bool(set(paragraph.plain) & set("*_~`"))


def _span(span: Span) -> str:
    """Marks stand tight around words, or Slack shows them as they are."""
    mark = _MARKS.get(span.style, "")
    words = span.text.strip() if mark else span.text
    if not words or not mark:
        return _escape(span.text)
    before, _, after = span.text.partition(words)
    return f"{before}{mark}{_escape(words)}{mark}{after}"


def _escape(text: str) -> str:
    """Slack's three entities, and only these; without them a text could ping a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _button(button: Button) -> dict[str, Any]:
    label = button.label if len(button.label) <= MOST_LABEL else button.label[: MOST_LABEL - 1] + "…"
    element: dict[str, Any] = {
        "type": "button",
        "action_id": button.id,
        "text": {"type": "plain_text", "text": label},
    }
    return element | ({"url": button.url} if button.url else {"value": button.id})
