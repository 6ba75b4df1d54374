"""A file → Slack in its three steps, and back."""

import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.files import LARGEST, Attachment, Kept
from bot.outbox.delivery import FileRefused, NotSent, TryLater

NO_FILES = frozenset(
    {
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "file_type_not_allowed",
        "blocked_file_type",
        "slack_connect_file_upload_sharing_blocked",
        "storage_limit_reached",
        "missing_scope",
    }
)
"""A workspace that takes no such file. A scope we lack is one more: the words need not wait until it is granted."""

NOT_THERE = frozenset({"file_not_found", "file_deleted", "missing_scope", "access_denied", "not_visible"})
"""A file that we cannot read (any more)."""


async def upload(client: AsyncWebClient, attachment: Attachment) -> str:
    """Lay a file at Slack, where nobody sees it yet; its id. Raises FileRefused, NotSent, SlackApiError."""
    if not isinstance(attachment.source, Kept):
        raise TypeError(f"{type(attachment.source).__name__} was not filled")
    content = attachment.source.content
    try:
        place = await client.files_getUploadURLExternal(filename=attachment.name, length=len(content))
    except SlackApiError as error:
        raise_refused(error)
        raise
    # The library's own files_upload_v2 does all three steps in one call, and so cannot say which one failed.
    async with _session(client).post(place["upload_url"], data=content) as answer:
        if answer.status == 413:
            raise FileRefused("too_big", "HTTP 413")
        if answer.status == 429:
            raise TryLater(float(answer.headers.get("Retry-After", 1)))
        if answer.status != 200:
            raise NotSent(f"the upload was answered with {answer.status}")
    return str(place["file_id"])


async def share(client: AsyncWebClient, file_id: str, attachment: Attachment, where: dict[str, Any]) -> None:
    """Show an uploaded file. Raises FileRefused, SlackApiError."""
    files = json.dumps([{"id": file_id, "title": attachment.name}])
    given = {"files": files} | {name: value for name, value in where.items() if value}
    try:
        # In the body: the library's own method puts the words into the address, which is too short for many.
        await client.api_call("files.completeUploadExternal", data=given)
    except SlackApiError as error:
        raise_refused(error)
        raise


def raise_refused(error: SlackApiError) -> None:
    """Raise FileRefused if it is the file that is at fault."""
    name = error.response.get("error", "") if isinstance(error.response.data, dict) else ""
    if name in NO_FILES:
        raise FileRefused("too_big" if name == "file_upload_size_restricted" else "refused", name) from error


async def fetch(client: AsyncWebClient, file_id: str) -> bytes:
    """A file that somebody sent. Raises FileRefused, NotSent, TryLater, SlackApiError."""
    try:
        about = (await client.files_info(file=file_id))["file"]
    except SlackApiError as error:
        if error.response.get("error") in NOT_THERE:
            raise FileRefused("gone", str(error.response["error"])) from error
        raise
    url = about.get("url_private_download") or about.get("url_private") or ""
    if about.get("size", 0) > LARGEST:
        raise FileRefused("too_big", f"{about['size']} bytes")
    if about.get("mode") == "external" or not _is_slacks(url, str(client.base_url)):
        raise FileRefused("gone", "it does not lie at Slack")
    return await _download(client, url, html=about.get("mimetype", "").startswith("text/html"))


async def _download(client: AsyncWebClient, url: str, *, html: bool) -> bytes:
    async with _session(client).get(url, headers={"Authorization": f"Bearer {client.token}"}) as answer:
        if answer.status in (403, 404, 410):
            raise FileRefused("gone", f"HTTP {answer.status}")
        if answer.status == 429:
            raise TryLater(float(answer.headers.get("Retry-After", 1)))
        if answer.status != 200:
            raise NotSent(f"the download was answered with {answer.status}")
        if answer.content_type == "text/html" and not html:
            raise FileRefused("gone", "Slack gave its sign-in page; the app needs the scope files:read")
        content = bytearray()
        async for some in answer.content.iter_any():
            content += some
            if len(content) > LARGEST:
                raise FileRefused("too_big", f"more than {LARGEST} bytes")
    return bytes(content)


def _is_slacks(url: str, base_url: str) -> bool:
    """Only Slack's own machines are shown our token."""
    there, ours = urlsplit(url), urlsplit(base_url)
    if there.netloc == ours.netloc:
        return there.scheme == ours.scheme
    return there.scheme == "https" and (there.hostname or "").endswith(".slack.com")


def _session(client: AsyncWebClient) -> aiohttp.ClientSession:
    if client.session is None:
        raise NotSent("not connected")
    return client.session
