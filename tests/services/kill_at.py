"""Runs `lots` and dies by SIGKILL at an exact point inside: ARMED POINT EVENT N kill|hold ARGUMENTS….

POINT is module:qualname, EVENT is call or return, and the N-th counts from when the file ARMED exists. `hold` stops
the thread there instead, so that the rest of the process can go on before the test kills it.
"""

import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from types import FrameType
from typing import Any


def watch(armed: Path, point: str, event: str, number: int, how: str) -> Callable[[FrameType, str, Any], None]:
    """A profile function that ends or holds this process at the point."""
    module, _, name = point.partition(":")
    code = reduce(getattr, name.split("."), importlib.import_module(module)).__code__
    seen = 0

    def look(frame: FrameType, happened: str, _value: Any) -> None:
        nonlocal seen
        if frame.f_code is not code or happened != event or not armed.exists():
            return
        seen += 1
        if seen == number and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif seen == number:
            time.sleep(60)

    return look


def main() -> None:
    """Start to watch when the store is opened: what comes before is only slow to watch."""
    armed, point, event, number, how = sys.argv[1:6]
    del sys.argv[1:6]

    def begin(audited: str, _arguments: Any) -> None:
        nonlocal armed
        if audited == "sqlite3.connect" and armed:
            look = watch(Path(armed), point, event, int(number), how)
            armed = ""
            threading.setprofile(look)
            sys.setprofile(look)

    sys.addaudithook(begin)
    from bot.__main__ import main as lots

    lots()
