"""Lines of JSON that somebody wrote: read, or refused with their number and what to do."""

import json
from typing import Any

FAR = 1e6
"""No position has a larger number."""


class WorldError(Exception):
    """A line of the simulated world cannot be read; says which and why."""


def is_position(value: object) -> bool:
    """Is it two numbers, as a latitude and a longitude are?"""
    numbers = value if isinstance(value, list) else []
    return len(numbers) == 2 and all(type(each) in (int, float) and not abs(each) > FAR for each in numbers)


def read_object(number: int, line: str) -> dict[str, Any]:
    """A line of JSON that is an object. Raises WorldError."""
    try:
        told = json.loads(line)
        # Half a surrogate pair can be written in JSON but not in UTF-8.
        told = json.loads(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        raise WorldError(f"line {number}: is not JSON ({error.msg}); write one object a line") from error
    except (RecursionError, ValueError) as error:
        raise WorldError(f"line {number}: is not JSON that can be read; write one object a line") from error
    if not isinstance(told, dict):
        raise WorldError(f'line {number}: is not a JSON object; write {{"chat": "a", "text": "…"}}')
    return told
