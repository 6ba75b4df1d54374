"""Slack's text: what people type becomes escaped markup, what the bot sends becomes plain text again."""

import re
from collections.abc import Iterator

from .slack_records import Button, Json

PING = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|<!subteam\^[^>]+>|<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^|>]+)(?:\|([^>]*))?>")
TYPED_LINK = re.compile(r"(?P<url>https?://[^\s<>]+)|(?P<www>www\.[^\s<>]+\w)|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)")
INTERACTIVE = ("button", "static_select", "overflow", "datepicker", "radio_buttons", "checkboxes")


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_typed(text: str) -> str:
    """Give what a person typed the form in which an event carries it: escaped, with addresses as links."""

    def link(found: re.Match[str]) -> str:
        if found["url"]:
            return f"<{found['url']}>"
        if found["www"]:
            return f"<http://{found['www']}|{found['www']}>"
        return f"<mailto:{found['mail']}|{found['mail']}>"

    return TYPED_LINK.sub(link, escape(text))


def as_rich_text(text: str, block_id: str) -> list[Json]:
    """Build the rich text block that Slack adds to what a person typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def as_read(text: str) -> str:
    """Give markup as a person reads it: a link becomes "label (address)"; bold marks and mentions stay."""
    shown = LINK.sub(lambda link: f"{link[2]} ({link[1]})" if link[2] else link[1], text)
    return unescape(shown)


def text_objects(blocks: list[Json]) -> Iterator[Json]:
    """Yield the text objects of blocks that are running text, in reading order; no labels of buttons."""
    for block in blocks:
        if block["type"] == "markdown":
            yield {"type": "markdown", "text": block["text"]}
        candidates = [block.get("text"), block.get("label"), *block.get("fields", ())]
        if block["type"] == "context":
            candidates += block.get("elements", ())
        if block["type"] == "rich_text":
            yield {"type": "plain_text", "text": _flat(block)}
        yield from (part for part in candidates if isinstance(part, dict) and isinstance(part.get("text"), str))


def _flat(node: Json) -> str:
    parts = (_flat(child) for child in node.get("elements", ()))
    own = node.get("text") or node.get("url") or ""
    return str(own) + "".join(parts)


def plain_text(text: str, blocks: list[Json]) -> str:
    """Read a message as people see it: its blocks, or its text when no block has any."""
    return "\n".join(as_read(part["text"]) for part in text_objects(blocks)) or as_read(text)


def pings_in(text: str, blocks: list[Json]) -> list[str]:
    """List the mentions that would notify somebody."""
    marked = [text, *(part["text"] for part in text_objects(blocks) if part["type"] == "mrkdwn")]
    return list(dict.fromkeys(ping for part in marked for ping in PING.findall(part)))


def elements_in(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each interactive element with the block that holds it."""
    for block in blocks:
        parts = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        yield from ((block, part) for part in parts if isinstance(part, dict) and part.get("type") in INTERACTIVE)


def buttons_in(blocks: list[Json]) -> list[Button]:
    """List the buttons people can see, in order."""
    found = (part for _, part in elements_in(blocks) if part["type"] == "button")
    return [Button(b["text"]["text"], b.get("action_id", ""), b.get("value") or b.get("url") or "") for b in found]
