"""What staff ask of a programme in the open of their desk, told apart from words between themselves. Pure."""

import re
from dataclasses import dataclass

_REPORT = r"rapport|siffror|report|figures"
_INVITE = r"inbjudan|bjud in till|invite|invitation"
_COMMAND = re.compile(
    rf"\s*(?P<mark>[/!]?)(?:(?P<report>{_REPORT})|(?P<invite>{_INVITE})|(?P<new>nytt program|nyttprogram|new programme|"
    rf"newprogramme)|(?P<list>program|programmes))(?:@\w+)?(?:\s+(?P<code>\S{{1,40}}))?\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """How does it go? An empty code: in which programmes."""

    code: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A link to hand over; in a question's thread: ask that person."""

    code: str


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """Begin one."""


@dataclass(frozen=True, slots=True)
class ListProgrammes:
    """Which there are, and what can be done with them."""


Request = ShowFigures | Invite | NewProgramme | ListProgrammes


def requested(text: str) -> tuple[Request, bool] | None:
    """What is asked, and whether it was marked as meant for the bot with / or !; None for other words.

    Without a mark only a whole line with a code counts, as "rapport sydost": the rest is talk among colleagues.
    """
    found = _COMMAND.fullmatch(text)
    if not found:
        return None
    code, marked = found["code"] or "", bool(found["mark"])
    if found["new"] and not code:
        return NewProgramme(), True  # said in just these words it is a wish
    if found["list"] and marked and code.casefold() in ("nytt", "ny", "new"):
        return NewProgramme(), True
    if found["list"] and not code:
        return ListProgrammes(), marked
    if (found["report"] or found["invite"]) and (code or marked):
        return (ShowFigures(code) if found["report"] else Invite(code)), marked
    return None


def requested_by_button(choice: str) -> Request | None:
    """What a button of ours asks for."""
    match choice.split(":"):
        case ["p", "figures", code]:
            return ShowFigures(code)
        case ["p", "invite", code]:
            return Invite(code)
        case ["p", "new"]:
            return NewProgramme()
        case _:
            return None
