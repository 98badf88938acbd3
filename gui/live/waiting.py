"""The runs that wait for the one that is on: what they are, and out of the queue with them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.i18n import tr
from gui.runs import Wish
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button

_COLUMNS = (
    Column("Study", lambda w: w.study.name),
    Column("Models", lambda w: ", ".join(model.name for model in w.study.models)),
    Column("Workspace", lambda w: w.workspace.stem),
)


class WaitingTab(QWidget):
    """Shows the queue in its order."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Runs that wait", self.model, rows=True)
        self.table.setSortingEnabled(False)
        self.drop_button = button("Take out of queue", self._drop, "danger")
        box = column(self.table, row(self.drop_button, None), gap=10, margins=(0, 8, 0, 0))
        box.setStretch(0, 1)
        self.setLayout(box)

    def show_queue(self) -> None:
        """Show what waits now."""
        waiting = list(self.context.runs.waiting)
        if waiting != self.model.rows:
            self.model.set_rows(waiting)
            self.table.fit()
            self.table.selectRow(0)

    def _drop(self) -> None:
        wish: Wish | None = self.model.row_at(self.table.currentIndex())
        if wish is None:
            return
        place, runs = self.table.currentIndex().row(), self.context.runs
        runs.drop(wish)
        text = tr("{study} was taken out of the queue.", study=wish.study.name)
        self.context.offer_undo.emit(text, lambda: runs.put_back(wish, place))
