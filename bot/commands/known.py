"""What the commands are asked about: the atlas, a place, a topic; or a refusal that says what there is."""

import difflib

from bot.commands import shared
from intents import Gazetteer, fold
from knowledge import PERMITS, TOPICS, Atlas, KnowledgeError, load_atlas


def known_atlas(*, afresh: bool = False) -> Atlas:
    """The knowledge that is set, or a refusal with every file, line and what to do."""
    try:
        return load_atlas(shared.settings().knowledge, afresh=afresh)
    except KnowledgeError as error:
        raise shared.Refused(f"{len(error.problems)} to mend:\n{error}") from error


def known_topic(topic: str) -> str:
    """The topic, or a refusal."""
    topics = (*TOPICS, *PERMITS)
    if topic in topics:
        return topic
    near = difflib.get_close_matches(topic, topics, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise shared.Refused(f"topic {topic!r} is not known; use one of {', '.join(topics)}{hint}")


def code_of(atlas: Atlas, place: str) -> str:
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
