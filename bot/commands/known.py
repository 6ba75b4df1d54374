"""What the commands are asked about: the atlas, a place, a topic; or a refusal that says what there is."""

import difflib
from datetime import datetime

from bot.commands import shared
from bot.desk import DeskBook
from bot.desk.reading import read_desks
from bot.store import StoreError, store_path
from intents import Gazetteer, fold
from knowledge import PERMITS, TOPICS, Atlas, Changes, KnowledgeError, load_atlas


def known_atlas(*, afresh: bool = False) -> Atlas:
    """The knowledge that is set, or a refusal with every file, line and what to do."""
    try:
        return load_atlas(shared.settings().knowledge, afresh=afresh)
    except KnowledgeError as error:
        raise shared.Refused(f"{len(error.problems)} to mend:\n{error}") from error


def kept_changes() -> Changes:
    """The edits and switches of the database that is set; none if there is no database."""
    settings = shared.settings()
    try:
        if not store_path(settings.database).exists():
            return Changes()
    except StoreError as error:
        raise shared.Refused(str(error)) from error
    with shared.store(settings, must_exist=True) as store:
        return store.write(lambda tables: tables.changes())


def known_desks() -> DeskBook:
    """The desks of the file that is set, or a refusal; what was changed since is in the store."""
    path = shared.settings().desks
    try:
        return read_desks(path) if path else DeskBook()
    except KnowledgeError as error:
        raise shared.Refused(f"the desks cannot be read:\n{error}") from error
    except OSError as error:
        raise shared.Refused(f"{path} cannot be read ({error.strerror})") from error


def kept_asked() -> dict[str, str]:
    """The entries whose owners were asked whether they still hold, each with the date it was asked about."""
    settings = shared.settings()
    if not store_path(settings.database).exists():
        return {}
    with shared.store(settings, must_exist=True) as store:
        return store.write(lambda tables: tables.asked())


def atlas_now() -> tuple[Atlas, datetime]:
    """The knowledge as the bot tells it now, and when that is."""
    now = shared.clock()
    return known_atlas().as_of(now, kept_changes()), now


def county_of(atlas: Atlas, name: str) -> str:
    """The two digits of a county, by them or its name; or a refusal."""
    counties = {each.code[:2]: each.county for each in atlas.municipalities}
    wanted = fold(name)
    found = [digits for digits, county in counties.items() if wanted in (digits, fold(county), fold(county.split()[0]))]
    found = found or [digits for digits, county in counties.items() if wanted and fold(county).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{county} ({digits})" for digits, county in sorted(counties.items()))
    raise shared.Refused(f"county {name!r} is not known; use one of {known}")


def known_topic(topic: str) -> str:
    """The topic, or a refusal."""
    topics = (*TOPICS, *PERMITS)
    if topic in topics:
        return topic
    near = difflib.get_close_matches(topic, topics, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise shared.Refused(f"topic {topic!r} is not known; use one of {', '.join(topics)}{hint}")


def code_of(atlas: Atlas, place: str, *, exact: bool = False) -> str:
    """The code that a name or code stands for, or a refusal. `exact` is for what is written down: a name that is only
    like one is refused with what it may mean."""
    if place in atlas:
        return place
    found = Gazetteer((name.text, name.codes, name.kind) for name in atlas.names).find(place)
    codes = {code for each in found for code in each.codes}
    own = [each.code for each in atlas.municipalities if fold(each.name) == fold(place)]
    if len(own) == 1:
        return own[0]
    if exact and codes and fold(place) not in {fold(name.text) for name in atlas.names}:
        names = " or ".join(f"{atlas.municipality(code).name} ({code})" for code in sorted(codes))
        raise shared.Refused(f"place {place!r} is not known; did you mean {names}?")
    if not codes:
        near = difflib.get_close_matches(place.title(), [each.name for each in atlas.municipalities], 1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise shared.Refused(
            f"place {place!r} is not known{hint}; give a municipality, a locality or a four-digit code"
        )
    if len(codes) > 1:
        names = ", ".join(f"{atlas.municipality(code).name} ({code})" for code in sorted(codes))
        raise shared.Refused(f"place {place!r} may be {names}; give the code")
    return codes.pop()
