"""The manifest asks for exactly what the bot uses: no scope too many, none too few."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "bot" / "channels" / "slack").glob("*.py"))

SCOPES = {
    "auth_test": set[str](),
    "apps_connections_open": set[str](),  # the app token's own
    "views_publish": set[str](),
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_open": {"im:write"},
    "conversations_members": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_lookupByEmail": {"users:read", "users:read.email"},
    "files_info": {"files:read"},
    "files_getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}
"""What docs.slack.dev asks for each method."""

EVENTS = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}


def manifest() -> dict[str, Any]:
    """The lists and commands of the manifest; it is plain enough to be read without a YAML library."""
    found: dict[str, Any] = {}
    key = ""
    for line in (ROOT / "slack-manifest.yaml").read_text(encoding="utf-8").splitlines():
        if named := re.fullmatch(r"\s*(?:- )?(\w+):(?: (.*))?", line):
            key = named[1]
            found.setdefault(key, []).append(named[2] or "")
        elif item := re.fullmatch(r"\s*- (\S+)", line):
            found[key].append(item[1])
    return {name: [each for each in values if each] for name, values in found.items()}


def test_the_manifest_asks_for_what_is_used_and_no_more() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    methods = set(re.findall(r"[cC]lient\.([a-z]+_\w+)\(", source)) | set(re.findall(r'api_call\("([\w.]+)"', source))
    assert methods - {"api_call"} == set(SCOPES), "a method more or less: look up its scopes on docs.slack.dev"
    asked = manifest()
    needed = set[str]().union(*SCOPES.values(), *EVENTS.values(), {"commands"})
    assert set(asked["bot"]) == needed
    assert len(asked["bot"]) == len(needed)
    assert set(asked["bot_events"]) == set(EVENTS)


def test_every_event_and_command_of_the_manifest_is_heard() -> None:
    reading = (ROOT / "bot" / "channels" / "slack" / "reading.py").read_text(encoding="utf-8")
    for event in manifest()["bot_events"]:
        assert f'"{event.partition(".")[0]}"' in reading
    texts = (ROOT / "bot" / "texts" / "sv.toml").read_text(encoding="utf-8")
    for command in manifest()["command"]:
        assert command in texts, "a command that nobody is told of"
