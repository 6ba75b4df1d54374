"""The bodies in which Slack tells a bot what happened."""

import copy
import time
from typing import Any

from .slack_records import Channel, Json
from .slack_workspace import APP, BOT_USER, DOMAIN, TEAM, Workspace

VERIFICATION = "verification"  # sent along for old apps; nobody checks it


def event_body(workspace: Workspace, event: Json) -> Json:
    """Wrap an event."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.new_id("4-"),
    }


def wrapped(workspace: Workspace, kind: str, payload: Json) -> Json:
    """Wrap an event that comes without its body; leave everything else as it is."""
    whole = "event" in payload or payload.get("type") in ("url_verification", "app_rate_limited")
    return payload if whole or kind != "events_api" else event_body(workspace, payload)


def message_event(channel: Channel, message: Json) -> Json:
    """Tell of a new message."""
    event = copy.deepcopy(message)
    return event | {"channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}


def changed_event(workspace: Workspace, channel: Channel, new: Json | None, old: Json) -> Json:
    """Tell of an edited message, or of a deleted one when there is no new one."""
    ts = workspace.new_ts()
    event: dict[str, Any] = {"type": "message", "channel": channel.id, "channel_type": channel.kind, "hidden": True}
    event |= {"ts": ts, "event_ts": ts, "previous_message": copy.deepcopy(old)}
    if new is None:
        return event | {"subtype": "message_deleted", "deleted_ts": old["ts"]}
    return event | {"subtype": "message_changed", "message": copy.deepcopy(new)}


def _interaction(workspace: Workspace, kind: str, user: str) -> Json:
    name = workspace.people[user]["name"]
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": {"id": user, "username": name, "name": name, "team_id": TEAM},
        "api_app_id": APP,
        "token": VERIFICATION,
        "trigger_id": workspace.new_trigger(user),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(workspace: Workspace, block: Json, element: Json) -> Json:
    kept = ("type", "action_id", "text", "value", "url", "style")
    action = {key: copy.deepcopy(element[key]) for key in kept if key in element}
    return action | {"block_id": block["block_id"], "action_ts": workspace.new_ts()}


def press_in_message(
    workspace: Workspace, user: str, channel: Channel, message: Json, pressed: tuple[Json, Json]
) -> Json:
    """Tell of a pressed button under a message."""
    ts = message["ts"]
    fleeting = (channel.id, ts) in workspace.ephemeral
    container = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": fleeting}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    body = _interaction(workspace, "block_actions", user) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": workspace.new_response_url(channel.id, user, ts),
        "actions": [_action(workspace, *pressed)],
    }
    return body if fleeting else body | {"message": copy.deepcopy(message)}


def press_in_view(workspace: Workspace, user: str, view: Json, pressed: tuple[Json, Json]) -> Json:
    """Tell of a pressed button in a home tab or modal."""
    return _interaction(workspace, "block_actions", user) | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": copy.deepcopy(view),
        "actions": [_action(workspace, *pressed)],
    }


def submission(workspace: Workspace, user: str, view: Json, values: Json) -> Json:
    """Tell of a submitted modal."""
    filled = copy.deepcopy(view) | {"state": {"values": values}}
    return _interaction(workspace, "view_submission", user) | {"view": filled, "response_urls": []}


def command(workspace: Workspace, user: str, name: str, text: str, channel: Channel) -> Json:
    """Tell of a slash command."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user,
        "user_name": workspace.people[user]["name"],
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": workspace.new_response_url(channel.id, user),
        "trigger_id": workspace.new_trigger(user),
    }


def filled_in(view: Json, values: dict[str, Any]) -> Json:
    """Build a modal's state from values by action_id or block_id, as a person who fills in the inputs."""
    state: dict[str, Json] = {}
    left = set(values)
    for block in (block for block in view["blocks"] if block["type"] == "input"):
        element = block["element"]
        key = next((key for key in (element["action_id"], block["block_id"]) if key in values), None)
        if key is None and not block.get("optional"):
            raise LookupError(f"the input {element['action_id']} must be filled in")
        left.discard(str(key))
        state[block["block_id"]] = {element["action_id"]: _input_state(element, values.get(key) if key else None)}
    if left:
        raise LookupError(f"the view has no input {sorted(left)}")
    return state


def _input_state(element: Json, value: Any) -> Json:
    kind = element["type"]
    chosen = [option for option in element.get("options", ()) if option["value"] in (value or ())]
    match kind:
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": chosen}
        case "static_select" | "radio_buttons":
            exact = [option for option in element["options"] if option["value"] == value]
            return {"type": kind, "selected_option": exact[0] if exact else None}
        case "datepicker":
            return {"type": kind, "selected_date": value}
        case _:
            return {"type": kind, "value": value}
