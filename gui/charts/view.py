"""A chart as a widget: hover shows the figures, a click leads to the cases, the legend switches series."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import import_module

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QScrollArea, QToolTip, QVBoxLayout, QWidget

from gui.calm import calm
from gui.charts import clean
from gui.charts.data.types import ChartData
from gui.charts.figure import Figure, Texts
from gui.charts.spec import Spec
from gui.charts.style import LIGHT, Style
from gui.i18n import sentences, tr

NARROW = 240


def picture(data: ChartData, style: Style) -> Figure:
    """The laid-out picture of a chart, in a scene of nobody yet."""
    module = import_module(f"gui.charts.{data.name.replace('-', '_')}")
    spec: Spec = module.draw(data)
    return Figure(clean.data(data), clean.spec(spec), style)


def _nothing() -> None:
    pass


@calm
class Canvas(pg.GraphicsView):
    """The scene's view, a pixel of the scene for each of its own; says when its size has changed.

    Its ground ends where the picture ends, so that a low picture in a high window is no empty card.
    """

    def __init__(self, resized: Callable[[], None]) -> None:
        self.resized = _nothing  # the base class resizes itself before there is anything to lay out
        super().__init__(background=None)
        self.covered = QRectF()
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # it would keep the window's last theme
        self.resized = resized

    def cover(self, area: QRectF) -> None:
        """Paint the ground here, and nowhere else."""
        self.covered = area
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(self.covered.intersected(QRectF(rect)), self.backgroundBrush())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized()


@calm
class ChartView(QWidget):
    """Shows one chart. `clicked` carries the filter of the judgments behind the mark that was clicked."""

    clicked = Signal(object)
    texts_changed = Signal()

    def __init__(self, data: ChartData, style: Style | None = None) -> None:
        super().__init__()
        self.data, self.style_, self.texts = data, style or LIGHT, Texts()
        self.hidden: frozenset[str] = frozenset()
        self.figure: Figure | None = None
        self.canvas = Canvas(self._lay_out)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.holder = QScrollArea()
        self.holder.setWidgetResizable(True)
        self.holder.setFrameShape(QScrollArea.Shape.NoFrame)
        self.holder.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.holder.setWidget(self.canvas)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.holder)
        scene = self.canvas.scene()
        for each in (self.holder.viewport(), self.canvas.viewport(), self.canvas):
            each.setAutoFillBackground(False)
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)
        self._rebuild()

    def set_texts(self, title: str | None = None, x: str | None = None, y: str | None = None) -> None:
        """Change the words around the chart; None brings back what the data say."""
        self.texts = Texts(title, x, y)
        self._rebuild()
        self.texts_changed.emit()

    def set_style(self, style: Style) -> None:
        """Another theme or font size."""
        self.style_ = style
        self._rebuild()

    def set_data(self, data: ChartData) -> None:
        """Newer figures; what was switched off stays off."""
        self.data = data
        self._rebuild()

    def toggle(self, series: str) -> None:
        """Switch a series of the legend off or on."""
        self.hidden = self.hidden ^ {series}
        if self.figure is not None:
            self.figure.hide_series(self.hidden)

    def sizeHint(self) -> QSize:
        return QSize(680, round(self.natural_height(680)))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    def natural_height(self, width: float) -> float:
        """The height at which nothing is squeezed, for this width in pixels."""
        return self.figure.natural_height(width) if self.figure else 0.0

    def _rebuild(self) -> None:
        if self.figure is not None:
            self.canvas.scene().removeItem(self.figure)
        self.canvas.setBackground(QColor(self.style_.ground))
        self.figure = picture(self.texts.on(self.data), self.style_)
        self.canvas.scene().addItem(self.figure)
        self.figure.hide_series(self.hidden)
        shown = self.figure.data
        for widget in (self, self.holder, self.canvas):
            widget.setAccessibleName(shown.title)
        self.setAccessibleDescription(sentences(f"{shown.subtitle}{tr('.')}", shown.caption))
        self._lay_out()

    def _lay_out(self) -> None:
        """Fill the space there is; where it is too little, scroll, and where it is far too much, leave some."""
        if self.figure is None:
            return
        width = min(max(self.canvas.width(), NARROW), self.figure.bearable_width())
        height = self.canvas.height()
        least, most = self.figure.bearable_heights(width)
        self.canvas.setMinimumHeight(round(least))  # may resize the canvas, which lays out again
        high = min(max(height, least), most)
        self.figure.lay_out(width, high)
        self.canvas.cover(QRectF(0, 0, width, high))

    def _hover(self, at: QPointF) -> None:
        mark = self.figure.mark_at(at) if self.figure else None
        entry = self.figure.legend.entry_at(at) if self.figure else None
        known = mark is not None and mark.chosen is not None
        self.canvas.setCursor(
            Qt.CursorShape.PointingHandCursor if known or entry else Qt.CursorShape.ArrowCursor
        )
        said = mark.tip if mark is not None else self.figure.legend.name_at(at) if self.figure else ""
        if not said:
            QToolTip.hideText()
            return
        place = self.canvas.viewport().mapToGlobal(self.canvas.mapFromScene(at))
        # Names and claims come from outside: as plain text a tool tip would take them for HTML.
        tip = escape(said).replace("\n", "<br>")
        QToolTip.showText(place, f"<p style='white-space:pre'>{tip}</p>", self.canvas)

    def _click(self, event: object) -> None:
        at = event.scenePos()  # type: ignore[attr-defined]
        if self.figure is None:
            return
        if entry := self.figure.legend.entry_at(at):
            self.toggle(entry.series)
        elif (mark := self.figure.mark_at(at)) is not None and mark.chosen is not None:
            self.clicked.emit(mark.chosen)
