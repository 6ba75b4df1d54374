"""The methods of the Web API that people see: messages, and the response_url of an interaction."""

import copy
import re

from . import slack_payloads
from .slack_checks import check_message
from .slack_records import Channel, Json, Refused
from .slack_workspace import BOT_USER, DOMAIN, Workspace

RESPONSE_URL_USES = 5


def post(workspace: Workspace, params: Json) -> Json:
    """Post a message, to a channel or to a person."""
    channel = workspace.place(params.get("channel") or "")
    check_message(params)
    if thread_ts := params.get("thread_ts"):
        workspace.message(channel.id, thread_ts, "thread_not_found")
    message = workspace.from_bot(params)
    workspace.messages[channel.id, message["ts"]] = message
    workspace.show("chat.postMessage", channel, message, params)
    workspace.emit(slack_payloads.message_event(channel, message))
    return {"channel": channel.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def post_ephemeral(workspace: Workspace, params: Json) -> Json:
    """Show a message to one person in a channel; no event tells of it, and nothing can update it by its ts."""
    channel = workspace.place(params.get("channel") or "")
    check_message(params)
    user = params.get("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = workspace.from_bot(params)
    workspace.ephemeral[channel.id, message["ts"]] = message | {"only": user}
    workspace.show("chat.postEphemeral", channel, message, params, user)
    return {"message_ts": message["ts"]}


def _own_message(workspace: Workspace, params: Json, error: str) -> tuple[Channel, Json]:
    channel = workspace.channel(params.get("channel") or "")
    message = workspace.message(channel.id, params.get("ts") or "")
    if message.get("user") != BOT_USER:
        raise Refused(error)
    return channel, message


def update(workspace: Workspace, params: Json) -> Json:
    """Change one of the bot's messages; blocks that are not given again are gone when there is a text."""
    channel, old = _own_message(workspace, params, "cant_update_message")
    check_message(params)
    new = old | workspace.body(params) | {"edited": {"user": BOT_USER, "ts": workspace.new_ts()}}
    workspace.messages[channel.id, old["ts"]] = new
    workspace.show("chat.update", channel, new, params)
    workspace.emit(slack_payloads.changed_event(workspace, channel, new, old))
    return {"channel": channel.id, "ts": old["ts"], "text": new["text"], "message": copy.deepcopy(new)}


def delete(workspace: Workspace, params: Json) -> Json:
    """Delete one of the bot's messages."""
    channel, message = _own_message(workspace, params, "cant_delete_message")
    del workspace.messages[channel.id, message["ts"]]
    workspace.deleted.append((channel.id, message["ts"]))
    workspace.emit(slack_payloads.changed_event(workspace, channel, None, message))
    return {"channel": channel.id, "ts": message["ts"]}


def permalink(workspace: Workspace, params: Json) -> Json:
    """Give the address of a message."""
    channel = workspace.channel(params.get("channel") or "")
    ts = params.get("message_ts") or ""
    workspace.message(channel.id, ts)
    address = f"https://{DOMAIN}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def react(workspace: Workspace, params: Json) -> Json:
    """Put a reaction under a message."""
    message = workspace.message(params.get("channel") or "", params.get("timestamp") or "")
    name = params.get("name") or ""
    if not re.fullmatch(r"[\w+-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name")
    reactions = message.setdefault("reactions", [])
    if any(reaction["name"] == name and BOT_USER in reaction["users"] for reaction in reactions):
        raise Refused("already_reacted")
    reactions.append({"name": name, "users": [BOT_USER], "count": 1})
    return {}


def respond(workspace: Workspace, key: str, body: Json) -> None:
    """Answer an interaction through its response_url."""
    place = workspace.response_urls.get(key)
    if place is None or place["uses"] >= RESPONSE_URL_USES:
        raise Refused("used_url")
    place["uses"] += 1
    at = (place["channel"], place["ts"])
    if body.get("delete_original"):
        workspace.messages.pop(at, None)
        workspace.ephemeral.pop(at, None)
        workspace.deleted.append(at)
        return
    check_message(body)
    answer(workspace, place, body, "response_url")


def answer(workspace: Workspace, place: Json, body: Json, method: str) -> None:
    """Show an answer to an interaction or command; Slack lets it into channels that the bot is not in."""
    channel, user, ts = workspace.channels[place["channel"]], place["user"], place["ts"]
    message = workspace.from_bot(body)
    everybody = body.get("response_type") == "in_channel"
    if body.get("replace_original") and ts:
        store = workspace.ephemeral if (channel.id, ts) in workspace.ephemeral else workspace.messages
        message = store.get((channel.id, ts), message) | workspace.body(body)
        store[channel.id, message["ts"]] = message
    elif everybody:
        workspace.messages[channel.id, message["ts"]] = message
    else:
        workspace.ephemeral[channel.id, message["ts"]] = message | {"only": user}
    workspace.show(method, channel, message, body, user)


def share_file(workspace: Workspace, channel: Channel, files: list[Json], params: Json) -> None:
    """Post uploaded files as a message."""
    message = workspace.from_bot({"text": params.get("initial_comment") or "", "thread_ts": params.get("thread_ts")})
    message["files"] = files
    workspace.messages[channel.id, message["ts"]] = message
    workspace.show("files.completeUploadExternal", channel, message, params)
    workspace.emit(slack_payloads.message_event(channel, message | {"subtype": "file_share"}))


def settle(workspace: Workspace, kind: str, payload: Json, reply: Json) -> None:
    """Do what the bot's acknowledgement asks for: answer a command, or go on with a submitted modal."""
    if kind == "slash_commands" and (reply.get("text") or reply.get("blocks")):
        place = {"channel": payload["channel_id"], "user": payload["user_id"], "ts": None}
        answer(workspace, place, reply, "ack")
    elif payload.get("type") == "view_submission":
        _after_submission(workspace, payload["user"]["id"], payload["view"]["id"], reply)


def _after_submission(workspace: Workspace, user: str, view_id: str, reply: Json) -> None:
    match reply.get("response_action"):
        case "errors":
            return
        case "update" if old := workspace.modals.get(view_id):
            workspace.keep_view(reply["view"], user, old)
        case "push":
            workspace.keep_view(reply["view"], user)
        case "clear":
            for each in [each for each in workspace.modals if workspace.owners[each] == user]:
                del workspace.modals[each]
        case _:
            workspace.modals.pop(view_id, None)
