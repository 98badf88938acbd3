"""A table on a page of several parts: no higher than its rows, so that none of the page stands blank."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QSize

from gui.calm import calm
from gui.widgets.table import DataTable

_MOST = 20  # rows; more are scrolled to


@calm
class LowTable(DataTable):
    """As high as its rows; `least` rows where there are fewer, for what is said in place of them.

    shrinks: it may be lower, and is scrolled then; for a page that does not scroll.
    """

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        *,
        rows: bool = False,
        least: int = 2,
        shrinks: bool = False,
    ) -> None:
        super().__init__(name, model, rows)
        self._least, self._shrinks = least, shrinks
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        """Its own height; any width."""
        return QSize(super().sizeHint().width(), self._needed())

    def updateGeometries(self) -> None:
        """The rows, the heads or the room for columns are others."""
        super().updateGeometries()
        if hasattr(self, "_least") and self.maximumHeight() != (height := self._needed()):
            self.setMaximumHeight(height) if self._shrinks else self.setFixedHeight(height)

    def _needed(self) -> int:
        rows = min(max(self.model().rowCount(), self._least), _MOST)
        height = (
            self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        )
        scrolled = self.horizontalScrollBar()
        bar = scrolled.sizeHint().height() if scrolled.maximum() > 0 else 0
        return height + bar + 2 * self.frameWidth()
