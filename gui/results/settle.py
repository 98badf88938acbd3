"""Splitters that begin with as much room for the upper part as it needs; once moved by hand they stay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.calm import calm
from gui.context import Context

_MOST, _HALF, _ROOMY = 0.66, 0.5, 420


@calm
class SettlingSplitter(QSplitter):
    """An upper and a lower part. `wanted` tells the height that the upper one needs, in pixels."""

    def __init__(
        self, context: Context, key: str, upper: QWidget, lower: QWidget, wanted: Callable[[], int]
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.addWidget(upper)
        self.addWidget(lower)
        self._by_hand = context.preferences.state(key) is not None
        self._wanted = wanted
        context.memory.keep(key, self)
        self.splitterMoved.connect(self._moved)

    def settle(self) -> None:
        """Give the upper part its room, once the layout is done, but leave some for the lower one."""
        QTimer.singleShot(0, self, self._apply)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def _apply(self) -> None:
        if self._by_hand or self.height() <= 0:
            return
        most = _MOST if self.height() > _ROOMY else _HALF
        upper = min(self._wanted(), round(self.height() * most))
        self.setSizes([upper, max(1, self.height() - self.handleWidth() - upper)])

    def _moved(self, _place: int, _number: int) -> None:
        self._by_hand = True
