"""Lays a whole picture out: title, judge and n, legend, plot with axes and figures, caption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from gui.calm import calm
from gui.charts import words
from gui.charts.axes import GAP, Axis
from gui.charts.data.types import ChartData
from gui.charts.layer import Layer
from gui.charts.legend import Legend
from gui.charts.spec import Categories, Mark, Numbers, Spec
from gui.charts.style import Style

MARGIN = 12.0
LOWEST_PLOT = 172.0
SQUEEZED = 0.8  # of the height of rows, where a chart would be scrolled for want of a few pixels
WIDEST = 100.0  # in sizes of the font: on a large screen a wider picture is no easier to read
WIDEST_CELL = 15.0  # the same for a column of a matrix
NARROWEST_PLOT = 7.0  # in sizes of the font: columns of figures beside it leave that much
SPACE = 10.0  # between columns of figures


@dataclass(frozen=True, slots=True)
class Texts:
    """The words around a chart that a user may change; None keeps what the data say."""

    title: str | None = None
    x: str | None = None
    y: str | None = None

    def on(self, data: ChartData) -> ChartData:
        """The data with these words."""
        title, x, y = (
            old if new is None else new
            for new, old in ((self.title, data.title), (self.x, data.x), (self.y, data.y))
        )
        return replace(data, title=title, x=x, y=y)


@calm
class Figure(pg.GraphicsWidget):
    """A picture that can be laid out at any size; the same on screen and in a file."""

    def __init__(self, data: ChartData, spec: Spec, style: Style) -> None:
        super().__init__()
        self.data, self.spec, self.style_ = data, without_empty_columns(spec), style
        self.legend = Legend(spec.legend, style, self)
        self.view = self._view()
        self.layer = Layer(spec.marks, style, _extent(spec))
        self.view.addItem(self.layer, ignoreBounds=True)
        self.left = self._axis("left", spec.y)
        across = "top" if isinstance(spec.x, Categories) else "bottom"
        self.across = self._axis(across, spec.x)
        self.view.sigRangeChanged.connect(self._rule_grid)  # after a zoom
        self._blocks: list[tuple[QRectF, str, Any, str]] = []
        self._widths: list[float] = []

    def hide_series(self, hidden: frozenset[str]) -> None:
        """Switch series off."""
        self.layer.hidden = self.legend.hidden = hidden
        self.layer.update()
        self.legend.update()
        self.update()

    def natural_height(self, width: float) -> float:
        """The height at which rows have their own height, or the plot its own shape."""
        return self._frame(width)[1] + self._plot_height(width)

    def bearable_heights(self, width: float) -> tuple[float, float]:
        """The least and the greatest height that look well at this width."""
        natural = self.natural_height(width)
        if isinstance(self.spec.y, Categories):
            plot = self._plot_height(width)
            return natural - (plot - self._least_rows(width, plot)), natural + 0.6 * plot
        if self.spec.square and self.spec.aspect > 1:  # many small pictures, one below the other
            return natural, natural
        frame = natural - self._plot_height(width)
        return frame + LOWEST_PLOT, natural + self._plot_height(width)

    def bearable_width(self) -> float:
        """The greatest width that looks well."""
        most = WIDEST * self.style_.font
        if not isinstance(self.spec.x, Categories):
            return most
        with self._as_it_stands():
            names = self.left.wanted_width(most) if self.left else 0.0
        cells = len(self.spec.x.labels) * WIDEST_CELL * self.style_.font
        return max(0.6 * most, min(names + cells, most))

    def lay_out(self, width: float, height: float) -> None:
        """Put everything in its place within this size."""
        self.setGeometry(QRectF(0, 0, width, height))
        inner = QRectF(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN)
        top = self._head(inner)
        bottom = inner.bottom() - self._tail(inner)
        plot = self._plot_box(inner, top, bottom)
        self.view.setGeometry(plot)
        self._range()
        self._place_axes(plot)
        self._rule_grid()
        for item in (self, self.layer, self.legend):
            item.update()

    def has_labels(self) -> tuple[bool, bool]:
        """Whether a label stands at the x and at the y axis: names of categories need none."""
        x, y = (axis is not None and isinstance(axis.kind, Numbers) for axis in (self.across, self.left))
        return x, y

    def mark_at(self, at: QPointF) -> Mark | None:
        """The mark under a point of the scene."""
        inside = self.view.mapRectToScene(self.view.rect()).adjusted(-2, -2, 2, 2)
        return self.layer.under(at) if inside.contains(at) else None

    def paint(self, painter: QPainter, *_: Any) -> None:
        for box, text, font, color in self._blocks:
            words.draw_block(painter, box, text, font, color)
        plot = self.view.geometry()
        for row, texts in self._column():
            self._figures(painter, texts, self.layer.place(0, row).y(), self.style_.text)
        if self.spec.column_heads:
            line = words.line_height(self.style_.qfont(-1))
            self._figures(painter, self.spec.column_heads, plot.top() - line * 0.6, self.style_.muted)

    def _figures(self, painter: QPainter, texts: tuple[str, ...], y: float, color: str) -> None:
        x = self.view.geometry().right() + GAP
        for text, width in zip(texts, self._widths, strict=False):
            x += width
            words.draw_line(painter, QPointF(x, y), text, self.style_.qfont(-1), color, -1)
            x += SPACE

    def _view(self) -> Any:
        view = pg.ViewBox(parent=self, enableMenu=False, enableMouse=self.spec.movable, defaultPadding=0.0)
        view.disableAutoRange()
        view.invertY(isinstance(self.spec.y, Categories))
        view.setAspectLocked(self.spec.square)
        return view

    def _axis(self, place: str, kind: Numbers | Categories | None) -> Axis | None:
        if kind is None:
            return None
        label = self.data.y if place == "left" else self.data.x
        named = replace(kind, label=label if isinstance(kind, Numbers) else "")
        axis = Axis(place, named, self.style_, self)
        axis.linkToView(self.view)
        return axis

    def _column(self) -> list[tuple[float, tuple[str, ...]]]:
        return self.spec.column if not self.layer.hidden else []

    def _texts(self) -> list[tuple[str, Any, str]]:
        style = self.style_
        head = [(self.data.title, style.qfont(3, bold=True), style.text)]
        return [*head, (self.data.subtitle, style.qfont(-0.5), style.muted)]

    def _head(self, inner: QRectF) -> float:
        """Title, judge and legend; returns where the plot may begin."""
        self._blocks, y = [], inner.top()
        for text, font, color in self._texts():
            height = words.block_height(text, font, inner.width())
            if height:
                self._blocks.append((QRectF(inner.left(), y, inner.width(), height + 2), text, font, color))
                y += height + 3
        tall = self.legend.lay_out(inner.width())
        self.legend.setGeometry(QRectF(inner.left(), y + 3, inner.width(), max(tall, 1.0)))
        # A number stands at the upper end of the axis; a name of two lines reaches over its row.
        roomy = 8.0 if self.spec.tight or isinstance(self.spec.y, Numbers) else 0.0
        return y + (tall + 8 if tall else 4) + roomy

    def _tail(self, inner: QRectF) -> float:
        """The caption; returns its height."""
        font = self.style_.qfont(-1.5)
        height = words.block_height(self.data.caption, font, inner.width())
        if height:
            box = QRectF(inner.left(), inner.bottom() - height, inner.width(), height + 2)
            self._blocks.append((box, self.data.caption, font, self.style_.muted))
        return height + GAP if height else 0.0

    def _plot_box(self, inner: QRectF, top: float, bottom: float) -> QRectF:
        left = self.left.wanted_width(inner.width()) if self.left else 0.0
        font = self.style_.qfont(-1)
        self._widths = [max(words.width_of(text, font) for text in texts) for texts in columns_of(self.spec)]
        while self._widths and inner.width() - left - self._right() < NARROWEST_PLOT * self.style_.font:
            self._widths.pop()  # the figures that find no room are still said on hover
        wide = max(inner.width() - left - self._right(), 40.0)
        under = 0.0
        if self.across is not None:
            self.across.inner = inner.left(), inner.right()
            columns = len(self.spec.x.labels) if isinstance(self.spec.x, Categories) else 1
            under = self.across.wanted_height(wide / max(columns, 1))
        above = words.line_height(font) if self.spec.column_heads else 0.0
        if isinstance(self.spec.x, Categories):
            above, under = above + under, 0.0
        return QRectF(inner.left() + left, top + above, wide, max(bottom - top - above - under, 8.0))

    def _right(self) -> float:
        """The room that the columns of figures take."""
        return sum(width + SPACE for width in self._widths) or GAP

    def _frame(self, width: float) -> tuple[QRectF, float]:
        """The plot's box in a picture of this width and 1000 high, and the height of all else."""
        inner = QRectF(MARGIN, MARGIN, width - 2 * MARGIN, 5000.0)
        with self._as_it_stands():
            top = self._head(inner)
            plot = self._plot_box(inner, top, inner.bottom() - self._tail(inner))
        return plot, 5000.0 + 2 * MARGIN - plot.height()

    @contextmanager
    def _as_it_stands(self) -> Iterator[None]:
        """Measuring for another size leaves everything where it is."""
        axes = [axis for axis in (self.left, self.across) if axis is not None]
        legend = self.legend
        kept = self._blocks, self._widths, legend.boxes, legend.key, legend.geometry()
        rooms = [(axis.room, axis.upright) for axis in axes]
        try:
            yield
        finally:
            self._blocks, self._widths, legend.boxes, legend.key, placed = kept
            legend.setGeometry(placed)
            for axis, (room, upright) in zip(axes, rooms, strict=True):
                axis.room, axis.upright = room, upright

    def _plot_height(self, width: float) -> float:
        if not isinstance(self.spec.y, Categories):
            return self._frame(width)[0].width() * self.spec.aspect
        lines = self._row_lines(width) if not self.spec.tight else 0
        least = lines * words.line_height(self.style_.qfont(-0.5)) + 6
        return max(self.spec.row * self.style_.font / 11, least) * max(len(self.spec.y.labels), 1)

    def _least_rows(self, width: float, plot: float) -> float:
        """How low rows may become rather than be scrolled: by a fifth at most, and never lower than their words."""
        places = [place for place, _ in self.spec.column]
        apart = min([after - before for before, after in pairwise(sorted(places))], default=1.0)
        lines = max(self._row_lines(width), 1)
        line = words.line_height(self.style_.qfont(-1))
        needed = max((lines + 1) * line, line / max(apart, 0.05)) * len(self.spec.y.labels)
        return min(plot, max(needed, SQUEEZED * plot))

    def _row_lines(self, width: float) -> int:
        """The most lines that a row's name takes in a picture of this width, whatever the last one was."""
        with self._as_it_stands():
            if self.left is None:
                return 0
            self.left.wanted_width(width - 2 * MARGIN)
            return self.left.row_lines()

    def _range(self) -> None:
        self.view.setRange(_extent(self.spec), padding=0.0, disableAutoRange=True)
        self.view.updateMatrix()

    def _place_axes(self, plot: QRectF) -> None:
        if self.left is not None:
            width = self.left.wanted_width(self.size().width() - 2 * MARGIN)
            self.left.setWidth(width)
            self.left.setGeometry(QRectF(plot.left() - width, plot.top(), width, plot.height()))
            self.left.below = self.across.wanted_height(plot.width()) if self.across is not None else 0.0
        if self.across is not None:
            columns = len(self.spec.x.labels) if isinstance(self.spec.x, Categories) else 1
            height = self.across.wanted_height(plot.width() / max(columns, 1))
            y = plot.top() - height if self.across.place == "top" else plot.bottom()
            self.across.setHeight(height)
            self.across.setGeometry(QRectF(plot.left(), y, plot.width(), height))

    def _rule_grid(self, *_: Any) -> None:
        plot, box, grid = self.view.geometry(), self.view.viewRect(), []
        if self.across is not None and isinstance(self.spec.x, Numbers) and self.spec.x.grid:
            grid += [(x, box.top(), x, box.bottom()) for x in self.across.ticks(plot.width())]
        if self.left is not None and isinstance(self.spec.y, Numbers) and self.spec.y.grid:
            grid += [(box.left(), y, box.right(), y) for y in self.left.ticks(plot.height())]
        self.layer.grid = grid
        self.layer.update()

    def ground(self) -> QColor:
        """What the picture stands on."""
        return QColor(self.style_.ground)


