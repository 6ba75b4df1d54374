"""Files at Slack: laid there in two steps, shown in a third, described, fetched."""

import re

from . import slack_chat
from .slack_records import Json, Refused
from .slack_workspace import Workspace

CHANNEL = re.compile(r"[CGDZ][A-Z0-9]+")
"""Slack demands eight letters or more after the first; this stand-in's ids are shorter."""
PATTERN = "input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"


def upload_url(workspace: Workspace, params: Json) -> Json:
    """Give an address to upload a file to."""
    if not params.get("filename") or int(params.get("length") or 0) <= 0:
        raise Refused("missing_argument")
    file_id = workspace.new_id("F")
    name, size = params["filename"], int(params["length"])
    workspace.files[file_id] = {"name": name, "size": size, "content": None, "shared": False}
    return {"file_id": file_id, "upload_url": f"{workspace.base_url.removesuffix('api/')}upload/{file_id}"}


def complete_upload(workspace: Workspace, params: Json) -> Json:
    """Finish uploads, and post them when a channel is named: a channel's id, never a person's (bolt-js #2115)."""
    place = params.get("channel_id")
    if place and not CHANNEL.fullmatch(place):
        raise Refused("invalid_arguments", PATTERN)
    files: list[Json] = []
    for named in params.get("files") or []:
        stored = workspace.files.get(named.get("id"))
        if stored is None or stored["content"] is None or stored["shared"]:
            raise Refused("file_not_found")
        title = named.get("title") or stored["name"]
        files.append({"id": named["id"], "title": title, "name": stored["name"], "size": stored["size"]})
    if not files:
        raise Refused("invalid_arguments")
    channel = workspace.place(place) if place else None
    if channel and (thread_ts := params.get("thread_ts")):
        workspace.message(channel.id, thread_ts, "thread_not_found")
    for each in files:
        workspace.files[each["id"]]["shared"] = True
    if channel:
        slack_chat.share_file(workspace, channel, files, params)
    return {"files": [{"id": each["id"], "title": each["title"]} for each in files]}


def info(workspace: Workspace, params: Json) -> Json:
    """Describe a file; where its bytes are is told here also when an event does not."""
    file_id = params.get("file") or ""
    if file_id not in workspace.files:
        raise Refused("file_not_found")
    if workspace.files[file_id].get("deleted"):
        raise Refused("file_deleted")
    return {"file": described(workspace, file_id), "comments": []}


def described(workspace: Workspace, file_id: str) -> Json:
    """A file object. An external file lies elsewhere, and its address is not Slack's."""
    stored = workspace.files[file_id]
    address = (
        stored.get("address") or stored.get("external") or f"{workspace.base_url.removesuffix('api/')}files/{file_id}"
    )
    about: Json = {"id": file_id, "name": stored["name"], "title": stored["name"], "size": stored["size"]}
    about |= {"mode": "external" if stored.get("external") else "hosted", "is_external": bool(stored.get("external"))}
    about |= {"mimetype": stored.get("mimetype", "application/octet-stream"), "user": stored.get("user", "")}
    about |= {"filetype": stored["name"].rpartition(".")[2], "url_private": address}
    return about | ({} if stored.get("external") else {"url_private_download": address})
