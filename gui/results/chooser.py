"""The button that says which columns are shown; the choice is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
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
        names = set(bytes(kept.data()).decode().split(",")) if kept is not None else set(hidden)
        self.wished = {
            name[1:] for name in names if name.startswith("+")
        }  # shown, however little room there is
        self.hidden = {name for name in names if not name.startswith("+")}
        self._tables: tuple[ScoreTable, ...] = ()
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
        self._tables = tables
        for table in tables:
            table.choose_columns(self.hidden, self.wished)

    def choose(self, name: str, on: bool) -> None:
        """Show or hide a column."""
        self.hidden = self.hidden - {name} if on else self.hidden | {name}
        self.wished = self.wished | {name} if on else self.wished - {name}
        names = sorted({*self.hidden, *(f"+{name}" for name in self.wished)})
        self._preferences.set_state(self._key, QByteArray((",".join(names) or "-").encode()))
        self.changed.emit()

    def _is_shown(self, name: str) -> bool:
        out = (
            getattr(table.rows_model.columns[n], "name", "")
            for table in self._tables
            if shiboken6.isValid(table)
            for n in table.left_out()
        )
        return name not in self.hidden and name not in out

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for name, column in self._columns.items():
            action = menu.addAction(column.title if column.literal else tr(column.title))
            action.setCheckable(True)
            action.setChecked(self._is_shown(name))
            action.toggled.connect(lambda on, name=name: self.choose(name, on))
