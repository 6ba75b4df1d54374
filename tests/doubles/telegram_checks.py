"""What the Bot API refuses: limits, keyboards and HTML that cannot be parsed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from .telegram_values import Chat, Json, bad_request

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
PIECE = re.compile(r"""<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^>"'])*)(?P<close>>?)|[^<]+""")
HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Telegram decodes these and numbers; any other name stays as it was written.
ESCAPED = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def utf16_length(text: str) -> int:
    """Telegram counts offsets and lengths in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class _OpenTag:
    name: str
    start: int
    url: str


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text a person reads and its entities, or Telegram's "can't parse entities"."""
    plain, entities, open_tags = "", list[Json](), list[_OpenTag]()
    for piece in PIECE.finditer(source):
        if piece["name"] is None:
            plain += ESCAPED.sub(lambda found: html.unescape(found[0]), piece[0])
            continue
        name, offset = piece["name"].lower(), len(source[: piece.start()].encode())
        if piece["end"]:
            tag = _closed(name, piece["close"], open_tags, offset)
            _note(entities, tag, utf16_length(plain) - tag.start)
        else:
            _check_start(piece, name, offset)
            link = HREF.search(piece["rest"])
            url = html.unescape(next((part for part in link.groups() if part is not None), "")) if link else ""
            open_tags.append(_OpenTag(name, utf16_length(plain), url))
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1].name}"')
    return _trimmed(plain, entities)


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _check_start(piece: re.Match[str], name: str, offset: int) -> None:
    if not piece["close"] and (name in ENTITIES or not piece["rest"]):
        raise _unparsable(f"Unclosed start tag at byte offset {offset}")
    if name not in ENTITIES:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')


def _closed(name: str, close: str, open_tags: list[_OpenTag], offset: int) -> _OpenTag:
    if not close:
        raise _unparsable(f"Unclosed end tag at byte offset {offset}")
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    tag = open_tags.pop()
    if name not in ("", tag.name):
        expected = f'expected "</{tag.name}>", found "</{name}>"'
        raise _unparsable(f"Unmatched end tag at byte offset {offset}, {expected}")
    return tag


def _note(entities: list[Json], tag: _OpenTag, length: int) -> None:
    if length and (tag.name != "a" or tag.url):
        entity: Json = {"type": ENTITIES[tag.name], "offset": tag.start, "length": length}
        entities.append(entity | ({"url": tag.url} if tag.name == "a" else {}))


def _trimmed(plain: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = plain.strip()
    lead, length = utf16_length(plain) - utf16_length(plain.lstrip()), utf16_length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], length)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def read_text(params: Json, name: str, limit: int) -> tuple[str, list[Json]]:
    """Text and entities of a `text` or `caption`, checked."""
    raw, mode = str(params.get(name, "")), str(params.get("parse_mode", "")).lower()
    if mode not in ("", "html"):
        raise _unparsable(f"the test double reads HTML only, not {params['parse_mode']}")
    prefix = "caption_" if name == "caption" else ""
    plain, entities = parse_html(raw) if mode else _trimmed(raw, params.get(f"{prefix}entities") or [])
    if utf16_length(plain) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if name == "text" and not plain:
        raise bad_request("message text is empty")
    return plain, entities


def read_markup(markup: Json | None, chat: Chat) -> tuple[list[tuple[str, str]], list[str]]:
    """Inline buttons and reply keyboard labels of a `reply_markup`, checked."""
    if not markup:
        return [], []
    inline = [_inline_button(button) for row in markup.get("inline_keyboard", []) for button in row]
    if len(inline) > 100:
        raise bad_request("reply markup is too long")
    labels = []
    for button in (button for row in markup.get("keyboard", []) for button in row):
        fields = {"text": button} if isinstance(button, str) else button
        if fields.get("request_location") and not chat.private:
            raise bad_request("location can be requested in private chats only")
        if fields.get("request_contact") and not chat.private:
            raise bad_request("phone number can be requested in private chats only")
        if not fields.get("text"):
            raise bad_request("keyboard button text must be non-empty")
        labels.append(str(fields["text"]))
    return inline, labels


def _inline_button(button: Json) -> tuple[str, str]:
    label = str(button.get("text", ""))
    if not label:
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if "callback_data" in button:
        key = str(button["callback_data"])
        if not 1 <= len(key.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        return label, key
    if "url" in button:
        return label, _button_url(str(button["url"]))
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _button_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url


def read_commands(commands: list[Json]) -> list[tuple[str, str]]:
    """Names and descriptions of a command list, checked."""
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return [(command["command"], command["description"]) for command in commands]


def _integer(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _structure(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error


READERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("chat_id", "message_id", "message_thread_id", "user_id", "offset", "limit", "timeout"), _integer),
    **dict.fromkeys(("reply_markup", "entities", "caption_entities", "reply_parameters", "reaction"), _structure),
    **dict.fromkeys(("allowed_updates", "commands", "scope", "link_preview_options"), _structure),
    **dict.fromkeys(("drop_pending_updates", "show_alert", "disable_notification", "protect_content"), _structure),
}


def typed_params(fields: Json) -> Json:
    """Form fields are all text; give them the types that a JSON body has."""
    return {
        name: READERS[name](value) if isinstance(value, str) and value and name in READERS else value
        for name, value in fields.items()
    }
