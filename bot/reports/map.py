"""A map of Sweden: how near each municipality's door for a topic is. matplotlib is loaded when one is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.texts import Texts, date_in_words
from knowledge import Borders, Door, Level

from .levels import COLOURS
from .matrix import cell_words
from .pages import page
from .projection import metres

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPER, LINE, TEXT, FAINT = "#ffffff", "#ffffff", "#1d1d1b", "#6d6a60"
WIDTH, HEIGHT = 7.6, 10.4
"""Inches."""

_LEFT, _RIGHT = 0.045, 0.655
"""Where the title begins, and the column beside the country: shares of the width."""

_EDGE = "#fbfaf6"
_SWEDEN: "Window" = (262_000.0, 925_000.0, 6_120_000.0, 7_690_000.0)

Line = list[tuple[float, float]]
Window = tuple[float, float, float, float]
"""West, east, south, north, in metres."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A crowded part of the country, drawn larger: its window in kilometres and where it stands on the page."""

    name: str
    east: tuple[float, float]
    north: tuple[float, float]
    at: tuple[float, float, float]


INSETS = (
    Inset("Stockholm", (628, 718), (6543, 6637), (0.655, 0.352, 0.30)),
    Inset("Skåne", (343, 462), (6130, 6264), (0.655, 0.035, 0.30)),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a map."""

    title: str
    subtitle: str
    levels: Mapping[Level, str]
    share: str
    note: str


def words_of(topic: str, texts: Texts, language: str, day: date, *, places: int) -> Words:
    """What is written on the map of a topic."""
    return Words(
        title=texts.plain(f"topic.{topic}", language),
        subtitle=texts.plain(
            "report.map_when", language, date=date_in_words(day.isoformat(), texts.templates[language])
        ),
        levels={level: texts.plain(f"report.{level}", language) for level in Level},
        share=texts.plain("report.map_share", language, all=str(places)),
        note=texts.plain("report.map_note", language),
    )


@dataclass(frozen=True, slots=True)
class _Country:
    """The shapes of the municipalities, in metres, and their levels."""

    shapes: Mapping[str, list[Line]]
    levels: Mapping[str, Level]

    def put(self, axes: "Axes", width: float, suffix: str = "") -> None:
        """Every municipality as a shape. `suffix` keeps its name apart from the same on the whole map."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        for code, rings in self.shapes.items():
            path = Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in rings))
            patch = PathPatch(path, facecolor=COLOURS[self.levels[code]], edgecolor=_EDGE, linewidth=width)
            patch.set_gid(f"m{code}{suffix}")
            axes.add_patch(patch)
        axes.set_aspect("equal")
        axes.set_axis_off()

    def within(self, window: Window) -> "_Country":
        """Only what can be seen in a window."""
        return replace(self, shapes={code: rings for code, rings in self.shapes.items() if _touches(rings, window)})


def draw(levels: Mapping[str, Level], borders: Borders, words: Words) -> "Figure":
    """The map: every municipality (by code) in the colour of its level."""
    from matplotlib.figure import Figure

    shapes = {area.code: [[metres(lat, lon) for lat, lon in ring] for ring in area.rings] for area in borders.areas}
    country = _Country(shapes, levels)
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=PAPER)
    main: Axes = figure.add_axes((0.03, 0.025, 0.61, 0.885))
    country.put(main, width=0.25)
    west, east, south, north = _SWEDEN
    main.set_xlim(west, east)
    main.set_ylim(south, north)
    main.set_anchor("W")
    for inset in INSETS:
        _inset(figure, main, inset, country)
    _legend(figure, levels, words)
    return figure


def _inset(figure: "Figure", main: "Axes", inset: Inset, country: _Country) -> None:
    from matplotlib.patches import Rectangle

    (west, east), (south, north) = ((1000 * low, 1000 * high) for low, high in (inset.east, inset.north))
    left, bottom, wide = inset.at
    high = wide * WIDTH / HEIGHT * (north - south) / (east - west)
    axes = figure.add_axes((left, bottom, wide, high))
    country.within((west, east, south, north)).put(axes, width=0.5, suffix=inset.name[0])
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    frame: dict[str, Any] = {"fill": False, "edgecolor": FAINT, "linewidth": 0.6}
    figure.patches.append(Rectangle((left, bottom), wide, high, transform=figure.transFigure, **frame))
    main.add_patch(Rectangle((west, south), east - west, north - south, **frame))
    figure.text(left, bottom + high + 0.005, inset.name, fontsize=8, color=FAINT)


def _touches(rings: list[Line], window: Window) -> bool:
    west, east, south, north = window
    points = [point for ring in rings for point in ring]
    easts, norths = [x for x, _ in points], [y for _, y in points]
    return min(easts) < east and max(easts) > west and min(norths) < north and max(norths) > south


def _legend(figure: "Figure", levels: Mapping[str, Level], words: Words) -> None:
    from matplotlib.patches import Rectangle

    figure.text(_LEFT, 0.972, words.title, fontsize=21, fontweight="bold", color=TEXT, va="top")
    figure.text(_LEFT, 0.932, words.subtitle, fontsize=10.5, color=FAINT, va="top")
    counts = [*levels.values()]
    for number, level in enumerate(Level):
        top = 0.855 - 0.033 * number
        box = Rectangle((_RIGHT, top - 0.010), 0.036, 0.020, transform=figure.transFigure, facecolor=COLOURS[level])
        box.set_edgecolor("#c9c5b8" if level is Level.NATION else COLOURS[level])
        figure.patches.append(box)
        figure.text(_RIGHT + 0.05, top, words.levels[level], fontsize=10, color=TEXT, va="center")
        figure.text(0.955, top, str(counts.count(level)), fontsize=10, color=TEXT, va="center", ha="right")
    near = len(counts) - counts.count(Level.NATION)
    figure.text(_RIGHT, 0.695, str(near), fontsize=30, fontweight="bold", color=COLOURS[Level.OWN], va="baseline")
    figure.text(_RIGHT, 0.683, words.share, fontsize=9.5, color=FAINT, va="top", linespacing=1.35)
    figure.text(_LEFT, 0.012, words.note, fontsize=7, color=FAINT, va="bottom")


def map_page(figure: "Figure", doors: Mapping[str, Door], texts: Texts, language: str) -> str:
    """The map as one HTML page that tells of the municipality that is pointed at. `doors` are by code."""
    drawing = image(figure, "svg").decode()
    names: dict[Level, list[str]] = {level: [] for level in Level}
    for door in doors.values():
        names[door.level].append(door.municipality.name if door.municipality else "")
    return page(
        "map.html",
        language=language,
        title=figure.texts[0].get_text(),
        drawing=drawing[drawing.index("<svg") :],
        told={code: cell_words(door, texts, language) for code, door in doors.items()},
        list_words=texts.plain("report.map_list", language),
        levels=[{"words": texts.plain(f"report.{level}", language), "names": sorted(names[level])} for level in Level],
    )


def image(figure: "Figure", kind: str) -> bytes:
    """The map as `png` or `svg`."""
    import matplotlib as mpl

    file = BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "lots"}):
        figure.savefig(file, format=kind, dpi=200, facecolor=PAPER, metadata={"Date": None} if kind == "svg" else None)
    return file.getvalue()
