"""A file for a municipality to begin from: what is known already, and an empty entry for each topic that lacks one."""

from datetime import date

from .atlas import Atlas
from .entries import Level, Municipality
from .freshness import good_until
from .topics import TOPICS
from .writing import toml_value

HEADING = """\
# {name}: what a company should be told here. Take the marks (#) off an entry and fill it in, then run
# `lots knowledge check`.
# Write what to do first; at most five steps. A role and a function's mailbox, never a person's own.
# source is the page that says so, seen the date on it (YYYY, YYYY-MM or YYYY-MM-DD; left out if the page shows none),
# standing is confirmed (by you, with seen), published (on your own page) or reported (elsewhere).
# best_before: until when it may be quoted; thirty days before it you are asked whether it still holds.
"""

ENTRY = """\
# [[entry_points]]
# id = "{code}-{slug}"
# topic = "{topic}"
# url = "https://…"
# source = "https://…"
# seen = ""
# standing = "confirmed"
# best_before = "{until}"
# promise = ""
# [entry_points.contact]
# role = ""
# email = ""
# phone = ""
# [entry_points.sv]
# title = ""
# steps = ["", ""]
# prepare = []
# about = ""
# [entry_points.en]
# title = ""
# steps = ["", ""]
# prepare = []
# about = ""
"""


def starting_file(municipality: Municipality, atlas: Atlas, today: date, text: str = "") -> str:
    """The text of a municipality's file with what it has today (`text`), then what it lacks, marked out, with a year
    to go until each is to be checked."""
    head = text.rstrip("\n") or "\n".join(
        f"{key} = {toml_value(value)}"
        for key, value in (
            ("code", municipality.code),
            ("name", municipality.name),
            ("county", municipality.county),
            ("website", municipality.website),
            ("switchboard", municipality.switchboard),
            ("switchboard_source", municipality.switchboard_source),
            ("switchboard_seen", municipality.switchboard_seen),
        )
        if value
    )
    until = good_until(today)
    lacking = [topic for topic in TOPICS if atlas.door(topic, municipality.code).level is not Level.OWN]
    used = {entry.id for entry in municipality.entry_points}
    entries = [
        ENTRY.format(code=municipality.code, topic=topic, slug=_slug(topic, municipality.code, used), until=until)
        for topic in lacking
    ]
    return "\n".join([HEADING.format(name=municipality.name), head, "", *entries])


def _slug(topic: str, code: str, used: set[str]) -> str:
    """A name for an entry that no other of the municipality has."""
    plain = topic.replace(".", "-").replace("_", "-")
    numbers = (plain if number == 1 else f"{plain}-{number}" for number in range(1, 1000))
    return next(slug for slug in numbers if f"{code}-{slug}" not in used)


def entry_id(topic: str, owner: str, used: set[str]) -> str:
    """An id for a new entry of an owner: its code and topic, numbered if there are several."""
    return f"{owner}-{_slug(topic, owner, used)}"
