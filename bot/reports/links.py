"""Do the links of the knowledge still lead anywhere? Asked of each once, gently: few at a time, fewer of one site."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import aiohttp

from knowledge import Atlas, EntryPoint

AGENT = "Foretagslots link check"
BODY_BYTES = 1024
"""Read of a page before the connection is closed: its beginning is enough to know that it is there."""


class Verdict(StrEnum):
    """What became of a link, worst first."""

    GONE = "gone"  # the site says that there is no such page
    UNREACHABLE = "unreachable"  # no site, no answer in time, or no valid certificate
    BROKEN = "broken"  # the site failed
    MOVED = "moved"  # for good, to another address
    CLOSED = "closed"  # not to programs, or not without logging in; a person may get there
    FINE = "fine"


DEAD = (Verdict.GONE, Verdict.UNREACHABLE, Verdict.BROKEN)


@dataclass(frozen=True, slots=True)
class Checked:
    """A link, what became of it, and where it stands: ids of entries, bodies and municipalities."""

    url: str
    verdict: Verdict
    detail: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How gently: seconds for one answer, links at once, and at once of one site."""

    seconds: float = 15.0
    together: int = 24
    of_one_site: int = 2


def links_of(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Every address that is told or linked to, with where it stands."""
    used: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in atlas.entries():
        for url in _of_entry(entry):
            used[url][entry.id] = None
    for body in atlas.organisations:
        for url in filter(None, (body.url, body.source)):
            used[url][body.id] = None
    for each in atlas.municipalities:
        if each.website:
            used[each.website][each.code] = None
    return {url: tuple(places) for url, places in used.items()}


def _of_entry(entry: EntryPoint) -> Iterator[str]:
    yield from filter(None, (entry.url, entry.source))
    yield from (link.url for link in entry.links)
    yield from (rule.source for rule in entry.rules)


async def check_links(
    links: Mapping[str, tuple[str, ...]], limits: Limits, one_done: Callable[[], object]
) -> list[Checked]:
    """Ask for every link; the worst first. `one_done` is called after each."""
    connector = aiohttp.TCPConnector(limit=limits.together, limit_per_host=limits.of_one_site)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=limits.seconds, sock_read=limits.seconds)
    sites: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(limits.of_one_site))
    together = asyncio.Semaphore(limits.together)
    headers = {"User-Agent": AGENT}
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers) as session:

        async def one(url: str) -> Checked:
            async with sites[urlsplit(url).netloc], together:
                verdict, detail = await _ask(session, url, limits.seconds)
            one_done()
            return Checked(url, verdict, detail, links[url])

        found = await asyncio.gather(*map(one, links))
    return sorted(found, key=lambda each: (list(Verdict).index(each.verdict), each.url))


async def _ask(session: aiohttp.ClientSession, url: str, seconds: float) -> tuple[Verdict, str]:
    try:
        async with asyncio.timeout(2 * seconds):  # all redirects together
            async with session.get(url, allow_redirects=True, max_redirects=8) as response:
                await response.content.read(BODY_BYTES)
                return _judge(url, response)
    except TimeoutError:
        return Verdict.UNREACHABLE, f"no answer in {seconds:g} s"
    except aiohttp.TooManyRedirects:
        return Verdict.BROKEN, "leads in a circle"
    except aiohttp.ClientConnectorCertificateError:
        return Verdict.UNREACHABLE, "its certificate is not valid"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Verdict.UNREACHABLE, type(error).__name__ if not str(error) else str(error)[:120]


def _judge(url: str, response: aiohttp.ClientResponse) -> tuple[Verdict, str]:
    status = response.status
    if status in (404, 410):
        return Verdict.GONE, str(status)
    if status in (401, 403, 405, 406, 429, 451):
        return Verdict.CLOSED, str(status)
    if status >= 400:
        return Verdict.BROKEN, str(status)
    for_good = any(step.status in (301, 308) for step in response.history)
    if for_good and _bare(url) != _bare(str(response.url)):
        return Verdict.MOVED, str(response.url)
    return Verdict.FINE, str(status)


def _bare(url: str) -> tuple[str, str, str]:
    """An address without what sites add by themselves: https, www, a slash at the end."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query
