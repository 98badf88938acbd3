"""The list of judgments: columns of fitting widths, and what is hidden while a person labels blind."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel

from gui.context import Context
from gui.inspector.model import JudgmentsModel
from gui.widgets.table import DataTable

MODEL = 1
_WIDTHS = (72, 150, 62, 220)
_NARROWEST, _WIDEST = 110, 230  # of the models' names
# Score, outcome, and the three dimensions with the claim; and the names of both models, which sway a person.
_HIDDEN = (1, 2, 5, 7, 8, 9, 10, 11)


class JudgmentsTable(DataTable):
    """Its widths are the person's own once they were remembered; until then the models' names get their room."""

    def __init__(self, context: Context, model: JudgmentsModel) -> None:
        super().__init__("Judgments", model, rows=True)
        for number, width in enumerate(_WIDTHS):
            self.setColumnWidth(number, width)
        self._blind = False
        self._shown: list[int] = []  # columns that were there before judges' words were hidden
        self._own_widths = context.preferences.state("inspector.list") is not None
        context.memory.keep("inspector.list", self.horizontalHeader())
        model.loaded.connect(self._fit_names)

    def choose(self, row: int) -> None:
        """Select this row alone, also while Ctrl is held down: Qt's own would add it, or take it out."""
        flags = QItemSelectionModel.SelectionFlag
        wanted = self.model().index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(wanted, flags.ClearAndSelect | flags.Rows)

    def hide_judges(self, blind: bool) -> None:
        """Hide or show what judges say, and of which model; columns that somebody hid before stay hidden."""
        if blind == self._blind:
            return
        self._blind = blind
        if blind:
            self._shown = [n for n in _HIDDEN if not self.isColumnHidden(n)]
        for number in self._shown:
            self.setColumnHidden(number, blind)

    def _fit_names(self) -> None:
        if not self._own_widths and self.model().rowCount() and not self._blind:
            self._own_widths = True
            wanted = self.sizeHintForColumn(MODEL) + 14
            self.setColumnWidth(MODEL, max(_NARROWEST, min(wanted, _WIDEST)))


def halves(width: int) -> list[int]:
    """The list and what it lists; a narrow window's list needs a greater part for the names and the scores."""
    listed = max(490, width * 2 // 5)
    return [listed, width - listed]
