"""Draws charts as pictures. Heavy: matplotlib is imported only when one is drawn, and nothing of a screen.

Everything is placed by hand, in points from the top left: a label stands above its bar and is folded, so that no
word, however long, meets another.
"""

import io
from typing import TYPE_CHECKING

from bot.documents.sheet import FAINT, INK, LEADING, MARGIN, MUTED, WIDTH, Sheet
from bot.messages.charts import Bar, Chart, Key, Look, Part

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

DPI = 194.4
"""The sheet's WIDTH becomes 1080 pixels."""
DARK = {Look.DONE, Look.BAD, Look.PLAIN}
TITLE, PLAIN, SMALL = 17.0, 11.5, 9.5
BAR = 24.0
GAP = 15.0
AXIS = (0.0, 0.25, 0.5, 0.75, 1.0)


def png(chart: Chart, language: str) -> bytes:
    """The chart as a PNG, the same bytes for the same chart."""
    buffer = io.BytesIO()
    _drawn(chart, language).figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def svg(chart: Chart, language: str) -> str:
    """The chart as an `<svg>` to be put into a page, its letters drawn: it needs no font."""
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": chart.title}):
        _drawn(chart, language).figure.savefig(buffer, format="svg", metadata=dict.fromkeys(_STAMPS))
    written = buffer.getvalue()
    return written[written.index("<svg") :]


_STAMPS = ("Creator", "Date", "Format", "Type")


def _drawn(chart: Chart, language: str) -> "FigureCanvasAgg":
    """Twice: once to see how high it becomes."""
    sheet = Sheet(1000.0, language)
    height = _lay(sheet, chart)
    sheet = Sheet(height, language)
    _lay(sheet, chart)
    return sheet.canvas


def _lay(sheet: Sheet, chart: Chart) -> float:
    """Put all on the sheet; how far down it came."""
    y = sheet.words(chart.title, MARGIN, MARGIN, TITLE, bold=True)
    y = sheet.words(chart.subtitle, MARGIN, y + 3, PLAIN, colour=MUTED)
    y = _legend(sheet, chart.keys, y + 12) if chart.keys else y
    y += 8
    for bar in chart.bars:
        y = _bar(sheet, bar, y + GAP)
    if chart.bars:
        y = _axis(sheet, y + 9)
    if chart.note:
        y = sheet.words(chart.note, MARGIN, y + 12, SMALL, colour=MUTED)
    return y + MARGIN


def _legend(sheet: Sheet, keys: tuple[Key, ...], y: float) -> float:
    x = MARGIN
    for key in keys:
        width = 16 + sheet.width(key.text, PLAIN)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + PLAIN * LEADING + 2
        sheet.box(x, y + 2, 11, 11, key.look)
        sheet.words(key.text, x + 16, y, PLAIN)
        x += width + 16
    return y + PLAIN * LEADING


def _bar(sheet: Sheet, bar: Bar, y: float) -> float:
    y = sheet.words(bar.label, MARGIN, y, PLAIN, bold=True)
    y = sheet.words(bar.detail, MARGIN, y, SMALL, colour=MUTED) + 4 if bar.detail else y + 3
    x = MARGIN
    _ruled(sheet, y)
    for part in bar.parts:
        width = part.share * (WIDTH - 2 * MARGIN)
        sheet.box(x, y, width, BAR, part.look)
        _on(sheet, part, x, y, width)
        x += width
    if bar.end:
        _end(sheet, bar, x, y)
    if bar.low is not None and bar.high is not None:
        sheet.interval(bar.low, bar.high, y + BAR + 5)
        y += 8
    return y + BAR


def _on(sheet: Sheet, part: Part, x: float, y: float, width: float) -> None:
    """The first of a part's texts that fits on it; if none does, the key and the table tell."""
    fitting = (text for text in part.texts if sheet.width(text, PLAIN, bold=True) + 10 <= width)
    if text := next(fitting, ""):
        colour = "white" if part.look in DARK else INK
        sheet.text(text, x + width / 2, y + BAR / 2, PLAIN, bold=True, colour=colour, centred=True)


def _end(sheet: Sheet, bar: Bar, x: float, y: float) -> None:
    """After the bar; before its end where there is no room after it."""
    width = sheet.width(bar.end, PLAIN, bold=True)
    inside = x + 6 + width > WIDTH - MARGIN
    dark = inside and bool(bar.parts) and bar.parts[-1].look in DARK
    at = x - 6 - width if inside else x + 6
    sheet.text(bar.end, at, y + BAR / 2, PLAIN, bold=True, colour="white" if dark else INK)


def _ruled(sheet: Sheet, y: float) -> None:
    """The whole of a bar, faintly, with a line at each quarter."""
    room = WIDTH - 2 * MARGIN
    sheet.rule(MARGIN, y, room, BAR)
    for at in AXIS:
        sheet.line(MARGIN + at * room, y, MARGIN + at * room, y + BAR, FAINT, behind=True)


def _axis(sheet: Sheet, y: float) -> float:
    """What the quarters are."""
    room = WIDTH - 2 * MARGIN
    for at in AXIS:
        label = f"{at * 100:.0f}{'%' if sheet.language == 'en' else ' %'}"
        width = sheet.width(label, SMALL)
        x = min(max(MARGIN + at * room - width / 2, MARGIN), WIDTH - MARGIN - width)
        sheet.line(MARGIN + at * room, y - 3, MARGIN + at * room, y + 1, MUTED)
        sheet.text(label, x, y + SMALL, SMALL, colour=MUTED)
    return y + SMALL * 1.6
