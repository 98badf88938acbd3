"""A chart off the screen, in print style, laid out at a width in logical pixels and painted on any device."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.calm import raised
from gui.charts.data.types import ChartData
from gui.charts.style import PRINT, Style
from gui.charts.view import picture


class Picture:
    """Use it in a with statement: it holds a scene that has to go again."""

    def __init__(self, data: ChartData, hidden: frozenset[str], width: float, style: Style = PRINT) -> None:
        self.width, self.height = width, 0.0
        self._scene = pg.GraphicsScene()
        self.figure = picture(data, style)
        self.title = self.figure.data.title
        self._scene.addItem(self.figure)
        self.figure.hide_series(hidden)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scene.removeItem(self.figure)
        self._scene.clear()
        self._scene.deleteLater()

    def lay_out(self, height: float | None) -> None:
        """Lay out at this height, or at the one that suits the chart."""
        self.height = height or self.figure.natural_height(self.width)
        self.figure.lay_out(self.width, self.height)

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint ground and picture into a part of the device."""
        painter.fillRect(target, self.figure.ground())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._scene.prepareForPaint()
        try:
            with raised():
                self._scene.render(painter, target, QRectF(0, 0, self.width, self.height))
        except Exception:
            painter.end()  # what it paints on may go before it, which would end the program
            raise
