"""A line below a table that tells of the current row what its list has no room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.i18n import language, tr
from gui.widgets.layout import column
from gui.widgets.rows import Column
from gui.widgets.table import DataTable
from gui.widgets.text import label


class LeftOutLine(QWidget):
    """Hidden while every column is shown, or those that are left out have nothing to say."""

    def __init__(
        self, table: DataTable, columns: Sequence[Column], current: Callable[[], Any], long: str = ""
    ) -> None:
        """current: the row that is told of; long: the title of a column that is said here though it is shown."""
        super().__init__()
        self._table, self._columns, self._current, self._long = table, columns, current, long
        self.words = label(role="caption", wrap=True)
        self.setLayout(column(self.words))
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # once for all columns that were drawn narrower together
        self._soon.timeout.connect(self._tell)
        table.selectionModel().currentRowChanged.connect(self._again)
        table.horizontalHeader().sectionResized.connect(self._again)
        table.model().dataChanged.connect(self._again)
        table.model().modelReset.connect(self._again)
        language.changed.connect(self._again)

    def text(self) -> str:
        """What is said."""
        return self.words.text()

    def _again(self, *_what: object) -> None:
        self._soon.start()

    def _tell(self) -> None:
        told = self._told()
        self.words.setText(told)
        self.setVisible(bool(told))

    def _told(self) -> str:
        current, out = self._current(), self._table.left_out()
        if current is None:
            return ""
        parts = [part for n, part in enumerate(self._columns) if n in out or part.title == self._long]
        found = [(part.head, part.text(current)) for part in parts]
        words = (tr("{head}: {value}", head=head, value=value) for head, value in found if value != fmt.NONE)
        return "  ·  ".join(words)
