"""How the columns of a table share the width that there is, so that none is cut at the edge without need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

# Pixels: the air beside a text, the widest that a column asks for, what a text that is shortened keeps (the first,
# which says what a row is about, more), and what a head asks for beyond its words, for the arrow of a sorted column.
_AIR, _WIDEST, _READABLE, _FIRST, _ARROW = 14, 340, 105, 160, 22
_SLACK = 6  # pixels: of texts that are about as long, the widest may not be among those that were measured


def share(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths that fill at most `room`: wide columns give way first, none below its least.

    Where even the least do not fit, the table has to be scrolled, and each gets what it wants.
    """
    if sum(wanted) <= room or sum(least) > room:
        return list(wanted)
    low, high = 0, max(wanted)
    while low < high:  # the highest common limit under which all fit
        middle = (low + high + 1) // 2
        fits = sum(_limited(wanted, least, middle)) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return _limited(wanted, least, low)


def _limited(wanted: Sequence[int], least: Sequence[int], limit: int) -> list[int]:
    return [max(small, min(wish, limit)) for wish, small in zip(wanted, least, strict=True)]


class Room:
    """The room of a table's columns: shared when the table asks, and again when the table is drawn wider."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._airy: list[int] = []  # with room to breathe, where there is enough of it
        self._tight: list[int] = []
        self._least: list[int] = []
        self._given: list[int] = []

    def fit(self) -> None:
        """Measure what heads and cells need, and share the width."""
        header = self._table.horizontalHeader()
        heads = [header.sectionSizeHint(number) for number in range(header.count())]
        cells = [self._table.sizeHintForColumn(number) + _SLACK for number in range(header.count())]
        self._airy = [min(max(pair) + _AIR, _WIDEST) for pair in zip(heads, cells, strict=True)]
        self._tight = [min(max(h - _ARROW, c), _WIDEST) for h, c in zip(heads, cells, strict=True)]
        lowest = header.minimumSectionSize()
        self._least = [max(lowest, head - _ARROW, self._kept(n, cells[n])) for n, head in enumerate(heads)]
        if header.stretchLastSection():  # the last takes what the others leave
            self._tight[-1:] = self._least[-1:]
        self._share()

    def fit_again(self) -> None:
        """Measure once more, in another language perhaps, unless somebody drew the columns otherwise."""
        if self._given and self._widths() == self._given:
            self.fit()

    def changed(self) -> None:
        """Share another width, unless somebody drew the columns otherwise."""
        if self._given and self._widths() == self._given:
            self._share()

    def _share(self) -> None:
        shown = [n for n in range(len(self._airy)) if not self._table.isColumnHidden(n)]
        room = self._table.viewport().width()
        airy, tight, least = ([each[n] for n in shown] for each in (self._airy, self._tight, self._least))
        if sum(least) > room and least:  # then the first column gives way too
            least[0] = min(least[0], _READABLE)
        widths = airy if sum(airy) <= room else share(tight, least, room)
        for number, width in zip(shown, widths, strict=True):
            self._table.setColumnWidth(number, width)
        self._given = self._widths()

    def _kept(self, column: int, cell: int) -> int:
        """What a cell keeps: a number all; the last column nothing, where it takes what the others leave."""
        header = self._table.horizontalHeader()
        if header.stretchLastSection() and column == header.count() - 1:
            return 0
        return cell if self._is_number(column) else min(cell, _FIRST if column == 0 else _READABLE)

    def _widths(self) -> list[int]:
        """All but the last, which may be stretched over the rest."""
        return [self._table.columnWidth(number) for number in range(len(self._airy) - 1)]

    def _is_number(self, column: int) -> bool:
        head = self._table.model().headerData(
            column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        return bool(int(head or 0) & Qt.AlignmentFlag.AlignRight.value)
