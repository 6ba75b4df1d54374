"""Which topic has a door at which level in each municipality."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from knowledge import PERMITS, TOPICS, Atlas, Level


def coverage(atlas: Atlas) -> dict[str, Any]:
    """The contract of `lots knowledge coverage --json`: every municipality and topic with its level."""
    return {
        "municipalities": {
            municipality.code: {
                "name": municipality.name,
                "county": municipality.county,
                "topics": {topic: {"level": str(_nearest(topic, municipality.code, atlas))} for topic in TOPICS},
            }
            for municipality in atlas.municipalities
        }
    }


def _nearest(topic: str, code: str, atlas: Atlas) -> Level:
    """The level of the nearest door; a door for one permit is a door for permits."""
    wanted = (topic, *PERMITS) if topic == "permits" else (topic,)
    found = {atlas.door(each, code).level for each in wanted}
    return next(level for level in Level if level in found)


def levels_by_topic(report: dict[str, Any]) -> Iterable[tuple[str, Counter[str]]]:
    """For each topic, how many municipalities have their nearest door at each level."""
    for topic in TOPICS:
        levels = (each["topics"][topic]["level"] for each in report["municipalities"].values())
        yield topic, Counter(levels)


def with_a_door(report: dict[str, Any]) -> int:
    """How many municipalities have at least one door nearer than the nation's."""
    near = {Level.OWN, Level.SHARED, Level.REGION}
    return sum(
        any(topic["level"] in near for topic in each["topics"].values()) for each in report["municipalities"].values()
    )
