"""Widgets side by side, going on in the next line where there is no room. (A QLayout made in Python crashes.)"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.calm import calm


@calm
class Flow(QWidget):
    """Hidden widgets take no room; the height follows from the width."""

    def __init__(self, *widgets: QWidget, gap: int = 6, between: int | None = None) -> None:
        """gap: pixels beside each other; between: those between two lines, as many where they are not given."""
        super().__init__()
        self.flowed = list(widgets)
        self._gap, self._between = gap, gap if between is None else between
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in widgets:
            widget.setParent(self)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(max((w.sizeHint().width() for w in self.flowed if not w.isHidden()), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Polish, QEvent.Type.Show}:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        y = 0
        for line in self._lines():
            tallest = max(size.height() for _widget, _x, size in line)
            for widget, x, size in line:
                widget.setGeometry(QRect(QPoint(x, y + (tallest - size.height()) // 2), size))
            y += tallest + self._between
        high = max(0, y - self._between)
        if self.height() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)

    def _lines(self) -> list[list[tuple[QWidget, int, QSize]]]:
        """The widgets of each line, with where they begin and how large they are."""
        lines: list[list[tuple[QWidget, int, QSize]]] = []
        x = 0
        for widget in self.flowed:
            if widget.isHidden():
                continue
            size = widget.sizeHint()
            if not lines or x + size.width() > self.width():
                x = 0
                lines.append([])
            lines[-1].append((widget, x, size))
            x += size.width() + self._gap
        return lines


FlowLayout = Flow
