"""Charts as pictures: no letter outside, drawn from what the outbox kept; and cells no spreadsheet reckons with."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import make
from bot.documents.sheet import MARGIN, WIDTH, drawable, lines_of
from bot.messages.charts import Bar, Chart, Figure, Group, Key, Look, Page, Part
from bot.messages.files import Attachment, Recipe
from bot.results.exports import guarded


@given(st.one_of(st.text(), st.from_regex(r"[=+@\\t-].*")))
def test_no_cell_becomes_a_formula(text: str) -> None:
    """Whatever it begins with, and nothing else of it changes."""
    cell = str(guarded(text))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=120).filter(str.strip), st.sampled_from([9.5, 11.5, 17.0]), st.booleans())
def test_no_line_of_a_chart_is_wider_than_the_chart(text: str, size: float, bold: bool) -> None:
    """Not even of one long word; and no letter is lost but spaces and what is cut with a hyphen."""
    lines = lines_of(drawable(text, "sv"), size, bold=bold, room=WIDTH - 2 * MARGIN)
    assert all(width <= WIDTH - 2 * MARGIN + 0.01 for _, width in lines)


def test_a_chart_survives_the_outbox() -> None:
    """It is drawn when it is sent, from what the store kept."""
    chart = Chart("T", "S", (Bar("B", "d", (Part(0.5, Look.BAD, ("x",)),), "e", 0.1, 0.9),), (Key(Look.BAD, "k"),), "n")
    group = Group("G", "a", (("x", "1"),))
    page = Page("N", "A", {"k": "v"}, (("1", "w", ""),), (Figure(chart, ("h",), (group,)),), (("s", "who"),))
    for name, about in (("a.png", chart), ("a.html", page)):
        sent = Attachment(name, "", Recipe((), "sv", about))
        assert Attachment.from_json(json.loads(json.dumps(sent.to_json()))) == sent
    assert make("a.png", Recipe((), "sv", chart)).startswith(b"\x89PNG")
