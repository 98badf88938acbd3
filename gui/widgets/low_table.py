"""A table on a page of several parts: no higher than its rows, so that none of the page stands blank."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QSize

from gui.widgets.table import DataTable

_MOST = 20  # rows; more are scrolled to


class LowTable(DataTable):
    """As high as its rows; `least` rows where there are fewer, for what is said in place of them."""

    def __init__(self, name: str, model: QAbstractItemModel, *, rows: bool = False, least: int = 2) -> None:
        super().__init__(name, model, rows)
        self._least = least
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        """Its own height; any width."""
        return QSize(super().sizeHint().width(), self._needed())

    def updateGeometries(self) -> None:
        """The rows, the heads or the room for columns are others."""
        super().updateGeometries()
        if hasattr(self, "_least") and self.maximumHeight() != (height := self._needed()):
            self.setFixedHeight(height)

    def _needed(self) -> int:
        rows = min(max(self.model().rowCount(), self._least), _MOST)
        height = (
            self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        )
        scrolled = self.horizontalScrollBar()
        bar = scrolled.sizeHint().height() if scrolled.maximum() > 0 else 0
        return height + bar + 2 * self.frameWidth()
