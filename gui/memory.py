"""Remembers columns and splitters: restored when they are made, saved when the window closes."""

from __future__ import annotations

import weakref
from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView, QSplitter

from gui.preferences import Preferences
from gui.widgets.table import DataTable

Kept = QHeaderView | QSplitter


class Memory:
    """The headers and splitters whose state is kept under a name."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._kept: dict[str, weakref.ref[Kept]] = {}

    def keep(self, name: str, thing: Kept) -> None:
        """Restore the state that was saved under this name, and save it again at the end."""
        self._kept[name] = weakref.ref(thing)
        if (state := self._preferences.state(name)) is not None:
            thing.restoreState(state)
            if isinstance(table := thing.parent(), DataTable) and self.by_hand(name):
                table.keep_widths()

    def keep_tables(self, name: str, tables: Iterable[DataTable]) -> None:
        """Keep the columns of those tables of a page that are not kept under a name of their own."""
        kept = [reference() for reference in self._kept.values()]
        for table in tables:
            header = table.horizontalHeader()
            if not any(header is each for each in kept):
                self.keep(f"{name}.{table.name}", header)

    def by_hand(self, name: str) -> bool:
        """Whether somebody drew the columns that were remembered; else another window may fit them anew."""
        state = self._preferences.state
        return state(name) is not None and state(f"{name}.fitted") is None

    def save(self) -> None:
        """Save what still exists."""
        for name, reference in self._kept.items():
            thing = reference()
            if thing is not None and shiboken6.isValid(thing):
                if isinstance(table := thing.parent(), DataTable):
                    fitted = b"" if table.is_drawn() else b"1"
                    self._preferences.set_state(f"{name}.fitted", QByteArray(fitted))
                    table.show_left_out()
                self._preferences.set_state(name, thing.saveState())
