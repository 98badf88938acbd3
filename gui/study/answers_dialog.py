"""Answers that exist already: a file, or a table pasted from the clipboard, with a choice of the two columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from core.errors import DistilScopeError
from core.study import ModelSpec
from gui import files
from gui.answer_columns import AnswerColumns
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.study import answers, words
from gui.widgets.banner import Banner
from gui.widgets.form import Form, choice, choose, text_field
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label


class AnswersDialog(QDialog):
    """`chosen` carries the ModelSpec of a recorded model."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, path: Path | None = None, parent: QWidget | None = None, role: str = "test"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add answers"))
        self.context, self.path = context, path
        self.folder = context.preferences.data_folder() / "answers"
        self.banner = Banner()
        self.name, self.role = (
            text_field(),
            choice(*((t, k) for k, t in words.ROLES.items() if k != "mutator")),
        )
        choose(self.role, role)
        self.columns, self._named = AnswerColumns(), ""
        self.model = RowsModel((), self)
        self.table = DataTable("First rows of the answers", self.model, rows=True)
        self._lay_out()
        if path is not None:
            self.look(path)

    def look(self, path: Path) -> None:
        """Read the first rows of a file; it names the model, unless somebody did."""
        self.path = path
        if self.name.text() == self._named:
            self._named = path.stem
            self.name.setText(self._named)
        job = self.context.tasks.work(lambda: answers.look(path)).latest("answers.look").owned_by(self)
        job.then(self._show).otherwise(self._failed).start()

    def accept(self) -> None:
        path, folder = self.path, self.folder
        if path is None or not self.name.text().strip():
            self.banner.say(tr("Choose a file or paste a table, and give the model a name."), "warn")
            return
        if lacks := self.columns.lacks():
            self.banner.say(lacks[1], "warn")
            lacks[0].setFocus()
            return
        columns = self.columns.chosen()
        self.ok.setEnabled(False)
        job = self.context.tasks.work(lambda: answers.usable(path, columns, folder)).owned_by(self)
        job.then(self._done).otherwise(self._failed).start()

    def _done(self, found: tuple[Path, int]) -> None:
        path, number = found
        name, role = self.name.text().strip(), self.role.currentData()
        self.chosen.emit(ModelSpec(name, role, "recorded", path=str(path)))
        self.context.said.emit(tr("{n} answers of {name} were read.", n=number, name=name))
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(self.path is not None)
        self.banner.say(said(error), "bad")

    def _show(self, found: answers.Look) -> None:
        self.banner.hide()
        self.columns.offer(found.columns, found.guess)
        for box in (self.columns.prompt, self.columns.response):
            self.form.setRowVisible(box, self.columns.needed)
        if not self.columns.needed:
            self.banner.say(tr("Prompts and answers were found in it: no column needs to be chosen."))
        self.model.set_columns([_column(name) for name in found.columns])
        self.model.set_rows(found.rows)
        self.table.fit()
        self.ok.setEnabled(True)

    def _paste(self) -> None:
        text, folder = QGuiApplication.clipboard().text(), self.folder
        job = self.context.tasks.work(lambda: answers.keep_pasted(text, folder)).owned_by(self)
        job.then(self.look).otherwise(self._failed).start()

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), files.start_at(), answers.FILES)
        if name:
            self.look(files.chosen(name))

    def _lay_out(self) -> None:
        form = self.form = Form()
        form.add("Name", self.name)
        form.add("Role", self.role)
        form.add("Column with the prompts", self.columns.prompt)
        form.add("Column with the answers", self.columns.response)
        hint = label("Answers are matched to the prompts by id, or by text.", "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setProperty("kind", "primary")
        self.ok.setText(tr("Add answers"))
        self.ok.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.browse = button("Choose file…", self._browse)
        self.paste = button(
            "Paste table", self._paste, tip="A table with a line of heads, copied from a spreadsheet."
        )
        parts = (row(self.browse, self.paste, None), hint, form, self.banner, self.table)
        box = column(*parts, buttons, gap=12, margins=(18, 16, 18, 14))
        box.setStretch(len(parts) - 1, 1)
        self.setLayout(box)
        self.resize(720, 560)


def _column(name: str) -> Column:
    return Column(name, lambda values: _cell(values.get(name, "")), verbatim=True)


def _cell(value: Any) -> str:
    return str(value).replace("\n", " ")[:300]
