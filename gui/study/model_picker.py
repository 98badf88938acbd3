"""A searchable list of the catalog's models at one provider."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gui.i18n import tr
from gui.widgets.form import text_field
from gui.widgets.layout import column
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import label, named


class ModelPicker(QDialog):
    """`chosen` carries the model's name and the provider's name for it."""

    chosen = Signal(str, str)

    def __init__(self, provider: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Choose a model"))
        self._provider = provider
        self.search = named(text_field(hint="Search"), "Search models")
        self.model = RowsModel(_columns(provider), self)
        # The catalog has a few hundred models: filtering them in a proxy costs nothing.
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self.model)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.textChanged.connect(self._shown.setFilterFixedString)
        self.table = DataTable("Models", self._shown, rows=True)
        self.table.opened.connect(lambda _index: self.accept())
        self._lay_out()
        self._fill()

    def accept(self) -> None:
        model = self.model.row_at(self._shown.mapToSource(self.table.currentIndex()))
        if model is not None:
            self.chosen.emit(model.name, model.ids.get(self._provider, model.name))
            super().accept()

    def _fill(self) -> None:
        from core.llm import catalog

        self.model.set_rows(catalog.models(self._provider))
        self._none.setVisible(not self.model.rows)
        self.table.fit()
        self.table.selectRow(0)

    def _lay_out(self) -> None:
        self._none = label(
            "The catalog knows no models of this provider. Write the name by hand.", "muted", wrap=True
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(self.search, self._none, self.table, buttons, margins=(18, 16, 18, 14), gap=10))
        self.resize(620, 460)


def _columns(provider: str) -> tuple[Column, ...]:
    return (
        Column("Name", lambda m: m.name),
        Column("Maker", lambda m: m.vendor),
        Column("Provider's name", lambda m: m.ids.get(provider, "")),
        Column("Released", lambda m: m.released),
        Column("Note", lambda m: m.retired),
    )
