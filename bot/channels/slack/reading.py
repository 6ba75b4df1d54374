"""A Slack event, button or command → a Message, or nothing. No decision is made here."""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.messages import Content, Deleted, Edit, Message, Opened, Press, Sender, SentFiles, Text
from bot.messages.files import SentFile, SentKind, media_type

NAME = "slack"
SPOKEN = (None, "file_share", "thread_broadcast")
"""Subtypes of a message that a person wrote; all others are Slack's own remarks."""

KINDS: dict[str, SentKind] = {"image": "photo", "video": "video", "audio": "voice"}

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
_LINK = re.compile(r"<(?:(?:https?|mailto|tel)[^|>]*)\|([^>]+)>|<([^@#!|>][^|>]*)>")


def key(body: Mapping[str, Any]) -> str:
    """What Slack repeats when it delivers the same thing again."""
    return str(body.get("event_id") or body.get("trigger_id") or "")


def read(body: dict[str, Any]) -> Message | None:
    """A Slack event, button or command in our words; None for what is not for us."""
    if "command" in body:
        return _commanded(body)
    if body.get("type") == "block_actions":
        return _pressed(body)
    event = body.get("event", {})
    if event.get("bot_id") or event.get("type") not in ("message", "app_mention", "app_home_opened"):
        return None
    return _event(body["team_id"], event)


def _commanded(body: dict[str, Any]) -> Message:
    """A slash command: answered in private, unless the channel where it was typed is a desk."""
    team, channel, user = body["team_id"], body.get("channel_id", ""), body["user_id"]
    room = f"{NAME}:{team}:{channel}" if channel.startswith(("C", "G")) else ""
    sender = Sender(user, body.get("user_name", "")) if room else None
    words = Text(body.get("text") or "/help")
    return Message(f"{NAME}:{team}:{user}", body["trigger_id"], words, sender=sender, room=room)


def _pressed(body: dict[str, Any]) -> Message | None:
    action = body["actions"][0]
    if "value" not in action:  # a link: it has done its work in the browser
        return None
    team, user = (body.get("team") or body["user"])["id" if body.get("team") else "team_id"], body["user"]["id"]
    place = body.get("container", {})
    channel = place.get("channel_id", "")
    private = not channel or channel.startswith("D")
    thread = None if private else place.get("thread_ts") or place.get("message_ts")
    conversation = f"{NAME}:{team}:{user}" if private else f"{NAME}:{team}:{user}:{channel}"
    message_id = str(action.get("action_ts", body["trigger_id"]))
    room = "" if private else f"{NAME}:{team}:{channel}"
    sender = Sender(user, body["user"].get("name", ""))
    return Message(conversation, message_id, Press(action["value"]), thread=thread, sender=sender, room=room)


def _event(team: str, event: dict[str, Any]) -> Message | None:
    if event["type"] == "app_home_opened":
        opened = event.get("tab") == "home"
        return Message(f"{NAME}:{team}:{event['user']}", "home", Opened()) if opened else None
    if event["type"] == "app_mention":
        conversation = f"{NAME}:{team}:{event['user']}:{event['channel']}"
        thread = event.get("thread_ts") or event["ts"]
        sender = Sender(event["user"])
        room = f"{NAME}:{team}:{event['channel']}"
        words = _spoken(event) or Text("/help")
        return Message(conversation, event["ts"], words, thread=thread, sender=sender, room=room, heard_twice=True)
    match event.get("subtype"):
        case "message_changed":
            return _changed(team, event)
        case "message_deleted":
            return _deleted(team, event)
    content = _content(event)
    return _from(team, event, event, content) if content else None


def _from(team: str, event: dict[str, Any], written: dict[str, Any], content: Content) -> Message:
    """What a person wrote: in their direct messages, or in a channel, whose thread it hangs on."""
    user = Sender(written["user"])
    if event.get("channel_type") == "im":
        return Message(f"{NAME}:{team}:{user.id}", event["ts"], content, sender=user)
    room = f"{NAME}:{team}:{event['channel']}"
    return Message(room, event["ts"], content, thread=written.get("thread_ts"), sender=user, room=room)


def _changed(team: str, event: dict[str, Any]) -> Message | None:
    """An edit by the person; Slack also sends one when it unfolds a link, with the same words."""
    after, before = event["message"], event.get("previous_message", {})
    if after.get("bot_id") or "user" not in after or after.get("text") == before.get("text"):
        return None
    return _from(team, event, after, Edit(after["ts"], _plain(after["text"])))


def _deleted(team: str, event: dict[str, Any]) -> Message | None:
    before = event.get("previous_message", {})
    if before.get("bot_id") or "user" not in before:
        return None
    return _from(team, event, before, Deleted(event["deleted_ts"]))


def _content(event: dict[str, Any]) -> Content | None:
    if event.get("subtype") not in SPOKEN or "user" not in event:
        return None
    return _spoken(event)


def _spoken(event: dict[str, Any]) -> Content | None:
    """What was written and attached. A file that lies elsewhere is only a link, and said as one."""
    listed = [each for each in event.get("files") or () if each.get("mode") != "tombstone"]
    links = [f"{each.get('title', '')} {each['url_private']}".strip() for each in listed if _lies_elsewhere(each)]
    text = "\n".join(filter(None, [_plain(event.get("text", "")), *links]))
    if files := tuple(_file(each) for each in listed if not _lies_elsewhere(each)):
        return SentFiles(files, text)
    return Text(text) if text else None


def _lies_elsewhere(file: dict[str, Any]) -> bool:
    return file.get("mode") == "external" and "url_private" in file


def _file(file: dict[str, Any]) -> SentFile:
    """A file by its id; of one from another workspace Slack tells no more at first."""
    name = file.get("name") or file.get("title") or ""
    told = file.get("mimetype") or media_type(name)
    kind = KINDS.get(told.partition("/")[0], "file")
    return SentFile(kind, name, told, file["id"], file.get("size") or 0)


def _plain(text: str) -> str:
    """What was typed: without mentions, links as their words, entities as letters."""
    bare = _LINK.sub(lambda link: link[1] or link[2], _MENTION.sub(" ", text))
    return " ".join(html.unescape(bare).split(" ")).strip()
