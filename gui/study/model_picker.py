"""A searchable list of the models at one provider: what it listed itself, and what the catalog knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from core.report.safe import one_line
from gui.i18n import tr
from gui.messages import said
from gui.widgets.form import text_field
from gui.widgets.layout import column
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import label, named


class ModelPicker(QDialog):
    """`chosen` carries the model's name and the provider's name for it."""

    chosen = Signal(str, str)

    def __init__(self, provider: str, parent: QWidget | None = None, *, listed: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Choose a model"))
        self._provider, self._listed = provider, listed
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
        self.model.set_rows(_models(self._provider, self._listed))
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


def _models(provider: str, listed: Sequence[str]) -> list[Any]:
    """First what the server itself listed; of a server of one's own nothing else is known to be there."""
    from core.llm import catalog

    known = {model.ids[provider]: model for model in catalog.models(provider)}
    there = [known.get(name) or catalog.Model(name, "", {provider: name}) for name in listed]
    own = any(p.id == provider and (p.local or not p.key_page) for p in catalog.providers())
    return there + [m for name, m in known.items() if name not in listed and not (own and listed)]


def _columns(provider: str) -> tuple[Column, ...]:
    from core.ice.facts import display_name

    return (
        Column("Name", lambda m: one_line(m.name)),
        Column("Maker", lambda m: display_name(m.vendor)),
        Column("Provider's name", lambda m: one_line(m.ids.get(provider, ""))),
        Column("Released", lambda m: m.released),
        Column("Note", lambda m: said(m.retired)),
    )
