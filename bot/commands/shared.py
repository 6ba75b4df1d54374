"""What every command needs: settings, the guide, the store, and one way to refuse."""

import sys
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click

from bot.settings import Settings, SettingsError, read_settings
from bot.store import Store, StoreError, open_store, store_path
from bot.texts import Texts
from bot.turn import Guide


class Refused(click.ClickException):
    """One clear line and exit code 2: what is wrong, where, and what to do."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Only the message."""
        click.echo(f"lots: {self.format_message()}", err=True)


def clock() -> datetime:
    """The time: read here, passed on as an argument everywhere else."""
    return datetime.now(UTC)  # noqa: TID251 - the edge reads the clock


def settings() -> Settings:
    """The settings, or a refusal that names every variable at fault."""
    try:
        return read_settings()
    except SettingsError as error:
        raise Refused(str(error)) from error


def guide(chosen: Settings) -> Guide:
    """All the bot knows, or a refusal with every file, line and what to do."""
    from bot.guide import load_guide
    from bot.texts import TextsError
    from intents import ModelError, PhrasebookError
    from knowledge import KnowledgeError

    try:
        found = load_guide(chosen.knowledge, chosen.operator, chosen.desks)
        return replace(found, bot_name=chosen.bot_name, public_url=chosen.public_url)
    except OSError as error:
        raise Refused(f"LOTS_DESKS cannot be read ({error})") from error
    except KnowledgeError as error:
        raise Refused(f"the knowledge cannot be used, nothing was started:\n{error}") from error
    except (ModelError, PhrasebookError, TextsError) as error:
        raise Refused(str(error)) from error


def texts(chosen: Settings) -> Texts:
    """The bot's words."""
    from bot.texts import load_texts

    return load_texts(chosen.operator)


def store(chosen: Settings, *, must_exist: bool = False) -> AbstractContextManager[Store]:
    """The store that is set, or a refusal. One that must exist is not made."""
    try:
        if must_exist and not store_path(chosen.database).exists():
            raise Refused(f"there is no store at {store_path(chosen.database)}; name it in LOTS_DATABASE")
        return closing(open_store(chosen.database))
    except StoreError as error:
        raise Refused(str(error)) from error


def moment(text: str, option: str) -> datetime:
    """A moment with its offset, or a refusal."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{option} {text!r} is no moment; write it like 2026-12-05T09:00:00+01:00") from error
    if found.tzinfo is None:
        raise Refused(f"{option} {text!r} has no offset; write it like 2026-12-05T09:00:00+01:00")
    return found


def see_to_folder(path: Path) -> None:
    """A refusal where a file has no folder to be written into: told before the work, not after it."""
    if not path.absolute().parent.is_dir():
        raise Refused(f"{path} cannot be written (no such folder); name another place")


def write(path: Path, content: bytes) -> None:
    """Write a file, or a refusal."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}); name another place") from error


def print_line(line: str) -> None:
    """A line of output that is there at once, also in a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
