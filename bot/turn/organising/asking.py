"""What staff do with programmes at their desk: see figures, hand over invitations, make one of their own."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.desk.mandates import mandates, organiser_at
from bot.desk.requests import (
    Invite,
    ListProgrammes,
    NewProgramme,
    Request,
    ShowFigures,
    requested,
    requested_by_button,
)
from bot.messages import Choice, File, Message, Press, Rendered, Reply, Say, Text
from bot.messages.files import Attachment, Link, Recipe, media_type, safe_name
from bot.programmes.links import start_link
from bot.results.charted import charts
from bot.results.gathered import gather
from bot.results.page import page
from bot.results.summary import summary
from bot.results.telling import Telling
from bot.store import Lane, Tables, milliseconds
from bot.texts import Texts, split
from intents import Gazetteer
from knowledge import Atlas, Mandate, Programme

MOST_BUTTONS = 2
"""Programmes with buttons of their own; a desk with more types the code."""


@dataclass(frozen=True, slots=True)
class Office:
    """A desk, and what it is answered from. `atlas` holds the programmes that were added."""

    desk: Desk
    atlas: Atlas
    gazetteer: Gazetteer
    texts: Texts
    bot_name: str


def request_in(message: Message, atlas: Atlas) -> Request | None:
    """What a message at a desk asks of a programme; None if it is about something else."""
    match message.content:
        case Press(choice):
            return requested_by_button(choice)
        case Text(text) if found := requested(text):
            asked, marked = found
            known = isinstance(asked, ShowFigures | Invite) and atlas.programme(asked.code) is not None
            return asked if marked or known else None
        case _:
            return None


def answer(tables: Tables, request: Request, office: Office, now: datetime) -> Reply:
    """What to say to it."""
    match request:
        case ShowFigures(code) | Invite(code):
            programme = office.atlas.programme(code) if code else None
            if programme is None:
                return _listed(office, unknown=code)
            wanted = Mandate.FIGURES if isinstance(request, ShowFigures) else Mandate.ENROL
            if wanted not in mandates(programme, office.desk):
                return Reply("refused", (Say(f"organise.no_{wanted}", {"programme": _name(programme, office)}),))
            if wanted is Mandate.ENROL:
                return _invitation(programme, office)
            return _figures(tables, programme, office, now)
        case ListProgrammes():
            return _listed(office)
        case NewProgramme():
            raise AssertionError("made in its own thread: see `founding`")


def _name(programme: Programme, office: Office) -> str:
    return programme.text(office.desk.language).name


def _listed(office: Office, *, unknown: str = "") -> Reply:
    own = [each for each in office.atlas.programmes if organiser_at(each, office.desk)]
    parts = [Say("organise.unknown", {"code": unknown})] if unknown else []
    if not own:
        return Reply("programmes", (*parts, Say("organise.none")), (_NEW,))
    lines = "\n".join(f"• {_name(each, office)}: {each.code}" for each in own)
    buttons = [button for each in own[:MOST_BUTTONS] for button in _buttons(each, office)]
    return Reply("programmes", (*parts, Say("organise.listed", {"programmes": lines})), (*buttons, _NEW))


_NEW = Choice("p:new", "organise.new")


def _buttons(programme: Programme, office: Office) -> list[Choice]:
    allowed = mandates(programme, office.desk)
    values = {"code": programme.code}
    found = [Choice(f"p:figures:{programme.code}", "organise.figures", values)] if Mandate.FIGURES in allowed else []
    return [
        *found,
        *([Choice(f"p:invite:{programme.code}", "organise.invite", values)] if Mandate.ENROL in allowed else []),
    ]


def _figures(tables: Tables, programme: Programme, office: Office, now: datetime) -> Reply:
    telling = Telling(office.texts, office.desk.language)
    gathered = gather(tables, programme, now)
    files = []
    for name, chart in charts(gathered.figures, programme, telling).items():
        file = safe_name(telling.say(f"figures.file_{name}", code=programme.code))
        files.append(Attachment(file, media_type(file), Recipe((), telling.language, chart)))
    file = safe_name(telling.say("figures.file_page", code=programme.code))
    files.append(Attachment(file, media_type(file), Recipe((), telling.language, page(gathered, telling))))
    stories = (Say("organise.stories", {"count": str(len(gathered.stories))}),) if gathered.stories else ()
    return Reply("figures", (*summary(gathered, telling), *stories), files=tuple(files))


def _invitation(programme: Programme, office: Office) -> Reply:
    values = {"programme": _name(programme, office), "code": programme.code}
    if not office.bot_name:
        return Reply("invitation", (Say("organise.invitation_typed", values),))
    url = start_link(office.bot_name, programme.code)
    title = Say("organise.sheet_title", {"programme": _name(programme, office)})
    files = (
        File(Say("organise.file_code", {"code": programme.code}), (), Link(url)),
        File(Say("organise.file_sheet", {"code": programme.code}), (title, Say("organise.sheet")), Link(url)),
    )
    return Reply("invitation", (Say("organise.invitation", values | {"link": url}),), files=files)


def post(tables: Tables, reply: Reply, office: Office, now: datetime, thread: str | None) -> tuple[Rendered, ...]:
    """Say it where it was asked."""
    rendered = office.texts.render(reply, office.desk.language)
    for part in split(rendered):
        tables.enqueue(office.desk.chat, part, milliseconds(now), lane=Lane.RELAY, thread=thread)
    return (rendered,)
