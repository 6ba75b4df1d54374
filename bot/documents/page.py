"""A report as one page that stands by itself: for a phone, a screen and A4. Heavy: imported only when one is made."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.drawing import svg
from bot.messages.charts import Page

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def html(page: Page, language: str) -> str:
    """The whole page. Nothing in it is fetched from elsewhere; what people wrote is shown as they wrote it."""
    drawings = [svg(each.chart, language) for each in page.figures]
    return _ENVIRONMENT.get_template("page.html.jinja").render(page=page, drawings=drawings, language=language)
