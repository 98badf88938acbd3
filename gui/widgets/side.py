"""Two parts of a page: one below the other, and side by side where a window has the room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui.calm import calm
from gui.widgets.layout import FORM_WIDTH

_GAP, _SIDE = 12, 380  # pixels: between them, and the least width of the second one beside the first


@calm
class SideBySide(QWidget):
    """The first part is a form, which is no wider than is read well; the second one takes what that leaves."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        for part in (first, second):
            part.setMaximumWidth(FORM_WIDTH)
            self._box.addWidget(part)
        self._box.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= FORM_WIDTH + _GAP + _SIDE
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        for place in (0, 1):
            self._box.setStretch(place, (2, 1)[place] if wide else 0)
        self._box.setStretch(2, 0 if wide else 1)
