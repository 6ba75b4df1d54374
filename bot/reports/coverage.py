"""Which topic has a door at which level in each municipality."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from knowledge import PERMITS, TOPICS, Atlas, Door, Level

NEAR = frozenset((Level.OWN, Level.SHARED, Level.REGION))


def coverage(atlas: Atlas) -> dict[str, Any]:
    """The contract of `lots knowledge coverage --json`: every municipality and topic with its level."""
    return {
        "municipalities": {
            municipality.code: {
                "name": municipality.name,
                "county": municipality.county,
                "topics": {topic: _topic_json(nearest(topic, municipality.code, atlas)) for topic in TOPICS},
            }
            for municipality in atlas.municipalities
        }
    }


def _topic_json(door: Door) -> dict[str, Any]:
    return {
        "level": str(door.level),
        "entries": [entry.id for entry in door.entries],
        "withheld": bool(door.nearer or door.withheld),
    }


def nearest(topic: str, code: str, atlas: Atlas) -> Door:
    """The nearest door for a topic in a municipality; a door for one permit is a door for permits."""
    wanted = (topic, *PERMITS) if topic == "permits" else (topic,)
    order = list(Level)
    return min((atlas.door(each, code) for each in wanted), key=lambda door: order.index(door.level))


def levels_by_topic(report: dict[str, Any]) -> Iterable[tuple[str, Counter[str]]]:
    """For each topic, how many municipalities have their nearest door at each level."""
    for topic in TOPICS:
        levels = (each["topics"][topic]["level"] for each in report["municipalities"].values())
        yield topic, Counter(levels)


def with_a_door(report: dict[str, Any]) -> int:
    """How many municipalities have at least one door nearer than the nation's."""
    return sum(
        any(topic["level"] in NEAR for topic in each["topics"].values()) for each in report["municipalities"].values()
    )
