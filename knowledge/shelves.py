"""Entries laid out by what they are for."""

from .entries import EntryPoint

Doors = dict[str, list[EntryPoint]]
"""Entries by topic, those that never come first last."""


def by_topic(entries: tuple[EntryPoint, ...]) -> Doors:
    """The entries of one holder; one that serves further topics stands under each."""
    doors: Doors = {}
    for entry in entries:
        for topic in dict.fromkeys((entry.topic, *entry.also)):
            doors.setdefault(topic, []).append(entry)
    return {topic: sorted(entries, key=lambda entry: entry.besides) for topic, entries in doors.items()}


def from_narrow_to_wide(topic: str) -> tuple[str, ...]:
    """A topic and, for a kind of permit, permits in general."""
    return (topic, "permits") if topic.startswith("permits.") else (topic,)
