"""A case as a page: one HTML file with nothing to fetch and nothing that runs. What is put in is never markup."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.messages import Moment
from bot.texts import LANGUAGES, Texts

from .words import CaseWords

_FOLDER = Path(__file__).parent
STYLE = (_FOLDER / "page.css").read_text(encoding="utf-8")
_FINGERPRINT = b64encode(sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_FINGERPRINT}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""With every page: nothing is loaded, kept, passed on, framed or indexed."""

_NAMES = ("thread", "draft", "clock", "happened", "internal")


@dataclass(frozen=True, slots=True)
class Page:
    """What to answer: an HTTP status and the HTML."""

    status: int
    html: str


def case_page(words: CaseWords, texts: Texts, language: str, reader: str, until: Moment) -> Page:
    """A whole case for a reader, who is told until when the link works."""
    names = {name: texts.plain(f"casefile.{name}", language) for name in _NAMES}
    told = texts.plain("casefile.reader", language, name=reader, until=until)
    return Page(200, _filled("page.html", words=words, names=names, language=language, reader=told))


def no_page(texts: Texts, *, expired: bool, language: str = "") -> Page:
    """Nothing of the case, kindly: in a language, or in all when it is not known whose the link was."""
    key = "gone" if expired else "unknown"
    languages = (language,) if language else LANGUAGES
    said = [
        {
            "language": each,
            "title": texts.plain(f"casefile.{key}_title", each),
            "text": texts.plain(f"casefile.{key}", each),
        }
        for each in languages
    ]
    return Page(410 if expired else 404, _filled("no_page.html", said=said))


def _filled(template: str, **values: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(_FOLDER)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template(template).render(style=STYLE, **values)
