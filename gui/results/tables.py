"""The three score tables as tabs; a row that is opened leads to its judgments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal

from gui.context import Context
from gui.results import columns
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.tabs import Tabs


class ScoreTabs(Tabs):
    """`cases_wanted` carries the filter values (a dict) of the row that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context, name: str) -> None:
        self.rse_model, self.rse = _table("Similarity scores (RSE)", columns.RSE)
        self.ice_model, self.ice = _table("Identity scores (ICE)", columns.ICE)
        self.nearest_model, self.nearest = _table("Nearest reference", columns.NEAREST)
        self._tables = (self.rse, self.ice, self.nearest)
        titles = ("Similarity (RSE)", "Identity (ICE)", "Nearest reference")
        super().__init__("Score tables", *zip(titles, self._tables, strict=True))
        self._fitted: set[DataTable] = set()
        self.rse.opened.connect(lambda index: self._open("rse", self.rse_model.row_at(index)))
        self.ice.opened.connect(lambda index: self._open("ice", self.ice_model.row_at(index)))
        for table, key in ((self.rse, "rse"), (self.ice, "ice"), (self.nearest, "nearest")):
            context.memory.keep(f"{name}.{key}", table.horizontalHeader())

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
            table = self._tables[number]
            if rows and table not in self._fitted:
                self._fitted.add(table)
                self._fit(table)

    def _fit(self, table: DataTable) -> None:
        """What is not seen is fitted in a turn of the event loop of its own: each takes a frame's time."""
        if table is self.currentWidget():
            table.fit()
        else:
            QTimer.singleShot(0, table, table.fit)

    def _open(self, metric: str, row: Any) -> None:
        if row is None:
            return
        wanted = {"metric": metric, "model": row.model, "judge": row.judge}
        if metric == "rse":
            wanted |= {"reference": row.reference, "prompt_set": row.prompt_set or ""}
        self.cases_wanted.emit(wanted)


def _table(name: str, parts: Sequence[Column]) -> tuple[RowsModel, DataTable]:
    model = RowsModel(parts)
    table = DataTable(name, model)
    model.setParent(table)
    return model, table
