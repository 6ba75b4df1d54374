"""The Web API: every method the stand-in knows, by name."""

from collections.abc import Callable
from typing import Any

from . import slack_chat, slack_files
from .slack_checks import check_view
from .slack_records import Channel, Json, Refused
from .slack_workspace import BOT_ID, BOT_USER, DOMAIN, TEAM, Workspace

Method = Callable[[Workspace, Json], Json]


def auth_test(workspace: Workspace, _params: Json) -> Json:
    """Say who the token belongs to."""
    name = workspace.people[BOT_USER]["name"]
    about = {"url": f"https://{DOMAIN}.slack.com/", "team": DOMAIN, "user": name, "team_id": TEAM, "user_id": BOT_USER}
    return about | {"bot_id": BOT_ID, "is_enterprise_install": False}


def _described(channel: Channel) -> Json:
    about: Json = {"id": channel.id, "is_im": channel.kind == "im", "is_archived": False}
    if channel.kind == "im":
        return about | {"user": channel.user}
    private = channel.kind == "group"
    return about | {
        "name": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_private": private,
        "is_member": BOT_USER in channel.members,
        "is_ext_shared": False,
        "num_members": len(channel.members),
    }


def conversations_open(workspace: Workspace, params: Json) -> Json:
    """Open direct messages with one person."""
    users = str(params.get("users") or "").split(",")
    if params.get("channel"):
        return {"channel": _described(workspace.channel(params["channel"]))}
    if any(user not in workspace.people for user in users):
        raise Refused("user_not_found")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type", "this stand-in opens no group conversations")
    known = f"D{users[0]}" in workspace.channels
    channel = workspace.open_dm(users[0])
    short = _described(channel) if params.get("return_im") in (True, "1", "true") else {"id": channel.id}
    return {"channel": short} | ({"no_op": True, "already_open": True} if known else {})


def conversations_info(workspace: Workspace, params: Json) -> Json:
    """Describe a channel; a private one only from inside."""
    channel = workspace.channel(params.get("channel") or "")
    if channel.kind != "channel" and BOT_USER not in channel.members:
        raise Refused("channel_not_found")
    return {"channel": _described(channel)}


def conversations_members(workspace: Workspace, params: Json) -> Json:
    """List who is in a channel, by pages."""
    members = sorted(workspace.channel(params.get("channel") or "").members)
    start, size = int(params.get("cursor") or 0), int(params.get("limit") or 100)
    following = str(start + size) if start + size < len(members) else ""
    return {"members": members[start : start + size], "response_metadata": {"next_cursor": following}}


def users_info(workspace: Workspace, params: Json) -> Json:
    """Describe a person; the locale only when it is asked for."""
    user = params.get("user") or ""
    if user not in workspace.people:
        raise Refused("user_not_found")
    about = workspace.people[user]
    described = {
        "id": user,
        "team_id": TEAM,
        "name": about["name"],
        "real_name": about["name"].title(),
        "tz": about["tz"],
        "profile": {"real_name": about["name"].title(), "display_name": about["name"], "team": TEAM},
        "is_bot": user == BOT_USER,
        "deleted": False,
    }
    if params.get("include_locale") in (True, "1", "true"):
        described["locale"] = about["locale"]
    return {"user": described}


def users_by_email(workspace: Workspace, params: Json) -> Json:
    """Find a person by their address."""
    wanted = str(params.get("email") or "").casefold()
    for user, about in workspace.people.items():
        if wanted and about.get("email", "").casefold() == wanted:
            return users_info(workspace, {"user": user})
    raise Refused("users_not_found")


def views_publish(workspace: Workspace, params: Json) -> Json:
    """Publish a person's home tab."""
    user, view = params.get("user_id") or "", params.get("view")
    check_view(view, "home")
    if user not in workspace.people:
        raise Refused("user_not_found")
    old = workspace.homes.get(user)
    _same_hash(params, old)
    return {"view": workspace.keep_view(params["view"], user, old)}


def views_open(workspace: Workspace, params: Json) -> Json:
    """Open a modal in front of the person whose click gave the trigger_id."""
    check_view(params.get("view"), "modal")
    user = workspace.use_trigger(params.get("trigger_id") or "")
    return {"view": workspace.keep_view(params["view"], user)}


def views_update(workspace: Workspace, params: Json) -> Json:
    """Change an open modal, found by its id or external_id."""
    check_view(params.get("view"), "modal")
    outer = params.get("external_id")
    known = (view for view in workspace.modals.values() if outer and view["external_id"] == outer)
    old = workspace.modals.get(params.get("view_id") or "") or next(known, None)
    if old is None:
        raise Refused("not_found")
    _same_hash(params, old)
    return {"view": workspace.keep_view(params["view"], workspace.owners[old["id"]], old)}


def _same_hash(params: Json, old: Json | None) -> None:
    if params.get("hash") and old and params["hash"] != old["hash"]:
        raise Refused("hash_conflict")


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "chat.postMessage": slack_chat.post,
    "chat.postEphemeral": slack_chat.post_ephemeral,
    "chat.update": slack_chat.update,
    "chat.delete": slack_chat.delete,
    "chat.getPermalink": slack_chat.permalink,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "users.info": users_info,
    "users.lookupByEmail": users_by_email,
    "views.publish": views_publish,
    "views.open": views_open,
    "views.update": views_update,
    "reactions.add": slack_chat.react,
    "files.getUploadURLExternal": slack_files.upload_url,
    "files.completeUploadExternal": slack_files.complete_upload,
    "files.info": slack_files.info,
}


def perform(workspace: Workspace, name: str, params: Json) -> Json:
    """Do what a method does, or answer with Slack's error."""
    if name not in METHODS:
        return {"ok": False, "error": "unknown_method", "req_method": name}
    try:
        return {"ok": True} | METHODS[name](workspace, params)
    except Refused as refusal:
        return refused(refusal)


def refused(refusal: Refused) -> Json:
    """Give a refusal the form of an answer."""
    answer: dict[str, Any] = {"ok": False, "error": refusal.error}
    if refusal.details:
        answer["errors"] = list(refusal.details)
        answer["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in refusal.details]}
    return answer
