"""Every municipality and topic with its level: letters on a screen, or a page that stands by itself."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from rich.text import Text

from bot.texts import Texts, date_in_words
from knowledge import TOPICS, Atlas, Door, Level

from .coverage import NEAR, nearest
from .levels import COLOURS, INK, SIGNS
from .pages import page

_STYLES = {Level.OWN: "bold blue", Level.SHARED: "cyan", Level.REGION: "green", Level.NATION: "dim"}


def matrix_lines(atlas: Atlas, counties: frozenset[str]) -> Iterator[Text]:
    """The matrix for a screen: topics downwards at the top, a line for each municipality of the counties (codes)."""
    chosen = [each for each in atlas.municipalities if not counties or each.code[:2] in counties]
    wide = max(len(each.name) for each in chosen)
    tall = max(map(len, TOPICS))
    for row in range(tall):
        letters = (topic.rjust(tall)[row] for topic in TOPICS)
        yield Text(" " * (wide + 6) + "".join(f" {letter}" for letter in letters).rstrip(), style="dim")
    for municipality in chosen:
        line = Text(f"{municipality.code}  {municipality.name:{wide}}")
        for topic in TOPICS:
            level = nearest(topic, municipality.code, atlas).level
            line.append(f" {SIGNS[level]}", style=_STYLES[level])
        yield line
    yield Text("  ".join(f"{SIGNS[level]} {level}" for level in Level), style="dim")


def matrix_page(atlas: Atlas, texts: Texts, language: str, day: date) -> str:
    """The matrix as one HTML page with nothing to fetch."""
    doors = {each.code: {topic: nearest(topic, each.code, atlas) for topic in TOPICS} for each in atlas.municipalities}
    near = sum(any(door.level in NEAR for door in found.values()) for found in doors.values())
    entries = list(atlas.entries())

    say = partial(texts.plain, language=language)
    return page(
        "coverage.html",
        language=language,
        words={
            "title": say("report.coverage_title"),
            "when": say(
                "report.coverage_when",
                date=date_in_words(day.isoformat(), texts.templates[language]),
                doors=str(len(entries)),
                places=str(len(doors)),
                near=str(near),
            ),
            "by_topic": say("report.coverage_by_topic"),
            "by_municipality": say("report.coverage_by_place"),
            "find": say("report.coverage_find"),
            "municipality": say("report.coverage_place"),
            "old": say("report.coverage_old"),
            "entry": say("report.coverage_entry"),
            "title_column": say("report.coverage_called"),
            "best_before": say("report.coverage_best_before"),
        },
        levels=[_level(level, say(f"report.{level}")) for level in Level],
        topics=[_topic(topic, doors, texts, language) for topic in TOPICS],
        rows=[
            {
                "code": each.code,
                "name": each.name,
                "find": f"{each.name} {each.code} {each.county}".casefold(),
                "cells": [_cell(doors[each.code][topic], texts, language) for topic in TOPICS],
            }
            for each in atlas.municipalities
        ],
        old=[
            {"id": entry.id, "title": entry.wording(language).title, "best_before": entry.best_before}
            for entry in entries
            if entry.withheld and entry.withheld.reason == "old"
        ],
    )


def _level(level: Level, words: str) -> dict[str, str]:
    return {"name": str(level), "words": words, "letter": SIGNS[level], "colour": COLOURS[level], "ink": INK[level]}


def _topic(topic: str, doors: dict[str, dict[str, Door]], texts: Texts, language: str) -> dict[str, Any]:
    levels = [found[topic].level for found in doors.values()]
    counts = {str(level): levels.count(level) for level in Level}
    return {"words": texts.plain(f"topic.{topic}", language), "counts": counts}


def _cell(door: Door, texts: Texts, language: str) -> dict[str, Any]:
    old = bool(door.nearer or door.withheld)
    words = cell_words(door, texts, language)
    if old:
        words += ", " + texts.plain("report.old", language)
    return {"level": str(door.level), "letter": SIGNS[door.level], "old": old, "words": words}


def cell_words(door: Door, texts: Texts, language: str) -> str:
    """What a door is in one line: where, for what, how near, how many entries."""
    count = len(door.entries)
    key = "report.doors_one" if count == 1 else "report.doors_many"
    return texts.plain(
        "report.cell",
        language,
        place=door.municipality.name if door.municipality else "",
        topic=texts.plain(f"topic.{door.topic}", language),
        level=texts.plain(f"report.{door.level}", language),
        doors=texts.plain(key, language, count=str(count)),
    )
