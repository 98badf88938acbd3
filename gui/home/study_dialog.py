"""Tags and notes of a study."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from gui.i18n import tr
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column


class StudyDialog(QDialog):
    """`changed` carries tags and notes."""

    changed = Signal(str, str)

    def __init__(self, info: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Tags and notes: {name}", name=info.study))
        self.tags = text_field(info.tags, "Separated by commas")
        self.notes = QPlainTextEdit(info.notes)
        self.notes.setTabChangesFocus(True)
        form = Form()
        form.add("Tags", self.tags)
        form.add("Notes", self.notes)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(form, buttons, gap=12, margins=(18, 16, 18, 14)))
        self.resize(520, 300)

    def accept(self) -> None:
        self.changed.emit(self.tags.text().strip(), self.notes.toPlainText().strip())
        super().accept()
