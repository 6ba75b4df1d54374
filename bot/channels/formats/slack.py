"""Rendered words as Slack shows them: mrkdwn and Block Kit, as parameters of chat.postMessage or views.publish."""

from typing import Any

from bot.messages import Button, Paragraph, Rendered, Span

MOST_LABEL = 75
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
    found = [_block(paragraph) for paragraph in rendered.paragraphs]
    if rendered.buttons:
        found.append({"type": "actions", "elements": [_button(button) for button in rendered.buttons]})
    return found


def _block(paragraph: Paragraph) -> dict[str, Any]:
    # verbatim: or Slack looks for names of channels and people in the words, and an @channel pings them all.
    text = {"type": "mrkdwn", "text": "".join(_span(span) for span in paragraph.spans) or " ", "verbatim": True}
    if paragraph.role == "note":
        return {"type": "context", "elements": [text]}
    return {"type": "section", "text": text}


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
