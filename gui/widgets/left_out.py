"""A line below a table that tells of the current row what its list has no room for."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.i18n import language, tr
from gui.widgets.layout import column
from gui.widgets.rows import RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import label


class LeftOutLine(QWidget):
    """Hidden while every column is shown, or those that are left out have nothing to say."""

    def __init__(self, table: DataTable, model: RowsModel) -> None:
        super().__init__()
        self._table, self._model = table, model
        self.words = label(role="caption", wrap=True)
        self.setLayout(column(self.words))
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # once for all columns that were drawn narrower together
        self._soon.timeout.connect(self._tell)
        table.selectionModel().currentRowChanged.connect(self._again)
        table.horizontalHeader().sectionResized.connect(self._again)
        model.dataChanged.connect(self._again)
        model.modelReset.connect(self._again)
        language.changed.connect(self._again)

    def _again(self, *_what: object) -> None:
        self._soon.start()

    def _tell(self) -> None:
        told = self._told()
        self.words.setText(told)
        self.setVisible(bool(told))

    def _told(self) -> str:
        current = self._model.row_at(self._table.currentIndex())
        if current is None:
            return ""
        parts = [self._model.columns[number] for number in self._table.left_out()]
        found = [(part.head, part.text(current)) for part in parts]
        words = (tr("{head}: {value}", head=head, value=value) for head, value in found if value != fmt.NONE)
        return "  ·  ".join(words)
