"""Draws charts as pictures. Heavy: matplotlib is imported only when one is drawn, and nothing of a screen.

Everything is placed by hand, in points from the top left: a label stands above its bar and is folded, so that no
word, however long, meets another.
"""

import io
from functools import cache
from typing import TYPE_CHECKING

from bot.charts import Bar, Chart, Key, Look, Part
from bot.documents.legible import legible

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

WIDTH = 400.0
"""Points: at DPI 1080 pixels, what a phone shows sharply from edge to edge, with letters that can be read there."""
DPI = 194.4
MARGIN = 20.0
INK, MUTED, FAINT = "#1c2733", "#55636f", "#dfe6ea"
COLOURS = {
    Look.DONE: "#0b3c5d",
    Look.GOOD: "#3f97c9",
    Look.SLOW: "#f0b93a",
    Look.BAD: "#b8401c",
    Look.PLAIN: "#1b6f9c",
    Look.QUIET: "#8b98a3",
    Look.PENDING: "#cfd8de",
    Look.HIDDEN: "#ffffff",
}
"""Blue against yellow and red-brown, each of its own lightness: told apart also without red and green, and in grey."""
DARK = {Look.DONE, Look.BAD, Look.PLAIN}
TITLE, PLAIN, SMALL = 17.0, 11.5, 9.5
LEADING = 1.36
BASELINE = 0.36
"""How far below the middle of a line its letters stand, as a part of their size."""
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
    sheet = _Sheet(1000.0, language)
    height = _lay(sheet, chart)
    sheet = _Sheet(height, language)
    _lay(sheet, chart)
    return sheet.canvas


def _lay(sheet: "_Sheet", chart: Chart) -> float:
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


def _legend(sheet: "_Sheet", keys: tuple[Key, ...], y: float) -> float:
    x = MARGIN
    for key in keys:
        width = 16 + sheet.width(key.text, PLAIN)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + PLAIN * LEADING + 2
        sheet.box(x, y + 2, 11, 11, key.look)
        sheet.words(key.text, x + 16, y, PLAIN)
        x += width + 16
    return y + PLAIN * LEADING


def _bar(sheet: "_Sheet", bar: Bar, y: float) -> float:
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


def _on(sheet: "_Sheet", part: Part, x: float, y: float, width: float) -> None:
    """The first of a part's texts that fits on it; if none does, the key and the table tell."""
    fitting = (text for text in part.texts if sheet.width(text, PLAIN, bold=True) + 10 <= width)
    if text := next(fitting, ""):
        colour = "white" if part.look in DARK else INK
        sheet.text(text, x + width / 2, y + BAR / 2, PLAIN, bold=True, colour=colour, centred=True)


def _end(sheet: "_Sheet", bar: Bar, x: float, y: float) -> None:
    """After the bar; before its end where there is no room after it."""
    width = sheet.width(bar.end, PLAIN, bold=True)
    inside = x + 6 + width > WIDTH - MARGIN
    dark = inside and bool(bar.parts) and bar.parts[-1].look in DARK
    at = x - 6 - width if inside else x + 6
    sheet.text(bar.end, at, y + BAR / 2, PLAIN, bold=True, colour="white" if dark else INK)


def _ruled(sheet: "_Sheet", y: float) -> None:
    """The whole of a bar, faintly, with a line at each quarter."""
    room = WIDTH - 2 * MARGIN
    sheet.rule(MARGIN, y, room, BAR)
    for at in AXIS:
        sheet.line(MARGIN + at * room, y, MARGIN + at * room, y + BAR, FAINT, behind=True)


def _axis(sheet: "_Sheet", y: float) -> float:
    """What the quarters are."""
    room = WIDTH - 2 * MARGIN
    for at in AXIS:
        label = f"{at * 100:.0f}{'%' if sheet.language == 'en' else ' %'}"
        width = sheet.width(label, SMALL)
        x = min(max(MARGIN + at * room - width / 2, MARGIN), WIDTH - MARGIN - width)
        sheet.line(MARGIN + at * room, y - 3, MARGIN + at * room, y + 1, MUTED)
        sheet.text(label, x, y + SMALL, SMALL, colour=MUTED)
    return y + SMALL * 1.6


