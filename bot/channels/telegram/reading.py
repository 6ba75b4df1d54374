"""A Telegram update → a Message, or nothing. No decision is made here."""

from dataclasses import replace
from typing import Any

from telegram import Animation, Audio, CallbackQuery, Document, PhotoSize, Update, User, Video, VideoNote, Voice
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from bot.messages import (
    Blocked,
    Content,
    Edit,
    Location,
    Message,
    Moved,
    Press,
    Sender,
    SentFiles,
    Standing,
    Start,
    Text,
    Unsupported,
)
from bot.messages.files import SentFile, SentKind, media_type

NAME = "telegram"

_File = PhotoSize | Animation | Video | Voice | VideoNote | Audio | Document


def read(update: dict[str, Any]) -> Message | None:
    """A Telegram update in our words; None for channels and kinds that are not for us."""
    parsed = Update.de_json(update, None)
    if parsed.callback_query is not None:
        return _pressed(parsed.callback_query)
    if parsed.my_chat_member is not None and parsed.my_chat_member.chat.type == ChatType.PRIVATE:
        back = parsed.my_chat_member.new_chat_member.status == "member"
        return _message(parsed.my_chat_member.chat.id, str(parsed.update_id), Blocked(back), None)
    sent = parsed.message or parsed.edited_message
    if sent is None or sent.chat.type == ChatType.CHANNEL:
        return None
    if sent.migrate_to_chat_id:
        moved = Moved(f"{NAME}:{sent.migrate_to_chat_id}")
        return _message(sent.chat.id, str(sent.message_id), moved, None)
    if sent.from_user and sent.from_user.is_bot and not _as_group(sent):
        return None
    content = _content(sent, edited=parsed.edited_message is not None)
    if content is None:
        return None
    message = _message(sent.chat.id, str(sent.message_id), content, sent.from_user)
    if _as_group(sent):
        message = replace(message, sender=Sender(str(sent.chat.id), sent.chat.title or "", Standing.GROUP))
    return message if sent.chat.type == ChatType.PRIVATE else _in_room(message, _thread(sent))


def _pressed(query: CallbackQuery) -> Message:
    """A button: in a private chat the person's own, in a group the group's, in the thread of its message."""
    press = Press(query.data or "")
    under = query.message
    if under is None or under.chat.type == ChatType.PRIVATE:
        return _message(query.from_user.id, str(query.id), press, query.from_user)
    message = _message(under.chat.id, str(query.id), press, query.from_user)
    thread = _thread(under) if isinstance(under, TelegramMessage) else None
    return _in_room(message, thread or str(under.message_id))


def _in_room(message: Message, thread: str | None) -> Message:
    return replace(message, room=message.conversation, thread=thread)


def _as_group(sent: TelegramMessage) -> bool:
    """An administrator who is anonymous writes as the group itself; who it is Telegram tells nobody."""
    return bool(sent.sender_chat and sent.sender_chat.id == sent.chat.id)


def _thread(sent: TelegramMessage) -> str | None:
    """The topic of a group that has topics, else the bot's message that was replied to, else (people also answer
    each other) the message that the whole chain of replies hangs on."""
    if sent.is_topic_message and sent.message_thread_id:
        return f"/{sent.message_thread_id}"
    answered = sent.reply_to_message
    if answered is None:
        return None
    to_bot = answered.from_user is not None and answered.from_user.is_bot
    return str(answered.message_id if to_bot else sent.message_thread_id or answered.message_id)


def _message(chat: int, message_id: str, content: Content, user: User | None) -> Message:
    hint = "sv" if user is None or (user.language_code or "sv").startswith("sv") else "en"
    sender = Sender(str(user.id), user.first_name) if user else None
    return Message(f"{NAME}:{chat}", message_id, content, hint, sender=sender)


def _content(sent: TelegramMessage, *, edited: bool) -> Content | None:
    words = sent.text or sent.caption
    if edited:
        return Edit(str(sent.message_id), words) if words else None
    if sent.text == "/start" or (sent.text or "").startswith("/start "):
        return Start((sent.text or "").removeprefix("/start").strip())
    if sent.text:
        return Text(sent.text)
    place = sent.location or (sent.venue.location if sent.venue else None)
    if place:
        return Location(place.latitude, place.longitude)
    if file := _file(sent):
        return SentFiles((file,), sent.caption or "")
    if sent.sticker:
        return Unsupported("sticker")
    # Service messages (pinned, joined, …) are not somebody speaking to us.
    return Unsupported("other") if sent.contact or sent.poll or sent.dice else None


def _file(sent: TelegramMessage) -> SentFile | None:
    """The file of a message; its reference begins with what Telegram calls its sort (see uploading.py)."""
    if sent.photo:
        return _kept("photo", "photo", sent.photo[-1], "photo.jpg")
    if sent.animation:  # before the document that it is too
        return _kept("video", "animation", sent.animation, "animation.mp4")
    if sent.video:
        return _kept("video", "video", sent.video, "video.mp4")
    if sent.voice:
        return _kept("voice", "voice", sent.voice, "voice.ogg")
    if sent.video_note:
        return _kept("voice", "video_note", sent.video_note, "video.mp4")
    if sent.audio:
        return _kept("audio", "audio", sent.audio, "audio.mp3")
    return _kept("file", "document", sent.document, "") if sent.document else None


def _kept(kind: SentKind, sort: str, file: _File, name: str) -> SentFile:
    told = getattr(file, "mime_type", None)
    name = getattr(file, "file_name", None) or name
    return SentFile(kind, name, told or media_type(name), f"{sort}/{file.file_id}", file.file_size or 0)
