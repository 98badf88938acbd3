"""Import a prompt file: its first ten rows, and a choice of the column that holds the prompts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from core.errors import DistilScopeError
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.prompts import files as library
from gui.widgets.banner import Banner
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable

_ROWS = 10


class ImportDialog(QDialog):
    """`imported` carries the name and the PromptSet when the dialog was accepted and the file was read."""

    imported = Signal(str, object)

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import prompts"))
        self.context, self.path = context, path
        self.banner = Banner()
        self.name = text_field(path.stem)
        self.column = QComboBox()
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model = RowsModel((), self)
        self.table = DataTable("First rows of the file", self.model, rows=True)
        self._lay_out()
        self._preview()
        self.column.activated.connect(lambda _index: self._preview())

    def accept(self) -> None:
        path, column_name, name = self.path, self._chosen(), self.name.text().strip() or self.path.stem
        self.ok.setEnabled(False)
        job = self.context.tasks.work(lambda: library.read_file(path, column_name)).owned_by(self)
        job.then(lambda found: self._read(name, found)).otherwise(self._failed).start()

    def _read(self, name: str, found: Any) -> None:
        self.imported.emit(name, found)
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(True)
        self.banner.say(said(error), "bad")

    def _chosen(self) -> str | None:
        return self.column.currentData() or None

    def _preview(self) -> None:
        path, column_name = self.path, self._chosen()
        job = (
            self.context.tasks.work(lambda: _preview(path, column_name))
            .latest("prompts.preview")
            .owned_by(self)
        )
        job.then(self._show).otherwise(self._failed).start()

    def _show(self, preview: Any) -> None:
        if self.column.count() == 0:
            self.column.addItem(tr("as recognised"), None)
            for name in preview.columns:
                self.column.addItem(name, name)
        self.model.set_columns([_column(name) for name in preview.columns])
        self.model.set_rows(preview.rows)
        self.table.fit()
        self.ok.setEnabled(bool(preview.form))
        if preview.form:
            self.banner.say(
                tr("Read as: {form}. The first prompt: {text}", form=preview.form, text=_first(preview))
            )
        else:
            self.banner.say(tr("Choose the column that holds the prompts."), "warn")

    def _lay_out(self) -> None:
        form = Form()
        form.add("Name", self.name)
        form.add("Column with the prompts", self.column)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Import"))
        self.ok.setProperty("kind", "primary")
        self.ok.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = column(form, self.banner, self.table, buttons, gap=12, margins=(18, 16, 18, 14))
        box.setStretch(2, 1)
        self.setLayout(box)
        self.resize(720, 500)


def _preview(path: Path, column_name: str | None) -> Any:
    from core.prompts import read

    return read.preview(path, _ROWS, column=column_name)


def _column(name: str) -> Column:
    return Column(name, lambda row: str(row.get(name, ""))[:300], verbatim=True)


def _first(preview: Any) -> str:
    return preview.prompts[0].text.replace("\n", " ")[:120] if preview.prompts else ""
