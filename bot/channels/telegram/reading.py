"""A Telegram update → a Message, or nothing. No decision is made here."""

from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType

from bot.messages import Blocked, Content, Edit, Location, Message, Press, Start, Text, Unsupported

NAME = "telegram"


def read(update: dict[str, Any]) -> Message | None:
    """A Telegram update in our words; None for groups, channels and kinds that are not for us."""
    parsed = Update.de_json(update, None)
    if parsed.callback_query is not None:
        query = parsed.callback_query
        return _message(query.from_user.id, str(query.id), Press(query.data or ""), query.from_user.language_code)
    if parsed.my_chat_member is not None and parsed.my_chat_member.chat.type == ChatType.PRIVATE:
        back = parsed.my_chat_member.new_chat_member.status == "member"
        return _message(parsed.my_chat_member.chat.id, str(parsed.update_id), Blocked(back), None)
    sent = parsed.message or parsed.edited_message
    if sent is None or sent.chat.type != ChatType.PRIVATE or (sent.from_user and sent.from_user.is_bot):
        return None
    content = _content(sent, edited=parsed.edited_message is not None)
    language = sent.from_user.language_code if sent.from_user else None
    return _message(sent.chat.id, str(sent.message_id), content, language) if content else None


def _message(chat: int, message_id: str, content: Content, language: str | None) -> Message:
    hint = "sv" if (language or "sv").startswith("sv") else "en"
    return Message(f"{NAME}:{chat}", message_id, content, hint)


def _content(sent: TelegramMessage, *, edited: bool) -> Content | None:
    if edited:
        return Edit(str(sent.message_id), sent.text) if sent.text else None
    if sent.text == "/start" or (sent.text or "").startswith("/start "):
        return Start((sent.text or "").removeprefix("/start").strip())
    if sent.text:
        return Text(sent.text)
    place = sent.location or (sent.venue.location if sent.venue else None)
    if place:
        return Location(place.latitude, place.longitude)
    if sent.voice or sent.video_note or sent.audio:
        return Unsupported("voice")
    if sent.photo or sent.video:
        return Text(sent.caption) if sent.caption else Unsupported("photo")
    if sent.document:
        return Text(sent.caption) if sent.caption else Unsupported("file")
    if sent.sticker:
        return Unsupported("sticker")
    # Service messages (pinned, joined, …) are not somebody speaking to us.
    return Unsupported("other") if sent.contact or sent.poll or sent.dice else None
