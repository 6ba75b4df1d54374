"""`lots knowledge show`, `coverage` and `stale`: what there is, where it is missing, what has grown old."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bot.commands import shared
from bot.commands.known import atlas_now, code_of, county_of, kept_asked, known_desks, known_topic
from bot.texts import load_texts
from knowledge import ASK_DAYS, PERMITS, TOPICS, Atlas, Door, EntryPoint, Level, swedish_day


@click.command()
@click.argument("place")
@click.argument("topic", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(place: str, topic: str | None, as_json: bool) -> None:
    """The doors of a PLACE (name or code), for one TOPIC or all."""
    atlas, _ = atlas_now()
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


@click.command()
@click.option("--county", help="Only one county, by name or its two digits.")
@click.option("--html", "page", type=Path, help="Write all of it as one page that stands by itself.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the page.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def coverage(county: str | None, page: Path | None, language: str, as_json: bool) -> None:
    """How near each topic's door is, in every municipality; with desks set (LOTS_DESKS), who answers there."""
    if page:
        shared.see_to_folder(page)
    from bot.reports import coverage as report
    from bot.reports.answering import answering, answering_lines
    from bot.reports.matrix import matrix_lines, matrix_page
    from bot.reports.printing import print_lines, print_table

    atlas, now = atlas_now()
    counties = frozenset({county_of(atlas, county)} if county else ())
    if page:
        shared.write(page, matrix_page(atlas, load_texts(), language, swedish_day(now)).encode())
        click.echo(f"{page}: {len(atlas.municipalities)} municipalities, {len(TOPICS)} topics")
        return
    found, book = report.coverage(atlas), known_desks()
    answers = answering(atlas, book) if book.desks else {}
    for code, each in answers.items():
        found["municipalities"][code]["answers"] = each
    if as_json:
        shared.print_line(json.dumps(found, ensure_ascii=False))
        return
    print_lines(matrix_lines(atlas, counties))
    places = {code: each for code, each in found["municipalities"].items() if not counties or code[:2] in counties}
    found = {"municipalities": places}
    levels = ("own", "shared", "region", "nation")
    rows = [(topic, *(counts[level] for level in levels)) for topic, counts in report.levels_by_topic(found)]
    print_table(("topic", *levels), rows, "Municipalities by the level of their nearest door")
    click.echo(
        f"{report.with_a_door(found)} of {len(found['municipalities'])} have a door of their own or a shared one."
    )
    if answers:
        click.echo("\n".join(answering_lines({code: answers[code] for code in places}, book)))


@click.command()
@click.option("--days", default=ASK_DAYS, show_default=True, help="How near to its date an entry is told of.")
@click.option("--years", default=3, show_default=True, help="How old a source may be.")
@click.option("--place", help="Only of one municipality, by name or code.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stale(days: int, years: int, place: str | None, as_json: bool) -> None:
    """Entries past or near their date, seen long ago, or of unknown age; the most urgent first."""
    from bot.reports.printing import print_table
    from bot.reports.staleness import stale_entries

    atlas, now = atlas_now()
    asked = kept_asked()
    found = stale_entries(atlas, swedish_day(now), days=days, years=years)
    if place:
        code = code_of(atlas, place)
        found = [each for each in found if each.entry.owner == code]
    if as_json:
        rows = [
            {
                "why": each.why,
                "date": each.date or None,
                "seen": each.entry.seen or None,
                "best_before": each.entry.best_before or None,
                "id": each.entry.id,
                "title": each.entry.sv.title,
                "asked": _was_asked(each.entry, asked),
            }
            for each in found
        ]
        shared.print_line(json.dumps(rows, ensure_ascii=False))
        return
    if found:
        print_table(
            ("why", "seen", "until", "owner asked", "entry", "title"),
            [
                (
                    each.why,
                    each.entry.seen or "–",
                    each.entry.best_before or "–",
                    "yes" if _was_asked(each.entry, asked) else "–",
                    each.entry.id,
                    each.entry.sv.title,
                )
                for each in found
            ],
        )
    counts = Counter(each.why for each in found)
    click.echo(", ".join(f"{counts[why]} {why}" for why in dict.fromkeys(each.why for each in found)) or "Nothing.")


def _was_asked(entry: EntryPoint, asked: Mapping[str, str]) -> bool:
    """Has the owner been asked about the date it has now?"""
    return bool(entry.best_before) and asked.get(entry.id) == entry.best_before


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
                "owner": entry.owner or None,
                "source": entry.source,
                "seen": entry.seen or None,
                "best_before": entry.best_before or None,
                "standing": str(entry.standing),
            }
            for entry in door.entries
        ],
    }
