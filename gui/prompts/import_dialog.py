"""Import a prompt file: its first ten rows, and a choice of sheet, of encoding and of the column with the prompts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from core.errors import DistilScopeError
from gui.answer_columns import guess
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.prompts import files as library
from gui.widgets.banner import Banner
from gui.widgets.form import Form, choose, text_field
from gui.widgets.layout import column
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable

_ROWS = 10
_UNICODE = frozenset({"", "utf-8", "utf-8-sig"})  # nothing to be guessed wrong
_ENCODINGS = {
    "gb18030": "Simplified Chinese (GB18030)",
    "big5hkscs": "Traditional Chinese (Big5)",
    "cp932": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC)",
    "cp949": "Korean (Windows)",
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "utf-16": "Unicode (UTF-16)",
}


class ImportDialog(QDialog):
    """`imported` carries the name and the PromptSet when the dialog was accepted and the file was read."""

    imported = Signal(str, object)

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import prompts"))
        self.context, self.path = context, path
        self._columns: tuple[str, ...] = ()
        self.banner = Banner()
        self.name = text_field(path.stem)
        self.sheet, self.encoding, self.column = (_box() for _ in range(3))
        self.model = RowsModel((), self)
        self.table = DataTable("First rows of the file", self.model, rows=True)
        self._lay_out()
        self._preview()
        for box in (self.sheet, self.encoding, self.column):
            box.activated.connect(lambda _index: self._preview())

    def accept(self) -> None:
        path, chosen, name = self.path, self._chosen(), self.name.text().strip() or self.path.stem
        self.ok.setEnabled(False)
        job = self.context.tasks.work(lambda: library.read_file(path, **chosen)).owned_by(self)
        job.then(lambda found: self._read(name, found)).otherwise(self._failed).start()

    def _read(self, name: str, found: Any) -> None:
        self.imported.emit(name, found)
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(True)
        self.banner.say(said(error), "bad")

    def _unreadable(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(False)
        self.model.set_rows(())
        self.banner.say(said(error), "bad")

    def _chosen(self) -> dict[str, str | None]:
        boxes = {"column": self.column, "sheet": self.sheet, "encoding": self.encoding}
        return {name: box.currentData() or None for name, box in boxes.items()}

    def _preview(self) -> None:
        path, chosen = self.path, self._chosen()
        if chosen["column"] not in self._columns:  # those of another sheet
            chosen["column"] = None
        job = self.context.tasks.work(lambda: _preview(path, chosen)).latest("prompts.preview").owned_by(self)
        job.then(self._show).otherwise(self._unreadable).start()

    def _show(self, preview: Any) -> None:
        self._offer(preview)
        self.model.set_columns([_column(name) for name in preview.columns])
        self.model.set_rows(preview.rows)
        self.table.fit()
        self.ok.setEnabled(bool(preview.form))
        if preview.form:
            self.banner.say(
                tr("Read as: {form}. The first prompt: {text}", form=_form(preview), text=_first(preview))
            )
        else:
            self.banner.say(tr("Choose the column that holds the prompts."), "warn")

    def _offer(self, preview: Any) -> None:
        """What there is to choose from; a choice that nobody has is not shown."""
        if not self.sheet.count():
            _fill(self.sheet, preview.sheets)
        self.form.setRowVisible(self.sheet, len(preview.sheets) > 1)
        if not self.encoding.count() and preview.encoding not in _UNICODE:
            known = tr(_ENCODINGS.get(preview.encoding, preview.encoding))
            self.encoding.addItem(tr("as recognised: {encoding}", encoding=known), None)
            for codec, name in _ENCODINGS.items():
                self.encoding.addItem(tr(name), codec)
        self.form.setRowVisible(self.encoding, bool(self.encoding.count()))
        if self._columns != preview.columns:
            self.column.clear()
            self.column.addItem(tr("as recognised"), None)
            _fill(self.column, preview.columns)
            self._columns = preview.columns
            self._choose_guessed(preview.form)

    def _choose_guessed(self, form: str) -> None:
        """What was guessed is chosen in sight, so that exactly it is read."""
        if (named := form.removeprefix("column ")) != form:
            choose(self.column, named)

    def _lay_out(self) -> None:
        self.form = form = Form()
        form.add("Name", self.name)
        form.add("Sheet", self.sheet)
        form.add("Encoding", self.encoding)
        form.add("Column with the prompts", self.column)
        for part in (self.sheet, self.encoding):
            form.setRowVisible(part, False)
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


def _fill(box: QComboBox, names: Iterable[str]) -> None:
    for name in names:
        box.addItem(name, name)


def _box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _preview(path: Path, chosen: dict[str, str | None]) -> Any:
    from core.prompts import read

    found = read.preview(path, _ROWS, **chosen)
    if not found.columns:
        raise read.without_rows(path, found.problems)
    likely = "" if found.form or chosen["column"] else guess(found.columns, found.rows)[0]
    return read.preview(path, _ROWS, **{**chosen, "column": likely}) if likely else found


def _form(preview: Any) -> str:
    """The public form by its name; what is none, by its column."""
    named, _, name = preview.form.partition("column ")
    return preview.form if named else tr("the column {name}", name=name)


def _column(name: str) -> Column:
    return Column(name, lambda row: str(row.get(name, ""))[:300], verbatim=True)


def _first(preview: Any) -> str:
    return preview.prompts[0].text.replace("\n", " ")[:120] if preview.prompts else ""
