"""The button that says which columns are shown; the choice is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from gui.context import Context
from gui.i18n import bind, tr
from gui.results.cells import ScoreColumn, ScoreTable
from gui.widgets.text import named


class ColumnChooser(QPushButton):
    """`changed` after every choice. Columns are known by their names, so that tables of one kind share a choice."""

    changed = Signal()

    def __init__(self, context: Context, key: str, hidden: Sequence[str] = ()) -> None:
        super().__init__()
        self._preferences, self._key = context.preferences, f"{key}.hidden"
        kept = self._preferences.state(self._key)
        self.hidden = set(bytes(kept.data()).decode().split(",")) if kept is not None else set(hidden)
        self._columns: dict[str, ScoreColumn] = {}
        self.setAutoDefault(False)
        bind(self, "setText", "Columns")
        named(self, "Columns", "Choose which columns are shown.")
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)

    def offer(self, columns: Sequence[ScoreColumn]) -> None:
        """The columns that can be hidden."""
        self._columns = {c.name: c for c in columns if c.name and not c.fixed}

    def apply(self, *tables: ScoreTable) -> None:
        """Show and hide the columns of tables."""
        for table in tables:
            for number, column in enumerate(table.rows_model.columns):
                name = column.name if isinstance(column, ScoreColumn) else ""
                table.setColumnHidden(number, bool(name) and name in self.hidden)

    def choose(self, name: str, on: bool) -> None:
        """Show or hide a column."""
        self.hidden = self.hidden - {name} if on else self.hidden | {name}
        self._preferences.set_state(self._key, QByteArray((",".join(sorted(self.hidden)) or "-").encode()))
        self.changed.emit()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for name, column in self._columns.items():
            action = menu.addAction(column.title if column.literal else tr(column.title))
            action.setCheckable(True)
            action.setChecked(name not in self.hidden)
            action.toggled.connect(lambda on, name=name: self.choose(name, on))
