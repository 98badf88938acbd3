"""Splitters that begin with as much room for the upper part as it needs; once moved by hand they stay."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.context import Context

_MOST = 0.66


class SettlingSplitter(QSplitter):
    """An upper and a lower part. `wanted` is the height that the upper one needs, in pixels."""

    def __init__(self, context: Context, key: str, upper: QWidget, lower: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.addWidget(upper)
        self.addWidget(lower)
        self._by_hand = context.preferences.state(key) is not None
        self._wanted = 0
        context.memory.keep(key, self)
        self.splitterMoved.connect(self._moved)

    def settle(self, wanted: int) -> None:
        """Give the upper part this much room, once the layout is done, but leave some for the lower one."""
        if wanted != self._wanted:
            self._wanted = wanted
            QTimer.singleShot(0, self, self._apply)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        if self._by_hand or not self._wanted or self.height() <= 0:
            return
        upper = min(self._wanted, round(self.height() * _MOST))
        self.setSizes([upper, max(1, self.height() - upper)])

    def _moved(self, _place: int, _number: int) -> None:
        self._by_hand = True
