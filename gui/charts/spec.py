"""A chart as plain values: axes, marks and legend, without anything of the screen.

Each chart file turns its data into a Spec; `figure` lays it out and paints it. Rows of categories run from 0 at
the top. A mark's `series` is switched by the legend; `tip` is shown on hover; `chosen` are the judgments behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.store.filters import JudgmentFilter

LegendKind = Literal["bar", "marker", "line", "path", "tone", "frame", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What every mark has."""

    series: str = ""
    look: int = 0
    tip: str = ""
    chosen: JudgmentFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Mark):
    """A filled bar; `error` is the interval of its value; `level` paints it by tone, `text` stands in it."""

    x0: float
    x1: float
    y0: float
    y1: float
    error: tuple[float | None, float | None] | None = None
    level: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Mark):
    """A field of a matrix; level None: nothing known, drawn hatched. framed: set off by a heavy frame."""

    x: float
    y: float
    level: float | None
    text: str
    framed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot(Mark):
    """A marker of its series' shape; errors are the ends of intervals; `label` finds its own free place."""

    x: float
    y: float
    size: float = 9.0
    x_error: tuple[float | None, float | None] | None = None
    y_error: tuple[float | None, float | None] | None = None
    label: str = ""
    level: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Mark):
    """A line through points, dashed like its series, or plain with a look below 0; closed ones may be tinted."""

    points: tuple[tuple[float, float], ...]
    width: float = 1.6
    closed: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Mark):
    """A vertical line across the rows from y0 to y1, with a label at its top."""

    x: float
    y0: float
    y1: float
    label: str = ""
    dash: tuple[float, ...] = (5, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Mark):
    """A text at a place of the plot. align: -1 ends there, 0 centred, 1 begins there; `lift` in lines."""

    x: float
    y: float
    text: str
    align: int = 0
    lift: float = 0.0
    away: tuple[float, float] = (0.0, 0.0)  # right and up from its place, in sizes of the font
    bold: bool = False
    halo: bool = False  # on a patch of ground, where lines run behind it
    room: float | None = None  # in the unit of x; longer texts are cut


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number axis from low to high; ticks None: chosen to fit. whole: of counts, which have no halves."""

    low: float
    high: float
    label: str = ""
    ticks: tuple[float, ...] | None = None
    grid: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Categories:
    """Named places 0, 1, 2 and so on; `heads`: drawn at the top, for columns."""

    labels: tuple[str, ...]
    label: str = ""
    lines: int = 2  # at most, of a row's name


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend. fixed: cannot be switched. number: what stands for it in the plot."""

    series: str
    label: str
    look: int
    kind: LegendKind = "bar"
    level: float = 0.0
    fixed: bool = False
    dash: tuple[float, ...] = ()
    number: str = ""


@dataclass(slots=True)
class Spec:
    """A whole picture. `column`: figures to the right of the rows, as (row place, one text per sub-column).

    box: left, top, right and bottom of the plot where there are no axes.
    row: the height of a category row in logical pixels; without categories, `aspect` is height by width.
    """

    x: Numbers | Categories | None = None
    y: Numbers | Categories | None = None
    marks: list[Mark] = field(default_factory=list)
    legend: list[Entry] = field(default_factory=list)
    column: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    column_heads: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    row: float = 30.0
    aspect: float = 0.66
    square: bool = False
    movable: bool = False
    tight: bool = False  # rows keep their height, however many lines a name takes


def slots(row: int, count: int, thickness: float = 0.8) -> list[tuple[float, float]]:
    """The upper and lower edges of `count` bars within a row."""
    each = thickness / max(count, 1)
    top = row - thickness / 2
    return [(top + k * each, top + (k + 1) * each) for k in range(count)]


def bar_row(count: int) -> float:
    """The height of a row of `count` bars: none thinner than can be read."""
    return max(30.0, 17.0 * count + 8.0) if count <= 4 else max(30.0, 14.0 * count + 8.0)
