"""On a wide window a chart stands beside the tables, where there would be nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gui.calm import calm
from gui.context import Context
from gui.results.charts import ChartArea
from gui.results.edited import EditedWords
from gui.widgets.layout import column, holder

WIDE = 1280  # pixels from which on both have room
_KEY, _NARROWEST, _SHARE = "results.beside", 380, 0.32


@calm
class ChartBeside(QSplitter):
    """Tabs, and beside those of them that `charts` names a chart: the one named, until another is chosen there."""

    def __init__(
        self, context: Context, tabs: QTabWidget, charts: Mapping[QWidget, str], edited: EditedWords
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.area = ChartArea(context, edited=edited)
        self._tabs, self._tables = tabs, None
        self._chosen = dict(charts)
        self._full: set[QWidget] = set()
        self.side = holder(column(self.area, margins=(14, 10, 0, 0)))
        self.side.setMinimumWidth(_NARROWEST)
        self.side.hide()
        self.setChildrenCollapsible(False)
        for part in (tabs, self.side):
            self.addWidget(part)
        self.setStretchFactor(0, 1)
        self._placed = context.preferences.state(_KEY) is not None
        context.memory.keep(_KEY, self)
        tabs.currentChanged.connect(lambda _index: self._fit())
        self.area.choice.activated.connect(lambda _index: self._choose())

    def show_tables(self, tables: Any) -> None:
        """Show charts of these score tables (core.report.tables.ScoreTables)."""
        self._tables = tables
        self._fit()

    def give_way(self, tab: QWidget, wanted: bool) -> None:
        """Leave the whole width to a tab that lays tables side by side, or no longer."""
        (self._full.add if wanted else self._full.discard)(tab)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the side where there is room for it, with the chart of the tab in front."""
        name = self._name() if self.width() >= WIDE else ""
        if self.side.isHidden() == bool(name):
            self.side.setVisible(bool(name))
            self._place()
        if name:
            self.area.show_chart(name, self._tables)

    def _name(self) -> str:
        """The chart of the tab in front; nothing where the run has nothing for it."""
        name = self._chosen.get(self._tabs.currentWidget(), "")
        if not name or self._tables is None or self._tabs.currentWidget() in self._full:
            return ""
        from gui import charts

        return name if charts.available(name, self._tables) else ""

    def _place(self) -> None:
        """Until somebody moves it, the side has its share of the width."""
        if not self._placed and not self.side.isHidden():
            self._placed = True
            side = round(_SHARE * self.width())
            self.setSizes([self.width() - side, side])

    def _choose(self) -> None:
        self._chosen[self._tabs.currentWidget()] = self.area.choice.currentData()
