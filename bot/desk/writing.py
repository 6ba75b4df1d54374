"""Desks into their file and out of it, as text: what people wrote beside them stays as it was."""

import re

_HEAD = re.compile(r"^\s*\[\[?\s*(?P<name>[\w.]+)\s*\]\]?", re.M)
_ID = re.compile(r"""^\s*id\s*=\s*(?P<quote>["'])(?P<id>.*?)(?P=quote)""", re.M)


def with_desk(text: str, desk_id: str, name: str, serves: tuple[str, ...]) -> str:
    """The file with one desk more, at the end, with the usual office hours to be changed."""
    lines = ["[[desks]]", f"id = {_quoted(desk_id)}", f"name = {_quoted(name)}"]
    if serves and serves != (desk_id,):
        lines.append(f"serves = [{', '.join(map(_quoted, serves))}]")
    lines += ["", "[desks.hours]", 'weekdays = ["8-16.30"]']
    return f"{text.rstrip()}\n\n".lstrip("\n") + "\n".join(lines) + "\n"


def without_desk(text: str, desk_id: str) -> str:
    """The file without a desk and all that stands under it. The same if it is not there."""
    starts = [found for found in _HEAD.finditer(text) if not found["name"].startswith("desks.")]
    for number, head in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        found = _ID.search(text, head.end(), end)
        if head["name"] == "desks" and found and found["id"] == desk_id:
            return text[: head.start()].rstrip() + "\n" * 2 * bool(text[: head.start()].strip()) + text[end:].lstrip()
    return text


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
