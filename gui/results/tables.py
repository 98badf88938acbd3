"""The three score tables as tabs; a row that is opened leads to its judgments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from gui.context import Context
from gui.i18n import language, tr
from gui.results import columns
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import named


class ScoreTabs(QTabWidget):
    """`cases_wanted` carries the filter values (a dict) of the row that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        named(self, "Score tables")
        self.setDocumentMode(True)
        self.rse_model, self.rse = self._table("Similarity scores (RSE)", columns.RSE)
        self.ice_model, self.ice = self._table("Identity scores (ICE)", columns.ICE)
        self.nearest_model, self.nearest = self._table("Nearest reference", columns.NEAREST)
        self._tabs = (
            (self.rse, "Similarity (RSE)"),
            (self.ice, "Identity (ICE)"),
            (self.nearest, "Nearest reference"),
        )
        for table, title in self._tabs:
            self.addTab(table, tr(title))
        self._fitted: set[DataTable] = set()
        self.rse.opened.connect(lambda index: self._open("rse", self.rse_model.row_at(index)))
        self.ice.opened.connect(lambda index: self._open("ice", self.ice_model.row_at(index)))
        for table, key in ((self.rse, "rse"), (self.ice, "ice"), (self.nearest, "nearest")):
            context.memory.keep(f"{name}.{key}", table.horizontalHeader())
        language.changed.connect(self._retitle)

    def show_tables(self, tables: Any) -> None:
        """Show score tables (core.report.tables.ScoreTables); tabs without rows are hidden."""
        parts = (
            (self.rse_model, tables.rse),
            (self.ice_model, tables.ice),
            (self.nearest_model, tables.nearest),
        )
        for number, (model, rows) in enumerate(parts):
            model.set_rows(rows)
            self.setTabVisible(number, bool(rows) or (number == 0 and not tables.ice))
            table = self._tabs[number][0]
            if rows and table not in self._fitted:
                self._fitted.add(table)
                table.fit()

    def _table(self, name: str, parts: Sequence[Column]) -> tuple[RowsModel, DataTable]:
        model = RowsModel(parts, self)
        return model, DataTable(name, model)

    def _open(self, metric: str, row: Any) -> None:
        if row is None:
            return
        wanted = {"metric": metric, "model": row.model, "judge": row.judge}
        if metric == "rse":
            wanted |= {"reference": row.reference, "prompt_set": row.prompt_set or ""}
        self.cases_wanted.emit(wanted)

    def _retitle(self) -> None:
        for number, (_table, title) in enumerate(self._tabs):
            self.setTabText(number, tr(title))
