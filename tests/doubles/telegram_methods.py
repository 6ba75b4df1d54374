"""The Bot API's methods about messages: send, edit, delete, react."""

from __future__ import annotations

import time
from typing import Any

from telegram.constants import ChatAction, ReactionEmoji

from .telegram_checks import CAPTION_LIMIT, TEXT_LIMIT, read_markup, read_text
from .telegram_files import Files
from .telegram_people import looking, quoted
from .telegram_values import ApiError, Bell, Chat, Json, Sent, bad_request

ACTIONS = {str(action.value) for action in ChatAction}
EMOJI = {str(emoji.value) for emoji in ReactionEmoji}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


class Messages:
    """All chats, everything the bot sent, and the methods that change them."""

    def __init__(self, bot: Json, bell: Bell) -> None:
        self.bot = bot
        self.bell = bell
        self.chats: dict[int, Chat] = {}
        self.sent: list[Sent] = []
        self.edits: list[Sent] = []
        self.files = Files()
        self.unanswered: set[str] = set()
        self._queries: set[str] = set()

    def ask(self, query_id: str) -> None:
        """Remember a button press."""
        self._queries.add(query_id)
        self.unanswered.add(query_id)

    def chat(self, params: Json) -> Chat:
        """The chat a call is about, if the bot may write there."""
        if not params.get("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(params["chat_id"])
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            group = "Forbidden: bot was kicked from the supergroup chat"
            raise ApiError("Forbidden: bot was blocked by the user" if chat.private else group, 403)
        return chat

    def send_message(self, params: Json) -> Json:
        """Send a text."""
        chat = self.chat(params)
        text, entities = read_text(params, "text", TEXT_LIMIT)
        return self._send("sendMessage", chat, params, {"text": text} | _entities("entities", entities))

    def send_document(self, params: Json) -> Json:
        """Send a file."""
        return self._send_file("document", params)

    def send_photo(self, params: Json) -> Json:
        """Send a picture."""
        return self._send_file("photo", params)

    def send_video(self, params: Json) -> Json:
        """Send a film."""
        return self._send_file("video", params)

    def send_voice(self, params: Json) -> Json:
        """Send something spoken."""
        return self._send_file("voice", params)

    def send_audio(self, params: Json) -> Json:
        """Send music."""
        return self._send_file("audio", params)

    def send_animation(self, params: Json) -> Json:
        """Send a film without sound."""
        return self._send_file("animation", params)

    def _send_file(self, kind: str, params: Json) -> Json:
        chat = self.chat(params)
        caption = _caption(params)
        content: Json = {kind: looking(kind, self.files.given(params, kind))}
        if kind == "animation":  # sent as both, for old programs
            content["document"] = content[kind]
        return self._send(f"send{kind.capitalize()}", chat, params, content | caption)

    def _send(self, method: str, chat: Chat, params: Json, content: Json) -> Json:
        buttons, keyboard = read_markup(params.get("reply_markup"), chat)
        heading = chat.place(params.get("message_thread_id")) | self._reply(chat, params)
        message = chat.add(self.bot, heading | content | _inline(params))
        if keyboard or (params.get("reply_markup") or {}).get("remove_keyboard"):
            chat.keyboard = keyboard
        self.sent.append(self._record(method, message, params, (buttons, keyboard)))
        self.bell.ring()
        return message

    def _record(self, method: str, message: Json, params: Json, keys: tuple[Any, Any]) -> Sent:
        return Sent(
            method=method,
            chat_id=message["chat"]["id"],
            text=str(message.get("text", message.get("caption", ""))),
            html=str(params.get("text", params.get("caption", ""))),
            buttons=keys[0],
            keyboard=keys[1],
            message_id=message["message_id"],
            params=params,
            at=time.monotonic(),
        )

    def _reply(self, chat: Chat, params: Json) -> Json:
        wish = params.get("reply_parameters") or {}
        message_id = wish.get("message_id", params.get("reply_to_message_id"))
        if message_id is None:
            return {}
        if int(message_id) in chat.messages:
            return {"reply_to_message": quoted(chat.messages[int(message_id)])}
        if wish.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")

    def edit_text(self, params: Json) -> Json:
        """Change a text of the bot's; without reply_markup its buttons go."""
        chat, message = self._own_message(params)
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        text, entities = read_text(params, "text", TEXT_LIMIT)
        return self._edit("editMessageText", chat, params, message, {"text": text} | _entities("entities", entities))

    def edit_markup(self, params: Json) -> Json:
        """Change or remove the buttons under a message of the bot's."""
        chat, message = self._own_message(params)
        kept: Json = {name: message[name] for name in ("text", "entities") if name in message}
        return self._edit("editMessageReplyMarkup", chat, params, message, kept)

    def _edit(self, method: str, chat: Chat, params: Json, message: Json, content: Json) -> Json:
        keys = read_markup(params.get("reply_markup"), chat)
        after = content | _inline(params)
        if after == {name: message[name] for name in ("text", "entities", "reply_markup") if name in message}:
            raise bad_request(NOT_MODIFIED)
        for name in ("text", "entities", "reply_markup"):
            message.pop(name, None)
        message |= after | {"edit_date": int(time.time())}
        self.edits.append(self._record(method, message, params, keys))
        self.bell.ring()
        return message

    def _message(self, params: Json, purpose: str) -> tuple[Chat, Json]:
        chat = self.chat(params)
        message = chat.messages.get(params.get("message_id", 0))
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return chat, message

    def _own_message(self, params: Json) -> tuple[Chat, Json]:
        chat, message = self._message(params, "edit")
        if message["from"]["id"] != self.bot["id"]:
            raise bad_request("message can't be edited")
        return chat, message

    def delete(self, params: Json) -> bool:
        """Delete a message."""
        chat, message = self._message(params, "delete")
        del chat.messages[message["message_id"]]
        return True

    def react(self, params: Json) -> bool:
        """Set (or take away) the bot's one reaction."""
        self._message(params, "react")
        reactions = params.get("reaction") or []
        if len(reactions) > 1:
            raise bad_request("REACTIONS_TOO_MANY")
        if any(each.get("emoji") not in EMOJI for each in reactions):
            raise bad_request("REACTION_INVALID")
        return True

    def act(self, params: Json) -> bool:
        """Show "typing …" for a while."""
        self.chat(params)
        if params.get("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    def answer_query(self, params: Json) -> bool:
        """Stop the spinner of a pressed button."""
        query_id = str(params.get("callback_query_id", ""))
        if query_id not in self._queries:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(str(params.get("text", ""))) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self.unanswered.discard(query_id)
        return True


def _entities(name: str, entities: list[Json]) -> Json:
    return {name: entities} if entities else {}


def _caption(params: Json) -> Json:
    text, entities = read_text(params, "caption", CAPTION_LIMIT)
    return ({"caption": text} if text else {}) | _entities("caption_entities", entities)


def _inline(params: Json) -> Json:
    """Only inline keyboards come back in a Message; an empty one counts as none."""
    markup = params.get("reply_markup") or {}
    return {"reply_markup": markup} if any(markup.get("inline_keyboard", [])) else {}
