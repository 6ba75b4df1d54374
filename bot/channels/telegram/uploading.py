"""A file → Telegram, and back: uploaded, sent again by its reference, fetched."""

from typing import Any

from telegram import Bot, Message
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.messages.files import LARGEST, Attachment, Kept, Remote
from bot.outbox.delivery import FileRefused

LARGEST_PHOTO = 10_000_000
"""Bytes; a larger picture goes as a document (Bot API, sendPhoto)."""

PATIENCE: dict[str, Any] = {"read_timeout": 60, "write_timeout": 60}
"""Seconds: Telegram answers once it has dealt with the whole file."""

NO_PHOTO = ("image_process_failed", "photo_")
"""What Telegram says of a picture that it cannot show (too long, too wide, broken): as a document it takes it."""

NOT_THERE = (
    "wrong file identifier",
    "wrong remote file",
    "invalid file_id",
    "file not found",
    "temporarily unavailable",
)
NOT_TAKEN = ("file must be non-empty", "can't use file", "voice_messages_forbidden")
TOO_BIG = ("too big", "too large")


async def post_file(bot: Bot, attachment: Attachment, parameters: dict[str, Any]) -> Message:
    """Send one file. Raises FileRefused, and Telegram's errors for the rest."""
    try:
        match attachment.source:
            case Remote(reference):
                return await _send_again(bot, reference, parameters)
            case Kept(content) if attachment.media_type in ("image/jpeg", "image/png"):
                return await _post_picture(bot, attachment.name, content, parameters)
            case Kept(content):
                return await bot.send_document(document=content, filename=attachment.name, **parameters, **PATIENCE)
            case source:
                raise TypeError(f"{type(source).__name__} was not filled")
    except NetworkError as error:  # BadRequest among them
        if refused := _refused(error):
            raise refused from error
        raise


async def _post_picture(bot: Bot, name: str, content: bytes, parameters: dict[str, Any]) -> Message:
    """Shown in the chat if Telegram can, else as a document."""
    if len(content) <= LARGEST_PHOTO:
        try:
            return await bot.send_photo(photo=content, filename=name, **parameters, **PATIENCE)
        except BadRequest as error:
            if not str(error).casefold().startswith(NO_PHOTO):
                raise
    return await bot.send_document(document=content, filename=name, **parameters, **PATIENCE)


async def _send_again(bot: Bot, reference: str, parameters: dict[str, Any]) -> Message:
    """A file that Telegram has, as the sort it was sent as: another sort would be refused."""
    kind, _, file_id = reference.partition("/")
    match kind:
        case "photo":
            return await bot.send_photo(photo=file_id, **parameters)
        case "video":
            return await bot.send_video(video=file_id, **parameters)
        case "voice":
            return await bot.send_voice(voice=file_id, **parameters)
        case "audio":
            return await bot.send_audio(audio=file_id, **parameters)
        case "animation":
            return await bot.send_animation(animation=file_id, **parameters)
        case _:
            return await bot.send_document(document=file_id, **parameters)


async def fetch(bot: Bot, reference: str) -> bytes:
    """A file that somebody sent. Raises FileRefused, and Telegram's errors for the rest."""
    try:
        found = await bot.get_file(reference.partition("/")[2], **PATIENCE)
    except BadRequest as error:
        raise _refused(error) or FileRefused("gone", str(error)) from error
    if (found.file_size or 0) > LARGEST:
        raise FileRefused("too_big", f"{found.file_size} bytes")
    try:
        return bytes(await found.download_as_bytearray(**PATIENCE))
    except InvalidToken as error:  # what the library makes of a 404
        raise FileRefused("gone", "no such file any more") from error


def _refused(error: NetworkError) -> FileRefused | None:
    """Is it the file that is at fault?"""
    text = str(error).casefold()
    if any(words in text for words in TOO_BIG):
        return FileRefused("too_big", str(error))
    if any(words in text for words in NOT_THERE):
        return FileRefused("gone", str(error))
    if any(words in text for words in NOT_TAKEN):
        return FileRefused("refused", str(error))
    return None
