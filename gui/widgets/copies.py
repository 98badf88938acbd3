"""That a table was copied: nothing on the screen would show it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from gui import format as fmt
from gui.i18n import tr


class Copies(QObject):
    """`made` carries a line on what was put on the clipboard."""

    made = Signal(object)

    def tell(self, *tables: Sequence[Sequence[str]]) -> None:
        """Say how much of tables, each with its heads, was copied."""
        rows = sum(len(lines) - 1 for lines in tables)
        if len(tables) > 1:
            self.made.emit(
                tr("Copied: {tables} tables, rows in all: {rows}", tables=len(tables), rows=fmt.count(rows))
            )
        elif tables:
            columns = fmt.count(len(tables[0][0]))
            one = tr("Copied: 1 row, {columns} columns", columns=columns)
            more = tr("Copied: {rows} rows, {columns} columns", rows=fmt.count(rows), columns=columns)
            self.made.emit(one if rows == 1 else more)


copies = Copies()  # of all tables: they know no window
