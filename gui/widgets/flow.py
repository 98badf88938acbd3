"""Widgets side by side, going on in the next line where there is no room. (A QLayout made in Python crashes.)"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Hidden widgets take no room; the height follows from the width."""

    def __init__(self, *widgets: QWidget, gap: int = 6) -> None:
        super().__init__()
        self.flowed = list(widgets)
        self._gap = gap
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
        x = y = tallest = 0
        for widget in self.flowed:
            if widget.isHidden():
                continue
            size = widget.sizeHint()
            if x and x + size.width() > self.width():
                x, y, tallest = 0, y + tallest + self._gap, 0
            widget.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tallest = max(tallest, size.height())
        if self.height() != y + tallest or self.minimumHeight() != y + tallest:
            self.setFixedHeight(y + tallest)


FlowLayout = Flow
