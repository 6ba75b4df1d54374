"""`lots knowledge`: check, show, coverage."""

import json
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import code_of, known_atlas, known_topic
from knowledge import PERMITS, TOPICS, Atlas, Door, Level


@click.group()
def knowledge() -> None:
    """What the bot holds for true: check it, look things up in it."""


@knowledge.command()
def check() -> None:
    """Read every file; name file, line and what to do for each mistake."""
    atlas = known_atlas(afresh=True)
    entries = sum(1 for _ in atlas.entries())
    click.echo(f"{len(atlas.municipalities)} municipalities, {entries} entry points: all sound.")


@knowledge.command()
@click.argument("place")
@click.argument("topic", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(place: str, topic: str | None, as_json: bool) -> None:
    """The doors of a PLACE (name or code), for one TOPIC or all."""
    atlas = known_atlas()
    code = code_of(atlas, place)
    doors = [
        atlas.door(each, code) for each in ([known_topic(topic)] if topic else (*TOPICS, *_near_permits(atlas, code)))
    ]
    if as_json:
        shared.print_line(json.dumps([_door_json(door) for door in doors], ensure_ascii=False, indent=2))
        return
    from bot.reports.printing import print_table

    rows = [
        (door.topic, door.level, entry.sv.title, entry.url or "–", entry.standing, entry.seen or "–")
        for door in doors
        for entry in door.entries
    ]
    title = f"{atlas.municipality(code).name} ({code})"
    print_table(("topic", "level", "title", "link", "standing", "seen"), rows, title)


@knowledge.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def coverage(as_json: bool) -> None:
    """How near each topic's door is, over all municipalities."""
    from bot.reports import coverage as report
    from bot.reports.printing import print_table

    found = report.coverage(known_atlas())
    if as_json:
        shared.print_line(json.dumps(found, ensure_ascii=False))
        return
    levels = ("own", "shared", "region", "nation")
    rows = [(topic, *(counts[level] for level in levels)) for topic, counts in report.levels_by_topic(found)]
    print_table(("topic", *levels), rows, "Municipalities by the level of their nearest door")
    click.echo(
        f"{report.with_a_door(found)} of {len(found['municipalities'])} have a door of their own or a shared one."
    )


def _near_permits(atlas: Atlas, code: str) -> list[str]:
    """The permits that have a door of their own nearer than the nation's."""
    doors = {permit: atlas.door(permit, code) for permit in PERMITS}
    return [
        permit
        for permit, door in doors.items()
        if door.level is not Level.NATION and any(permit in (each.topic, *each.also) for each in door.entries)
    ]


def _door_json(door: Door) -> dict[str, Any]:
    return {
        "topic": door.topic,
        "level": str(door.level),
        "body": door.body.name if door.body else None,
        "entries": [
            {
                "id": entry.id,
                "title": {"sv": entry.sv.title, "en": entry.en.title},
                "steps": {"sv": entry.sv.steps, "en": entry.en.steps},
                "url": entry.url or None,
                "contact": {
                    "role": entry.contact.role,
                    "email": entry.contact.email or None,
                    "phone": entry.contact.phone or None,
                },
                "source": entry.source,
                "seen": entry.seen or None,
                "standing": str(entry.standing),
            }
            for entry in door.entries
        ],
    }
