"""The files that Telegram holds: what it takes, what it makes of names, what it gives out again."""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import replace

from .telegram_values import ApiError, Json, Upload, bad_request

UPLOAD_LIMIT, PHOTO_LIMIT, DOWNLOAD_LIMIT = 50 * 2**20, 10 * 2**20, 20 * 2**20
KINDS = {
    "document": "Document",
    "photo": "Photo",
    "video": "Video",
    "voice": "VoiceNote",
    "audio": "Audio",
    "animation": "Animation",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}


def kept_name(name: str) -> str:
    """An upload's name as Telegram's server reads it: ended by a quote or semicolon (tdlib #1459), without emoji."""
    ended = name.split(";")[0].split('"')[0].rpartition("/")[2].rpartition("\\")[2]
    return "".join(letter for letter in ended if unicodedata.category(letter) not in ("So", "Cf", "Cc")).strip()


class Files:
    """All files by id. One that was sent as one sort cannot be sent again as another."""

    def __init__(self) -> None:
        self.all: dict[str, Upload] = {}
        self.lost: set[str] = set()
        """Files that getFile tells of but that are not where it says."""
        self._kinds: dict[str, str] = {}

    def given(self, params: Json, kind: str) -> Json:
        """The file of a call: uploaded with it, or named by id."""
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, Upload):
            _check(given, kind)
            return self.keep(replace(given, file_name=kept_name(given.file_name)), kind)
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        if given not in self.all:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if self._kinds[given] != kind:
            raise bad_request(f"can't use file of type {KINDS[self._kinds[given]]} as {KINDS[kind]}")
        return self.described(str(given))

    def keep(self, upload: Upload, kind: str = "document") -> Json:
        """Store a file under a new id; the fields every file object has."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        file_id = f"file-{len(self.all) + 1}"
        self.all[file_id] = upload
        self._kinds[file_id] = kind
        return self.described(file_id)

    def described(self, file_id: str) -> Json:
        """The fields of a file object."""
        upload = self.all[file_id]
        fields: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(upload.content)}
        return fields | {"file_name": upload.file_name, "mime_type": upload.content_type}

    def to_fetch(self, file_id: object) -> Json:
        """Where a file can be fetched, below /file/bot<token>/; not the largest."""
        upload = self.all.get(str(file_id))
        if upload is None:
            raise bad_request("invalid file_id")
        if len(upload.content) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        fields: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(upload.content)}
        return fields | {"file_path": f"documents/{file_id}"}

    def at(self, file_id: str) -> Upload | None:
        """What lies where getFile says."""
        return None if file_id in self.lost else self.all.get(file_id)


def _check(upload: Upload, kind: str) -> None:
    size = len(upload.content)
    if size > UPLOAD_LIMIT:
        raise ApiError("Request Entity Too Large", 413)
    if kind == "photo":
        if size > PHOTO_LIMIT:
            most = f"the maximum size is {PHOTO_LIMIT} bytes"
            raise bad_request(f"file of size {size} bytes is too big for a photo; {most}")
        _check_picture(upload.content)


def _check_picture(content: bytes) -> None:
    """A PNG or JPEG; of a PNG also its measures: 10,000 pixels in all, at most 20 times as long as wide."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        width, height = struct.unpack(">II", content[16:24])
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    elif not content.startswith(b"\xff\xd8\xff"):
        raise bad_request("IMAGE_PROCESS_FAILED")
