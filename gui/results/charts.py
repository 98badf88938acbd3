"""Where the charts stand; they are drawn by gui.charts, imported when first needed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.context import Context
from gui.widgets.text import label


class ChartArea(QWidget):
    """Holds a gui.charts.panel.ChartPanel once there are scores to draw."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.panel: Any = None
        self._tables: Any = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._note = label("Charts appear here.", "muted")
        self._box.addWidget(self._note)
        self.setMinimumHeight(120)

    def show_tables(self, tables: Any) -> None:
        """Draw the charts of these score tables; after the tables are painted, since the first one takes long."""
        first, self._tables = self._tables is None, tables
        if self.panel is not None:
            self.panel.show_tables(tables)
        elif first:
            QTimer.singleShot(0, self, self._make)

    def _make(self) -> None:
        try:
            from gui.charts.panel import ChartPanel
        except ModuleNotFoundError:
            return
        self._note.hide()
        self.panel = ChartPanel(self.context)
        self._box.addWidget(self.panel)
        self.panel.show_tables(self._tables)
