"""The marks of a plot as one pyqtgraph item: painted, and found again under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.charts.paint import box_of, paint
from gui.charts.spec import Mark
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
        painter.restore()
