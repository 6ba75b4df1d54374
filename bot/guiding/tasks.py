"""Who does what by when, read from lines of one's own: "Verkstaden: tar emot tolv elever, till 15 mars"."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """A line: who and by when are empty if they are not said."""

    what: str
    who: str = ""
    when: str = ""


_BETWEEN = re.compile(r"[\n;]+|[., ]*\b(?:[Nn]y rad|[Nn]ew line)\b[.:, ]*|(?<=[.,]) +(?=[A-ZÅÄÖ][\w &]{1,28}: )")
_LISTED = re.compile(r"^(?:[-•*–]|\d{1,2}[.)]) *")
_WHO = re.compile(r"^(?P<who>[^:–—]{1,40}?)(?:: +| [-–—] )(?P<what>.+)$", re.DOTALL)
_WHEN = re.compile(
    r"[,.( ]+(?P<when>(?:senast|till och med|till|före|innan|by|before|until|no later than) [^:]{1,40}?)[.)]*$"
)
_MONTHS = (
    "jan feb mar apr maj jun jul aug sep okt nov dec january february march april may june july august september "
    "october november december"
)
_TIMES = (
    "månda tisda onsda torsda freda lörda sönda monday tuesday wednesday thursday friday saturday sunday vecka v week "
    "påsk midsommar sommar höst vår vinter lov termin easter christmas summer autumn spring winter nyår imorgon idag "
    "tomorrow today månadsskiftet mötet meeting"
)
_TIME = re.compile(rf"\d|\b(?:{'|'.join(f'{_MONTHS} {_TIMES}'.split())})", re.IGNORECASE)


def tasks_of(words: str) -> tuple[Task, ...]:
    """The tasks of an answer, a line each; also several in a row that each begin with a name and a colon."""
    lines = (_LISTED.sub("", each.strip()).strip(" ,") for each in _BETWEEN.split(words))
    return tuple(_task(line) for line in lines if line)


def _task(line: str) -> Task:
    named = _WHO.match(line)
    who, what = (named["who"].strip(), named["what"].strip()) if named else ("", line)
    dated = _WHEN.search(what)
    if dated is None or not _TIME.search(dated["when"]):
        return Task(what, who)
    return Task(what[: dated.start()].rstrip(" ,.(") or what, who, dated["when"])
