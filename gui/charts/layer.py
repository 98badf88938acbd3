"""The marks of a plot as one pyqtgraph item: painted, and found again under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter

from gui.calm import calm
from gui.charts import words
from gui.charts.labels import Placed, place_labels, trouble
from gui.charts.paint import box_of, error_lines, paint, paint_interval
from gui.charts.spec import Dot, Mark
from gui.charts.style import Style

LABELS = (0.5, 0.3)  # the shares of the plot's width that a line of a label may take


@calm
class Layer(pg.GraphicsObject):
    """Marks in the data coordinates of a ViewBox, painted in those of the scene."""

    def __init__(self, marks: Sequence[Mark], style: Style, extent: QRectF) -> None:
        super().__init__()
        self.marks, self.style, self.extent = list(marks), style, extent
        self.hidden: frozenset[str] = frozenset()
        self.grid: list[tuple[float, float, float, float]] = []
        # What the labels were placed for, their lines, and where they stand.
        self._placed: tuple[object, tuple[list[list[str]], list[Placed]]] = (None, ([], []))

    def boundingRect(self) -> QRectF:
        return self.extent

    def place(self, x: float, y: float) -> QPointF:
        """A point of the data in the scene."""
        return self.mapToScene(QPointF(x, y))

    def shown(self) -> Iterable[Mark]:
        """The marks whose series is switched on."""
        return (mark for mark in self.marks if mark.series not in self.hidden)

    def under(self, at: QPointF) -> Mark | None:
        """The mark under a point of the scene, the topmost first."""
        for mark in reversed(list(self.shown())):
            box = box_of(mark, self.place) if mark.tip else None
            if box is not None and box.contains(at):
                return mark
        return None

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.save()
        try:
            self._paint(painter)
        finally:
            painter.restore()

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setWorldTransform(self.sceneTransform().inverted()[0] * painter.worldTransform())
        painter.setPen(self.style.pen(self.style.grid, 0.8))
        for x0, y0, x1, y1 in self.grid:
            painter.drawLine(self.place(x0, y0), self.place(x1, y1))
        for mark in self.shown():
            paint(painter, mark, self.place, self.style)
        for mark in self.shown():
            paint_interval(painter, mark, self.place, self.style)
        self._paint_labels(painter)

    def _paint_labels(self, painter: QPainter) -> None:
        """The names of dots, each in a place of its own."""
        dots = [mark for mark in self.shown() if isinstance(mark, Dot) and mark.label]
        if not dots:
            return
        line = words.line_height(self._font)
        names, placed = self.places(dots)
        for each, dot in zip(placed, dots, strict=True):
            if each.led:
                self._lead(painter, each, dot)
        for each, lines in zip(placed, names, strict=True):
            for k, text in enumerate(lines):
                at = QPointF(each.box.center().x(), each.box.top() + (k + 0.5) * line)
                words.draw_line(painter, at, text, self._font, self.style.text, 0)

    def places(self, dots: Sequence[Dot]) -> tuple[list[list[str]], list[Placed]]:
        """The names of these dots in lines, and where each stands; found anew only when something has moved."""
        asked = [self.place(dot.x, dot.y) for dot in dots], self.mapRectToScene(self.extent), list(dots)
        if self._placed[0] != asked:
            self._placed = asked, self._find_places(dots)
        return self._placed[1]

    def _find_places(self, dots: Sequence[Dot]) -> tuple[list[list[str]], list[Placed]]:
        """Names on one line where all find room, else the longer ones on two or three."""
        taken, area = self._taken(dots), self.mapRectToScene(self.extent)
        points = [self.place(dot.x, dot.y) for dot in dots]
        tries = []
        for share in LABELS:
            names = [self._in_lines(dot.label, share * area.width()) for dot in dots]
            placed = place_labels(points, self._sizes(names), taken, area, self._intervals(dots))
            tries.append((trouble(placed, taken, words.line_height(self._font)), names, placed))
            if not tries[-1][0]:
                break
        return min(tries, key=lambda each: each[0])[1:]

    def _in_lines(self, name: str, room: float) -> list[str]:
        """A name in lines, none broken within a word that could stand whole."""
        longest = max(words.width_of(part, self._font) for part in name.split(" "))
        return words.wrapped(name, self._font, min(max(room, longest + 1), 1.5 * room), 3)

    def _sizes(self, names: Sequence[Sequence[str]]) -> list[QSizeF]:
        line = words.line_height(self._font)
        wide = [max(words.width_of(text, self._font) for text in lines) + 2 for lines in names]
        return [QSizeF(w, line * len(lines)) for w, lines in zip(wide, names, strict=True)]

    @property
    def _font(self) -> QFont:
        return self.style.qfont(-0.5)

    def _lead(self, painter: QPainter, label: Placed, dot: Dot) -> None:
        """A thin line from the edge of a dot to its label."""
        end = _nearest(label.box, label.point)
        way = QLineF(label.point, end)
        radius = dot.size * self.style.font / 22
        if way.length() > radius + 1:
            painter.setPen(self.style.pen(self.style.muted, 0.6))
            painter.drawLine(way.pointAt(radius / way.length()), end)

    def _taken(self, dots: Sequence[Dot]) -> list[QRectF]:
        """What labels must not cover: the dots and their intervals."""
        boxes = [box for dot in dots if (box := box_of(dot, self.place))]
        intervals = (QRectF(*ends).normalized() for ends in self._intervals(dots))
        return boxes + [box.adjusted(-4, -4, 4, 4) for box in intervals]

    def _intervals(self, dots: Sequence[Dot]) -> list[tuple[QPointF, QPointF]]:
        return [(self.place(*a), self.place(*b)) for dot in dots for a, b in error_lines(dot)]


def _nearest(box: QRectF, point: QPointF) -> QPointF:
    """The point of a box that is nearest to another point."""
    return QPointF(min(max(point.x(), box.left()), box.right()), min(max(point.y(), box.top()), box.bottom()))
