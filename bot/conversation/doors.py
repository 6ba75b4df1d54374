"""A door in words: what is shown of it, and the buttons under it."""

from collections.abc import Sequence

from bot.messages import Choice, Fact, Gone, Listed, Part, Reply, Say
from knowledge import Door, EntryPoint, Level

from .choices import HUMAN

MOST_BUTTONS = 5


def is_unknown(door: Door) -> bool:
    """Is there only the nation's way, and not because the municipality's own may not be told?"""
    return door.level is Level.NATION and not door.nearer and not door.withheld


def unknown_reply(doors: Sequence[Door]) -> Reply:
    """The nation's way, for several municipalities at once."""
    asked = [door.municipality for door in doors if door.municipality]
    names = Listed(tuple(municipality.name for municipality in asked))
    entry = doors[0].entries[0]
    fact = Fact(entry, Level.NATION)
    websites = [
        Choice(f"website:{each.code}", "choice.website_of", {"name": each.name}, each.website)
        for each in asked[: MOST_BUTTONS - 3]
        if each.website
    ]
    opened = [Choice("open", "choice.open", url=entry.url)] if entry.url else []
    choices = (*opened, *websites, Choice(f"helped:{entry.id}", "choice.helped"), HUMAN)[-MOST_BUTTONS:]
    choices = with_wrong(choices, entry)
    return Reply("answer", (Say("door.not_known_in", {"places": names}), fact), choices)


def door_reply(door: Door, entry: EntryPoint | None = None, via: str = "", *, nearby: bool = False) -> Reply:
    """A door in one screen: what to do, the link, who answers, the source, and the way to a person.

    `nearby`: it is the nation's, and the neighbours have theirs.
    """
    shown = entry or door.entries[0]
    parts: list[Part] = []
    if door.nearer:
        parts.append(fact_of(door.nearer, door.nearer.entries[0], via))
    if door.nearer and door.level is Level.NATION:
        parts.append(Say("withheld.anyway"))
    elif door.level is Level.NATION and door.municipality and not door.withheld:
        parts.append(Say("door.not_known", {"place": door.municipality.name}))
    parts += (fact_of(door, shown, via), *(Gone(body) for body in door.gone))
    choices = choices_of(door, shown)
    if nearby and door.municipality:
        # In place of the question whether it helped: what is only general seldom does.
        choices = tuple(each for each in choices if each is not HUMAN and not each.id.startswith(("helped:", "wrong:")))
        near = Choice(f"near:{door.municipality.code}:{door.topic}", "choice.neighbours")
        choices = with_wrong((*choices[: MOST_BUTTONS - 2], near, HUMAN), shown)
    return Reply("answer", tuple(parts), choices)


def fact_of(door: Door, entry: EntryPoint, via: str = "") -> Fact:
    """What is shown of a door: one of its entries, where it was found and for whom."""
    return Fact(
        entry=entry,
        level=door.level,
        place=door.municipality.name if door.municipality else "",
        body=door.body.name if door.body else "",
        via=via,
    )


def choices_of(door: Door, shown: EntryPoint) -> tuple[Choice, ...]:
    """The buttons under a door, a person last."""
    website = door.municipality.website if door.municipality else ""
    choices: list[Choice] = []
    if shown.url:
        choices.append(Choice("open", "choice.open", url=shown.url))
    # A door of its own for some trades says more than the front page.
    if website and (not shown.url or (door.level is Level.NATION and not door.beside)):
        choices.append(Choice("website", "choice.website", url=website))
    if shown.withheld:
        return (*choices, HUMAN)
    if shown.shown_rules:
        choices.append(Choice(f"rules:{shown.id}", "choice.rules"))
    others = [each for each in door.entries if each.id != shown.id]
    others += [each.entries[0] for each in door.beside]
    for other in others[: MOST_BUTTONS - 2 - len(choices)]:
        values = {"sv": other.sv.title, "en": other.en.title}
        choices.append(Choice(f"entry:{other.id}", "choice.other", values))
    choices.append(Choice(f"helped:{shown.id}", "choice.helped"))
    return with_wrong((*choices, HUMAN), shown)


def with_wrong(choices: tuple[Choice, ...], entry: EntryPoint) -> tuple[Choice, ...]:
    """A way to say that it is wrong, before the person, where there is room; else it is asked for with whether it
    helped."""
    if len(choices) >= MOST_BUTTONS:
        return choices
    return (*choices[:-1], Choice(f"wrong:{entry.id}", "choice.wrong"), choices[-1])
