"""A picture to draw a chart on, and how wide its texts are. Heavy: matplotlib is imported only when one is drawn."""

from functools import cache

from bot.documents.legible import legible
from bot.messages.charts import Look

WIDTH = 400.0
"""Points: at DPI 1080 pixels, what a phone shows sharply from edge to edge, with letters that can be read there."""
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
LEADING = 1.36
BASELINE = 0.36
"""How far below the middle of a line its letters stand, as a part of their size."""


class Sheet:
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
