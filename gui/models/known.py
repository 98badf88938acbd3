"""Known models: the catalog with makers, providers, prices and notes, searchable."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.study import ModelSpec
from gui.context import Context
from gui.models.columns import KNOWN, KnownModel
from gui.study.draft import FIRST_ASKED
from gui.widgets.form import text_field
from gui.widgets.layout import column, row
from gui.widgets.left_out import LeftOutLine
from gui.widgets.rows import RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label, named


class KnownTab(QWidget):
    """`model_wanted` carries a ModelSpec for the study page."""

    model_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.search = named(text_field(hint="Search"), "Search models")
        self.search.setClearButtonEnabled(True)
        self.model = RowsModel(KNOWN, self)
        # The catalog has a few hundred lines: filtering them in a proxy costs nothing.
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self.model)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.textChanged.connect(self._shown.setFilterFixedString)
        self.table = DataTable("Known models", self._shown, rows=True)
        self.table.opened.connect(lambda _index: self._use())
        # Its note is long: it is said in full, as is what the list has no room for.
        self.about = LeftOutLine(self.table, KNOWN, self._chosen, long="Note")
        self.use_button = button("Use in a study", self._use, "primary")
        note = label(
            "List prices in US$ for a million tokens. One that is unknown is entered with the model in a study, under "
            "More options.",
            "caption",
            wrap=True,
        )
        foot = row(self.use_button, note, gap=12)
        foot.setStretch(1, 1)
        box = column(self.search, self.table, self.about, foot, gap=10, margins=(0, 8, 0, 0))
        box.setStretch(1, 1)
        self.setLayout(box)
        context.memory.keep("models.known", self.table.horizontalHeader())

    def refresh(self) -> None:
        """Read the catalog, once; prices take a moment."""
        if not self.model.rows:
            self.context.tasks.work(_catalog).latest("models.known").owned_by(self).then(self._show).start()

    def _show(self, rows: list[KnownModel]) -> None:
        self.model.set_rows(rows)
        self.table.fit()
        self.table.selectRow(0)

    def _chosen(self) -> KnownModel | None:
        chosen: KnownModel | None = self.model.row_at(self._shown.mapToSource(self.table.currentIndex()))
        return chosen

    def _use(self) -> None:
        known = self._chosen()
        if known is not None:
            kind, params = known.model.kind, dict(FIRST_ASKED)
            name, served = known.model.name, known.served
            self.model_wanted.emit(
                ModelSpec(name, "test", known.provider, model=served, kind=kind, params=params)
            )


def _catalog() -> list[KnownModel]:
    from core.llm import catalog
    from core.llm.price import price

    return [
        KnownModel(model, provider, served, price(served, provider))
        for model in catalog.models()
        for provider, served in model.ids.items()
    ]
