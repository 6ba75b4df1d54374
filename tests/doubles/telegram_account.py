"""The Bot API's methods about the bot itself, its chats, and files."""

from __future__ import annotations

import re

from .telegram_checks import read_commands
from .telegram_methods import Messages
from .telegram_people import Person
from .telegram_values import Json, bad_request

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


class Account:
    """What is set for the bot as a whole, and what it may look up."""

    def __init__(self, messages: Messages, people: dict[int, Person]) -> None:
        self.messages = messages
        self.people = people
        self.commands: dict[tuple[str, str], list[tuple[str, str]]] = {}
        """(scope, language_code) → commands; a chat's scope is written "chat:-100"."""
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}

    def get_me(self, _: Json) -> Json:
        """The bot's User object with what only getMe tells."""
        able = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self.messages.bot | able | {"can_connect_to_business": False, "has_main_web_app": False}

    def set_commands(self, params: Json) -> bool:
        """Set the command list of a scope and language."""
        scope = params.get("scope") or {}
        parts = [scope.get("type", "default"), scope.get("chat_id"), scope.get("user_id")]
        name = ":".join(str(part) for part in parts if part is not None)
        self.commands[name, _language(params)] = read_commands(params.get("commands") or [])
        return True

    def set_description(self, params: Json) -> bool:
        """Set what stands in an empty chat."""
        return _describe(self.descriptions, params, "description", 512)

    def set_short_description(self, params: Json) -> bool:
        """Set what stands on the profile."""
        return _describe(self.short_descriptions, params, "short_description", 120)

    def get_file(self, params: Json) -> Json:
        """Where a file can be fetched."""
        return self.messages.files.to_fetch(params.get("file_id"))

    def get_chat(self, params: Json) -> Json:
        """The chat with the fields that only getChat tells."""
        about: Json = {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(GIFTS, True),
        }
        return self.messages.chat(params).public() | about

    def get_member(self, params: Json) -> Json:
        """The bot's own place in a chat, or a person's."""
        chat, user_id = self.messages.chat(params), params.get("user_id")
        if user_id == self.messages.bot["id"]:
            if chat.private or not chat.administrator:
                return {"status": "member", "user": self.messages.bot}
            rights: Json = dict.fromkeys(RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
            return {"status": "administrator", "user": self.messages.bot} | rights
        if user_id not in self.people:
            raise bad_request("PARTICIPANT_ID_INVALID")
        if chat.members is not None and user_id not in chat.members:
            return {"status": "left", "user": self.people[user_id].user()}
        return {"status": "member", "user": self.people[user_id].user()}

    def create_topic(self, params: Json) -> Json:
        """Open a topic in a forum; its service message gives it its number."""
        chat, name = self.messages.chat(params), str(params.get("name", ""))
        if not chat.forum:
            raise bad_request("the chat is not a forum")
        if not chat.administrator:
            raise bad_request("not enough rights to create a topic")
        if not 1 <= len(name) <= 128:
            raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
        topic = {"name": name, "icon_color": 7322096}
        chat.last_id = max(chat.last_id, 1)  # thread 1 is the General topic
        thread: int = chat.add(self.messages.bot, {"forum_topic_created": topic})["message_id"]
        chat.topics[thread] = name
        return topic | {"message_thread_id": thread}


def _language(params: Json) -> str:
    language = str(params.get("language_code") or "")
    if not re.fullmatch(r"|[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _describe(kept: dict[str, str], params: Json, field: str, limit: int) -> bool:
    text = str(params.get(field) or "")
    if len(text) > limit:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    kept[_language(params)] = text
    return True
