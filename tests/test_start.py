"""What is slow to load is loaded only where it is needed."""

import subprocess
import sys


def test_a_chat_in_the_terminal_loads_no_service() -> None:
    """The formats are there, for `--channel`; the libraries are not."""
    chat = [sys.executable, "-X", "importtime", "-m", "bot", "chat"]
    told = subprocess.run(chat, input="", capture_output=True, text=True, check=True).stderr
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert {"bot.channels.console", "bot.channels.formats.console"} <= loaded
    assert not {"telegram", "slack_bolt", "slack_sdk"} & loaded
