"""The list of judgments: columns of fitting widths, and what is hidden while a person labels blind."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QShowEvent

from gui.calm import calm
from gui.context import Context
from gui.inspector.columns import COLUMNS
from gui.inspector.model import JudgmentsModel
from gui.widgets.room import Room
from gui.widgets.table import DataTable

MODEL, OUTCOME = 1, 7
_DIMENSIONS = frozenset((8, 9, 10))  # style, structure, content
_WIDTHS = (72, 150, 62, 220)  # until there are rows
_WIDEST = 230  # of the models' names, which keep their room
_OUTCOME = 145  # what is claimed is read, not only that something is
# Score, outcome, and the three dimensions with the claim; and the names of both models, which sway a person.
_HIDDEN = (1, 2, 5, 7, 8, 9, 10, 11)


@calm
class JudgmentsTable(DataTable):
    """Its columns share the width, and those that are needed least are left out, unless somebody drew them."""

    def __init__(self, context: Context, model: JudgmentsModel) -> None:
        super().__init__("Judgments", model, rows=True)
        self._room = self._shared = _NamesFirst(self)
        for number, width in enumerate(_WIDTHS):
            self.setColumnWidth(number, width)
        self._blind, self._about = False, ""
        self._shown: list[int] = []  # columns that were there before judges' words were hidden
        self._settled = context.memory.by_hand("inspector.list")
        context.memory.keep("inspector.list", self.horizontalHeader())
        model.loaded.connect(self._rows_came)

    def choose(self, row: int) -> None:
        """Select this row alone, also while Ctrl is held down: Qt's own would add it, or take it out."""
        flags = QItemSelectionModel.SelectionFlag
        wanted = self.model().index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(wanted, flags.ClearAndSelect | flags.Rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shared.forget_heads()  # before, they had no style

    def hide_judges(self, blind: bool) -> None:
        """Hide or show what judges say, and of which model; columns that somebody hid before stay hidden."""
        if blind == self._blind:
            return
        self._blind, fitted = blind, self.is_fitted()
        self.show_left_out()
        if blind:
            self._shown = [n for n in _HIDDEN if not self.isColumnHidden(n)]
        for number in self._shown:
            self.setColumnHidden(number, blind)
        if fitted:
            self._room.anew()

    def tell_about(self, metric: str) -> None:
        """Of which metric all judgments are that are listed, if they are: columns of the other one have no room."""
        if metric == self._about:
            return
        self._about = metric
        if self.is_fitted():
            self._settled = False  # other words come, which need other widths
            self._room.anew()

    def says_nothing(self, column: int) -> bool:
        """Whether no judgment that is listed fills a column."""
        about = COLUMNS[column].metric
        return bool(about and self._about and about != self._about)

    def _fit_heads(self) -> None:
        """Columns that were fitted stay as they are without rows too: wider ones would have to be scrolled."""
        if self.model().rowCount() or not self.is_fitted():
            super()._fit_heads()

    def _rows_came(self) -> None:
        """To measure takes time: the first rows say enough of the others."""
        self._fit_heads()  # while there were none, the heads had taken their room
        if not self._settled and self.model().rowCount() and not self._blind:
            self._settled = True
            self.fit()


class _NamesFirst(Room):
    """What a judgment is about is not shortened for want of room."""

    def __init__(self, table: JudgmentsTable) -> None:
        super().__init__(table, table.spare, table.room_there)
        self._list = table
        self._heads: dict[
            int, int
        ] = {}  # Qt takes a tenth of a millisecond for each, and they are asked for often

    def fit(self) -> None:
        """Measure the heads anew, too: the words may be others."""
        self.forget_heads()
        super().fit()

    def forget_heads(self) -> None:
        """They may be wider or narrower by now."""
        self._heads.clear()

    def _keep(self, shown: list[int], tight: list[int], room: int) -> list[int]:
        """One dimension without the others says little: its room is the prompt's. Nor do columns of dashes get any."""
        worth = [n for n in shown if n in self.wished or not self._list.says_nothing(n)]
        kept = super()._keep(worth, tight, room)
        if not _DIMENSIONS & set(worth) or set(kept) >= _DIMENSIONS & set(worth):
            return kept
        return super()._keep([n for n in worth if n in self.wished or n not in _DIMENSIONS], tight, room)

    def _with_small_ones(self, kept: list[int], out: list[int], tight: list[int], room: int) -> list[int]:
        """What fits into the room that is left is the prompt's too, unless every judgment may fill it."""
        return super()._with_small_ones(kept, [n for n in out if not COLUMNS[n].metric], tight, room)

    def _kept(self, column: int, cell: int) -> int:
        longest = {MODEL: _WIDEST, OUTCOME: _OUTCOME}.get(column)
        return min(cell, longest) if longest else super()._kept(column, cell)

    def _head(self, column: int, on_two: bool) -> int:  # noqa: ARG002 - one line: a low list shows few rows
        if column not in self._heads:
            self._heads[column] = super()._head(column, False)
        return self._heads[column]

    def _break(self, on_two: bool) -> None:
        """The heads stay on one line."""
