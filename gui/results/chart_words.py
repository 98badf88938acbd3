"""Change the title and the labels of a chart before it is exported."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gui.i18n import tr
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column


class ChartWords(QDialog):
    """An empty field brings back what the figures say. An axis of names has no label, so none is asked for."""

    def __init__(self, view: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Edit words"))
        self._view = view
        data, texts = view.data, view.texts
        self.title = text_field(texts.title or data.title)
        self.x_label, self.y_label = text_field(texts.x or data.x), text_field(texts.y or data.y)
        form = Form()
        form.add("Title", self.title)
        form.add("Label of the x axis", self.x_label)
        form.add("Label of the y axis", self.y_label)
        for field, drawn in zip((self.x_label, self.y_label), view.figure.has_labels(), strict=True):
            form.setRowVisible(field, drawn)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(form, None, buttons, gap=12, margins=(18, 16, 18, 14)))
        self.resize(520, 220)

    def accept(self) -> None:
        said = (field.text().strip() or None for field in (self.title, self.x_label, self.y_label))
        self._view.set_texts(*said)
        super().accept()
