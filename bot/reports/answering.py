"""Which desk answers for each municipality, and where it hangs on one person."""

from typing import Any

from bot.desk import DeskBook
from knowledge import Atlas


def answering(atlas: Atlas, book: DeskBook) -> dict[str, dict[str, Any]]:
    """For each municipality (by code) the desk that answers, by which rule, and how many are known there."""
    routes = {each.code: book.route(each.code) for each in atlas.municipalities}
    return {
        code: {"desk": route.desk.id, "by": route.why, "people": len(route.desk.members)}
        if route
        else {"desk": None, "by": None, "people": 0}
        for code, route in routes.items()
    }


def answering_lines(found: dict[str, dict[str, Any]], book: DeskBook) -> list[str]:
    """The gaps in words: who has nobody of their own, and which desks hang on one person or have nobody named."""
    by = [each["by"] for each in found.values()]
    near, none = by.count("own") + by.count("shared"), by.count(None)
    lines = [f"{near} of {len(by)} have a desk of their own or a shared one, {by.count('fallback')} lean on another."]
    if none:
        lines.append(f"Nobody answers for {none}: no desk that can be reached serves them.")
    used = {each["desk"] for each in found.values() if each["desk"]}
    for people, says in ((1, "Only one person is known at"), (0, "Nobody is named at")):
        names = [book[each].name for each in sorted(used) if len(book[each].members) == people]
        if names:
            lines.append(f"{says} {', '.join(names)}.")
    return lines
