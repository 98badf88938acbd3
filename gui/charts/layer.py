"""The marks of a plot as one pyqtgraph item: painted, and found again under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from gui.charts import words
from gui.charts.labels import place_labels
from gui.charts.paint import box_of, error_lines, paint, paint_interval
from gui.charts.spec import Dot, Mark
from gui.charts.style import Style


class Layer(pg.GraphicsObject):
    """Marks in the data coordinates of a ViewBox, painted in those of the scene."""

    def __init__(self, marks: Sequence[Mark], style: Style, extent: QRectF) -> None:
        super().__init__()
        self.marks, self.style, self.extent = list(marks), style, extent
        self.hidden: frozenset[str] = frozenset()
        self.grid: list[tuple[float, float, float, float]] = []

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
        painter.restore()

    def _paint_labels(self, painter: QPainter) -> None:
        """The names of dots, each in a place of its own."""
        dots = [mark for mark in self.shown() if isinstance(mark, Dot) and mark.label]
        if not dots:
            return
        font = self.style.qfont(-0.5)
        area = self.mapRectToScene(self.extent)
        texts = [words.wrapped(dot.label, font, area.width() * 0.4, 1)[0] for dot in dots]
        sizes = [QSizeF(words.width_of(text, font) + 2, words.line_height(font)) for text in texts]
        points = [self.place(dot.x, dot.y) for dot in dots]
        for text, each in zip(texts, place_labels(points, sizes, self._taken(dots), area), strict=True):
            if each.led:
                painter.setPen(self.style.pen(self.style.muted, 0.7))
                painter.drawLine(each.point, _nearest(each.box, each.point))
            words.draw_line(painter, each.box.center(), text, font, self.style.text, 0)

    def _taken(self, dots: Sequence[Dot]) -> list[QRectF]:
        """What labels must not cover: the dots and their intervals."""
        boxes = [box for dot in dots if (box := box_of(dot, self.place))]
        for line in (line for dot in dots for line in error_lines(dot)):
            box = QRectF(*(self.place(*end) for end in line)).normalized()
            boxes.append(box.adjusted(-4, -4, 4, 4))
        return boxes


def _nearest(box: QRectF, point: QPointF) -> QPointF:
    """The point of a box that is nearest to another point."""
    return QPointF(min(max(point.x(), box.left()), box.right()), min(max(point.y(), box.top()), box.bottom()))
