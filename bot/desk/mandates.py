"""What a desk may do in a programme: as whom it takes part in running it."""

from collections.abc import Iterable

from knowledge import Mandate, Organiser, Programme

from .desks import Desk, DeskBook


def organiser_at(programme: Programme, desk: Desk) -> Organiser | None:
    """As whom a desk takes part in running a programme, None if it does not."""
    return next((each for each in programme.organisers if each.body == desk.id or each.name == desk.name), None)


def mandates(programme: Programme, desk: Desk) -> tuple[Mandate, ...]:
    """What a desk may do on behalf of all who run a programme."""
    found = organiser_at(programme, desk)
    return found.mandates if found else ()


def with_figures(book: DeskBook, programmes: Iterable[Programme]) -> dict[str, list[Programme]]:
    """By desk the programmes whose figures it may see; only desks that a chat reaches."""
    found: dict[str, list[Programme]] = {}
    for programme in programmes:
        for organiser in programme.organisers:
            desk = book.get(organiser.body) or book.by_name.get(organiser.name)
            if desk and desk.chat and Mandate.FIGURES in organiser.mandates:
                found.setdefault(desk.id, []).append(programme)
    return found
