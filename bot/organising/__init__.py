"""Programmes at the desks of those who run them: figures, invitations, new ones."""

from datetime import datetime

from bot.desk.requests import NewProgramme
from bot.desk_chat import DeskTalk
from bot.messages import Message, Rendered
from bot.store import Tables

from . import founding
from .asking import Office, answer, post, request_in

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
    return post(tables, answer(tables, request, office, now), office, now, message.thread)
