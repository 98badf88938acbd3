"""The paper's tables beside one's own, where there is room for both; else they follow below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.calm import calm
from gui.context import Context
from gui.results.cells import ScoreTable
from gui.results.stack import Part, TableStack
from gui.widgets.layout import row

BOTH, ROOMY = 960, 1400  # pixels from which on two tables have room side by side, and from which on in full


@calm
class PaperBeside(QWidget):
    """`placed` is said when the paper's tables went to the other place."""

    placed = Signal()

    def __init__(self, context: Context, own: TableStack, widths: tuple[int, int]) -> None:
        """widths: of the paper's tables in pixels, where there is just room for both, and where there is more."""
        super().__init__()
        self.own, self.paper = own, TableStack(context)
        self._own: Sequence[Part] = ()
        self._paper: Sequence[Part] = ()
        self._widths = widths
        self.paper.hide()
        both = row(own, self.paper, gap=18)
        both.setStretch(0, 1)
        self.setLayout(both)

    def show_parts(self, own: Sequence[Part], paper: Sequence[Part]) -> None:
        """Show one's own tables, and the paper's."""
        self._own, self._paper = own, paper
        self._put(self._room())

    def tables(self) -> list[ScoreTable]:
        """All that are shown, one's own first."""
        return [*self.own.tables, *self.paper.tables]

    def wanted_height(self) -> int:
        """The height at which nothing has to be scrolled."""
        beside = 0 if self.paper.isHidden() else self.paper.wanted_height()
        return max(self.own.wanted_height(), beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.paper.setFixedWidth(self._widths[self.width() >= ROOMY])
        if self._room() == self.paper.isHidden():
            self._put(self._room())
            self.placed.emit()

    def _room(self) -> bool:
        return bool(self._paper) and self.width() >= BOTH

    def _put(self, beside: bool) -> None:
        self.paper.setVisible(beside)
        self.own.show_parts([*self._own, *(() if beside else self._paper)])
        self.paper.show_parts(self._paper if beside else [])
