"""`lots knowledge`: check, show, coverage."""

import json
from typing import Any

import click

from bot.commands import shared
from intents import Gazetteer, fold
from knowledge import PERMITS, TOPICS, Atlas, Door, KnowledgeError, Level, load_atlas


@click.group()
def knowledge() -> None:
    """What the bot holds for true: check it, look things up in it."""


def _atlas(*, afresh: bool = False) -> Atlas:
    try:
        return load_atlas(shared.settings().knowledge, afresh=afresh)
    except KnowledgeError as error:
        raise shared.Refused(f"{len(error.problems)} to mend:\n{error}") from error


@knowledge.command()
def check() -> None:
    """Read every file; name file, line and what to do for each mistake."""
    atlas = _atlas(afresh=True)
    entries = sum(1 for _ in atlas.entries())
    click.echo(f"{len(atlas.municipalities)} municipalities, {entries} entry points: all sound.")


@knowledge.command()
@click.argument("place")
@click.argument("topic", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(place: str, topic: str | None, as_json: bool) -> None:
    """The doors of a PLACE (name or code), for one TOPIC or all."""
    atlas = _atlas()
    code = _code(atlas, place)
    if topic is not None and topic not in atlas.national:
        raise shared.Refused(f"topic {topic!r} is not known; use one of {', '.join((*TOPICS, *PERMITS))}")
    doors = [atlas.door(each, code) for each in ([topic] if topic else (*TOPICS, *_near_permits(atlas, code)))]
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

    found = report.coverage(_atlas())
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


def _code(atlas: Atlas, place: str) -> str:
    """The code that a name or code stands for, or a refusal."""
    if place in atlas:
        return place
    found = Gazetteer((name.text, name.codes, name.kind) for name in atlas.names).find(place)
    codes = {code for each in found for code in each.codes}
    exact = [each.code for each in atlas.municipalities if fold(each.name) == fold(place)]
    if len(exact) == 1:
        return exact[0]
    if not codes:
        raise shared.Refused(f"place {place!r} is not known; give a municipality, a locality or a four-digit code")
    if len(codes) > 1:
        names = ", ".join(f"{atlas.municipality(code).name} ({code})" for code in sorted(codes))
        raise shared.Refused(f"place {place!r} may be {names}; give the code")
    return codes.pop()


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
