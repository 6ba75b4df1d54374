"""Programmes at the desks of those who run them: figures, invitations, new ones."""

from datetime import datetime

from bot.desk import Escalation, number_of
from bot.desk.requests import Invite, NewProgramme
from bot.messages import Message, Rendered
from bot.store import Tables
from bot.turn.desk_chat import DeskTalk

from . import founding
from .asking import Office, answer, post, request_in
from .inviting import invite

__all__ = ["Office", "take"]


def take(tables: Tables, message: Message, office: Office, now: datetime) -> tuple[Rendered, ...] | None:
    """Work a message at a desk through if it is about a programme; None if it is not."""
    if (said := founding.heard(tables, message, office, now)) is not None:
        return said
    request = request_in(message, office.atlas)
    if request is None:
        return None
    if refused := DeskTalk(tables, message, office.desk, office.texts, now).refused():
        return refused
    if isinstance(request, NewProgramme):
        return founding.begin(tables, office, message, now)
    if isinstance(request, Invite) and (case := _case(tables, message)):
        return post(tables, invite(tables, request, case, office, now), office, now, message.thread)
    return post(tables, answer(tables, request, office, now), office, now, message.thread)


def _case(tables: Tables, message: Message) -> Escalation | None:
    """The question in whose thread something was written."""
    handle = tables.handle_of(message.room, message.thread) if message.thread else None
    number = number_of(handle) if handle else None
    return tables.escalation(number) if number is not None else None
