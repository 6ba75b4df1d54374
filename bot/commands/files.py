"""Files that a command is told to write: whole or not at all."""

import os
import tempfile
from pathlib import Path

from bot.commands import shared


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one go, so that one that was there is lost to no failure; or a refusal."""
    half = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            half = file.name
            file.write(content)
        os.chmod(half, 0o644)
        os.replace(half, path)
    except OSError as error:
        if half:
            Path(half).unlink(missing_ok=True)
        raise shared.Refused(
            f"{path} cannot be written ({error.strerror}); name a file in a folder you can write"
        ) from error