class _Sheet:
    """A picture to draw on, in points from its top left."""

    def __init__(self, height: float, language: str) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._height = height
        self.language = language
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="white")
        self.canvas = FigureCanvasAgg(figure)
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def _clean(self, text: str) -> str:
        return drawable(text, self.language)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """In points."""
        return _width(self._clean(text), size, bold)

    def words(self, text: str, x: float, y: float, size: float, *, bold: bool = False, colour: str = INK) -> float:
        """A text from its top left, folded at the right margin; where the next line would begin."""
        for line, _ in lines_of(self._clean(text), size, bold=bold, room=WIDTH - MARGIN - x):
            self.text(line, x, y + size * LEADING / 2, size, bold=bold, colour=colour)
            y += size * LEADING
        return y

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        centred: bool = False,
    ) -> None:
        """A line about the height `y`."""
        self._axes.text(
            x,
            y + size * BASELINE,
            self._clean(text),
            fontsize=size,
            fontfamily="DejaVu Sans",
            fontweight="bold" if bold else "normal",
            color=colour,
            ha="center" if centred else "left",
            va="baseline",
            parse_math=False,
            zorder=4,
        )

    def box(self, x: float, y: float, width: float, height: float, look: Look) -> None:
        """A coloured part; what is hidden is hatched."""
        from matplotlib.patches import Rectangle

        hatched = look is Look.HIDDEN
        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=COLOURS[look],
                edgecolor=MUTED if hatched else "white",
                hatch="////" if hatched else None,
                linewidth=0.6 if hatched else 1.0,
                zorder=3,
            )
        )

    def rule(self, x: float, y: float, width: float, height: float) -> None:
        """The whole width of a bar, faintly."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(Rectangle((x, y), width, height, facecolor="#f3f6f8", edgecolor="none", zorder=1))

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str, *, behind: bool = False) -> None:
        """A thin line."""
        self._axes.plot([x, to_x], [y, to_y], color=colour, linewidth=0.8, zorder=2 if behind else 5)

    def interval(self, low: float, high: float, y: float) -> None:
        """A line with ends, from one share to another."""
        begin, end = (MARGIN + share * (WIDTH - 2 * MARGIN) for share in (low, high))
        for segment in ((begin, y, end, y), (begin, y - 3, begin, y + 3), (end, y - 3, end, y + 3)):
            self.line(*segment, colour=INK)


def drawable(text: str, language: str) -> str:
    """The text in letters that the charts' font has."""
    return legible(text, _known(), language)


@cache
def _known() -> frozenset[int]:
    """The letters that the font has."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap())


def _width(text: str, size: float, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    properties = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width)


def lines_of(text: str, size: float, *, bold: bool, room: float) -> list[tuple[str, float]]:
    """The text in lines that fit into `room` points, each with its width; a word that is wider is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in (piece for word in paragraph.split() for piece in _pieces(word, size, bold, room)):
            longer = f"{line} {piece}".strip()
            if line and _width(longer, size, bold) > room:
                lines.append(line)
                longer = piece
            line = longer
        lines.append(line)
    return [(line, _width(line, size, bold)) for line in lines]


def _pieces(word: str, size: float, bold: bool, room: float) -> list[str]:
    """The word, in as many pieces as it needs."""
    pieces = []
    while len(word) > 1 and _width(word, size, bold) > room:
        fits = next(
            end for end in range(len(word) - 1, 0, -1) if end == 1 or _width(word[:end] + "-", size, bold) <= room
        )
        pieces.append(word[:fits] + "-")
        word = word[fits:]
    return [*pieces, word]
