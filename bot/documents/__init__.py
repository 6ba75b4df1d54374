"""Files made of words: the end of a file's name says which sort. Libraries are loaded when one is made.

The same recipe gives the same bytes, so that what is sent again is the same file.
"""

from bot.messages.charts import Chart, Page
from bot.messages.files import Link, Meeting, Recipe
from bot.messages.words import Paragraph

from .markdown import markdown


def make(name: str, recipe: Recipe) -> bytes:
    """The file of a recipe. Raises ValueError for a sort that cannot be made of it."""
    _, dot, end = name.casefold().rpartition(".")
    match dot + end, recipe.about:
        case ((".md" | ".txt"), _):
            return markdown(recipe.words).encode("utf-8", "replace")
        case ".ics", Meeting() as meeting:
            from .ics import ics

            return ics(recipe.words, meeting)
        case ".png", Link(url):
            from .qr import png

            return png(url)
        case ".png", Chart() as chart:
            from .drawing import png as drawn

            return drawn(chart, recipe.language)
        case ".html", Page() as page:
            from .page import html

            return html(page, recipe.language).encode("utf-8", "replace")
        case ".pdf", Link(url):
            from .qr import sheet

            title, how = _title_and_rest(recipe)
            return sheet(title, how, url, recipe.language)
        case ".pdf", _:
            from .pdf import pdf

            return pdf(recipe.words, recipe.language)
        case _:
            raise ValueError(f"no file that ends in {dot + end!r} is made of {type(recipe.about).__name__}")


def _title_and_rest(recipe: Recipe) -> tuple[str, str]:
    said = [each for each in recipe.words if isinstance(each, Paragraph)]
    title = next((each for each in said if each.role == "title"), None)
    return title.plain if title else "", "\n".join(each.plain for each in said if each is not title)


__all__ = ["make", "markdown"]
