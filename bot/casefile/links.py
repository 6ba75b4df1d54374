"""Signed links to the page of a case: for one member of one desk, for half an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from bot.store import Tables

PATH = "/case"
VALID = timedelta(minutes=30)
_KEY = "case-page"


class ExpiredLink(Exception):
    """It was ours, and its time is over; `desk` says in whose language to tell it."""

    def __init__(self, desk: str) -> None:
        super().__init__("the link has expired")
        self.desk = desk


class ForgedLink(Exception):
    """We have not made it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a link was made for, the number of the case that it leads to, and the minute until which it works."""

    number: int
    desk: str
    member: str
    until: datetime


class _Clocked(TimestampSigner):
    """Time is an argument here too: the library would read the machine's clock."""

    def __init__(self, *words: Any, at: datetime, **more: Any) -> None:
        super().__init__(*words, **more)
        self._at = int(at.timestamp())

    def get_timestamp(self) -> int:
        return self._at


def link_to(tables: Tables, public_url: str, reader: tuple[int, str, str], now: datetime) -> tuple[str, datetime]:
    """The address of a case's page for a reader (number, desk, member), and the minute until which it works.
    Empty if no pages are served."""
    until = _end(now)
    if not public_url:
        return "", until
    return f"{public_url}{PATH}/{_serializer(tables, now).dumps(reader)}", until


def reader_of(tables: Tables, token: str, now: datetime) -> Reader:
    """Whom a link was made for. Raises ExpiredLink or ForgedLink."""
    try:
        found, made = _serializer(tables, now).loads(token, max_age=int(VALID.total_seconds()), return_timestamp=True)
    except SignatureExpired as error:
        # The signature is right: only the time is over.
        _, desk, _ = _serializer(tables, now).loads(token)
        raise ExpiredLink(desk) from error
    except BadData as error:
        raise ForgedLink from error
    number, desk, member = found
    return Reader(number, desk, member, _end(made))


def _end(made: datetime) -> datetime:
    return (made + VALID).replace(second=0, microsecond=0)


def _serializer(tables: Tables, now: datetime) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(tables.key(_KEY), salt=_KEY, signer=_Clocked, signer_kwargs={"at": now})
