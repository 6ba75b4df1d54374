"""Slack's limits on messages and views, refused with Slack's own error names.

Limits: docs.slack.dev (Block Kit reference), slack_sdk/models, and bolt-js #2509 for all blocks together.
"""

from collections.abc import Iterator
from typing import Any

from .slack_records import Json, Refused

TEXT_LIMIT, MARKDOWN_LIMIT, BLOCKS_TOGETHER = 40_000, 12_000, 13_200
KNOWN = (
    "section",
    "header",
    "context",
    "actions",
    "divider",
    "input",
    "image",
    "rich_text",
    "markdown",
    "video",
    "file",
)
ONLY_IN_MESSAGES = ("markdown", "file")


class Checker:
    """Walks through the blocks of one message or view and refuses the first thing Slack would refuse."""

    def __init__(self, error: str, surface: str = "message") -> None:
        self.error = error
        self.surface = surface
        self.action_ids: set[str] = set()
        self.block_ids: set[str] = set()

    def require(self, claim: bool, detail: str) -> None:
        """Refuse unless the claim holds."""
        if not claim:
            raise Refused(self.error, detail)

    def text(self, part: Any, where: str, limit: int, kinds: tuple[str, ...] = ("plain_text",)) -> None:
        """Check a text object: its type, and 1 to `limit` characters."""
        self.require(isinstance(part, dict) and part.get("type") in kinds, f"{where}: must be {' or '.join(kinds)}")
        words = part.get("text")
        self.require(isinstance(words, str) and words != "", f"{where}: must be more than 0 characters")
        self.require(len(words) <= limit, f"{where}: must be less than {limit + 1} characters")

    def short(self, value: Any, where: str, limit: int) -> None:
        """Check an optional string's length."""
        self.require(value is None or isinstance(value, str), f"{where}: must be a string")
        self.require(value is None or len(value) <= limit, f"{where}: must be less than {limit + 1} characters")

    def blocks(self, blocks: Any, limit: int) -> None:
        """Check all blocks."""
        self.require(isinstance(blocks, list) and all(isinstance(b, dict) for b in blocks), "blocks: must be an array")
        self.require(len(blocks) <= limit, f"blocks: no more than {limit} items allowed")
        for number, block in enumerate(blocks):
            self.block(block, f"/blocks/{number}")

    def block(self, block: Json, where: str) -> None:
        """Check one block."""
        kind = block.get("type")
        self.require(kind in KNOWN, f"{where}: unsupported type: {kind}")
        self.require(self.surface == "message" or kind not in ONLY_IN_MESSAGES, f"{where}: unsupported type: {kind}")
        self.short(block.get("block_id"), f"{where}/block_id", 255)
        if block_id := block.get("block_id"):
            self.require(block_id not in self.block_ids, f"{where}/block_id: `{block_id}` already exists")
            self.block_ids.add(block_id)
        match kind:
            case "section":
                self.section(block, where)
            case "header":
                self.text(block.get("text"), f"{where}/text", 150)
            case "context":
                self.context(block, where)
            case "actions":
                self.elements(block.get("elements"), where, 25)
            case "input":
                self.text(block.get("label"), f"{where}/label", 2000)
                self.element(block.get("element"), f"{where}/element")
            case "image":
                self.require(bool(block.get("alt_text")), f"{where}/alt_text: missing")
                self.short(block.get("image_url"), f"{where}/image_url", 3000)
            case "markdown":
                self.short(block.get("text"), f"{where}/text", MARKDOWN_LIMIT)

    def section(self, block: Json, where: str) -> None:
        """Check a section: text or fields, and perhaps an accessory."""
        self.require("text" in block or bool(block.get("fields")), f"{where}: text or fields required")
        if "text" in block:
            self.text(block["text"], f"{where}/text", 3000, ("mrkdwn", "plain_text"))
        fields = block.get("fields", [])
        self.require(len(fields) <= 10, f"{where}/fields: no more than 10 items allowed")
        for part in fields:
            self.text(part, f"{where}/fields", 2000, ("mrkdwn", "plain_text"))
        if "accessory" in block:
            self.element(block["accessory"], f"{where}/accessory")

    def context(self, block: Json, where: str) -> None:
        """Check a context block: 1 to 10 texts or images."""
        elements = self.counted(block.get("elements"), where, 10)
        for part in elements:
            if part.get("type") != "image":
                self.text(part, f"{where}/elements", 3000, ("mrkdwn", "plain_text"))

    def elements(self, elements: Any, where: str, limit: int) -> None:
        """Check the elements of an actions block."""
        for number, part in enumerate(self.counted(elements, where, limit)):
            self.element(part, f"{where}/elements/{number}")

    def counted(self, elements: Any, where: str, limit: int) -> list[Json]:
        """Check the number of elements."""
        self.require(
            isinstance(elements, list) and len(elements) > 0, f"{where}/elements: no fewer than 1 items allowed"
        )
        self.require(len(elements) <= limit, f"{where}/elements: no more than {limit} items allowed")
        return list(elements)

    def element(self, part: Any, where: str) -> None:
        """Check one interactive element; an action_id may stand only once in all."""
        self.require(isinstance(part, dict) and "type" in part, f"{where}: must be an element")
        self.short(part.get("action_id"), f"{where}/action_id", 255)
        if action_id := part.get("action_id"):
            self.require(action_id not in self.action_ids, f"{where}/action_id: `{action_id}` already exists")
            self.action_ids.add(action_id)
        if part["type"] == "button":
            self.text(part.get("text"), f"{where}/text", 75)
            self.short(part.get("value"), f"{where}/value", 2000)
            self.short(part.get("url"), f"{where}/url", 3000)
            self.require(part.get("style") in (None, "primary", "danger"), f"{where}/style: unknown style")
        options = part.get("options", [])
        self.require(len(options) <= 100, f"{where}/options: no more than 100 items allowed")
        for option in options:
            self.text(option.get("text"), f"{where}/options/text", 75, ("plain_text", "mrkdwn"))
            self.short(option.get("value"), f"{where}/options/value", 150)


def check_message(params: Json) -> None:
    """Check what a message consists of: text, blocks or markdown_text."""
    text, blocks, markdown = params.get("text") or "", params.get("blocks") or [], params.get("markdown_text") or ""
    if not (text or blocks or markdown or params.get("attachments")):
        raise Refused("no_text")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if len(text) > TEXT_LIMIT or len(markdown) > MARKDOWN_LIMIT:
        raise Refused("msg_too_long")
    Checker("invalid_blocks").blocks(blocks, 50)
    if sum(map(len, strings(blocks))) > BLOCKS_TOGETHER:
        raise Refused("msg_blocks_too_long")


def strings(node: Any) -> Iterator[str]:
    """Yield every text people can read in blocks, for their length together."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "text" and isinstance(value, str))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(child)


def check_view(view: Any, kind: str) -> None:
    """Check a home tab or a modal."""
    check = Checker("invalid_arguments", kind)
    check.require(isinstance(view, dict) and view.get("type") == kind, f"view/type: must be {kind}")
    check.short(view.get("private_metadata"), "view/private_metadata", 3000)
    check.short(view.get("callback_id"), "view/callback_id", 255)
    check.blocks(view.get("blocks"), 100)
    if kind == "modal":
        check.text(view.get("title"), "view/title", 24)
        for label in ("submit", "close"):
            if label in view:
                check.text(view[label], f"view/{label}", 24)
        has_input = any(block["type"] == "input" for block in view["blocks"])
        check.require("submit" in view or not has_input, "view/submit: required when there are inputs")