def columns_of(spec: Spec) -> list[tuple[str, ...]]:
    """The columns of figures, each below its head."""
    rows = [spec.column_heads, *(texts for _, texts in spec.column)] if spec.column else []
    return list(zip_longest(*rows, fillvalue=""))


def without_empty_columns(spec: Spec) -> Spec:
    """The same picture without columns of figures that hold nothing, such as intervals that are all hidden."""
    columns = columns_of(spec)
    kept = [k for k, column in enumerate(columns) if any(text not in ("", "–") for text in column[1:])]
    rows = list(zip(*(columns[k] for k in kept), strict=True)) if kept else [()] * (len(spec.column) + 1)
    places = [place for place, _ in spec.column]
    return (
        replace(spec, column_heads=rows[0], column=list(zip(places, rows[1:], strict=True)))
        if columns
        else spec
    )


def _extent(spec: Spec) -> QRectF:
    if spec.box is not None:
        return QRectF(QPointF(*spec.box[:2]), QPointF(*spec.box[2:])).normalized()
    x0, x1 = _ends(spec.x)
    y0, y1 = _ends(spec.y)
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _ends(axis: Numbers | Categories | None) -> tuple[float, float]:
    if isinstance(axis, Categories):
        return -0.5, max(len(axis.labels), 1) - 0.5
    if isinstance(axis, Numbers):
        return axis.low, axis.high
    return -1.0, 1.0
