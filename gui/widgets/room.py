"""How the columns of a table share the width that there is, so that none is cut at the edge without need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from gui.widgets.heads import Heads

# Pixels: the air beside a text, the widest that a column asks for, what a text that is shortened keeps (the first,
# which says what a row is about, more), and what a head asks for beyond its words, for the arrow of a sorted column.
_AIR, _WIDEST, _READABLE, _FIRST, _ARROW = 14, 340, 105, 160, 22
SAID_ONCE = (
    100  # how spare a column is that says the same in all rows: it is said once beside the table instead
)
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
    """The room of a table's columns: shared when the table asks, and again when the table is drawn wider.

    Where it is short, heads of several words go on two lines, and then spare columns are left out. `spare`: of the
    columns that may be, the one of the highest number is left out first. `width`: the room that there is, in pixels.
    `whole`: whether a column is never shortened. `reads`: what a shortened text keeps, in pixels; 0: as others do.
    `lent`: pixels of the air at the left of numbers that they can do without while heads stand on two lines.
    """

    def __init__(
        self,
        table: QTableView,
        spare: Callable[[int], int],
        width: Callable[[], int],
        whole: Callable[[int], object] = lambda _column: False,
        reads: Callable[[int], int] = lambda _column: 0,
        lent: int = 0,
    ) -> None:
        self._table, self._spare, self._width, self._whole = table, spare, width, whole
        self._reads, self._lent = reads, lent
        self.left_out: list[int] = []  # for want of room, as they stand in the table
        self._wished: set[int] = set()
        self._airy: list[int] = []  # with room to breathe, where there is enough of it
        self._tight: list[int] = []
        self._tall: list[int] = []  # tight, with heads on two lines
        self._cells: list[int] = []
        self._given: list[int] = []
        self._last = -1  # of the columns that are shown

    def fit(self) -> None:
        """Measure what heads and cells need, and share the width."""
        numbers = range(self._table.horizontalHeader().count())
        heads = [self._head(number, False) for number in numbers]
        self._cells = [self._table.sizeHintForColumn(number) + _SLACK for number in numbers]
        self._airy = [min(max(pair) + _AIR, _WIDEST) for pair in zip(heads, self._cells, strict=True)]
        self._tight = self._close(heads)
        tall = self._close([self._head(number, True) for number in numbers])
        self._tall = [width - self._lends(number) for number, width in enumerate(tall)]
        self._share()

    def fit_again(self) -> None:
        """Measure once more, in another language perhaps, unless somebody drew the columns otherwise."""
        if self.is_given():
            self.fit()

    def changed(self) -> None:
        """Share another width, unless somebody drew the columns otherwise."""
        if self.is_given():
            self._share()

    def is_given(self) -> bool:
        """Whether the columns are as wide as they were made here."""
        return bool(self._given) and self._widths() == self._given

    def is_changed(self) -> bool:
        """Whether they are as wide as somebody made them after that."""
        return bool(self._given) and not self.is_given()

    @property
    def wished(self) -> set[int]:
        """The columns that somebody wants to see, however little room there is."""
        return set(self._wished)

    def wish(self, column: int, on: bool) -> None:
        """Somebody wants to see a column, however little room there is, or not any more."""
        self._wished = self._wished | {column} if on else self._wished - {column}

    def show_all(self) -> None:
        """Show what was left out: the columns are others, or what is shown is to be remembered."""
        for column in self.left_out:
            self._table.setColumnHidden(column, False)
        self.left_out = []

    def anew(self) -> None:
        """Share once more: other columns are shown."""
        if not self._airy:
            return
        # A table that was given other columns has other widths to ask for.
        self._share() if len(self._airy) == self._table.horizontalHeader().count() else self.fit()

    def _share(self) -> None:
        hidden = self._table.isColumnHidden
        shown = [n for n in range(len(self._airy)) if n in self.left_out or not hidden(n)]
        room = self._width()
        airy = sum(self._airy[n] for n in shown) <= room
        on_two = not airy and sum(self._least(n, self._tight) for n in shown) > room
        tight = self._tall if on_two else self._tight
        kept = self._keep(shown, tight, room)
        self._break(on_two)
        self._leave_out([n for n in shown if n not in kept], kept[-1:])
        least = [self._least(n, tight, stretched=True) for n in kept]
        if sum(least) > room and least:  # then the first column gives way too
            least[0] = min(least[0], _READABLE)
        asked = [self._airy[n] for n in kept] if airy else self._asked(kept, tight)
        # Where there is more room than is asked for, texts that were to be shortened have it.
        spare = not on_two and sum(asked) <= room
        air = _AIR if airy else 0
        widths = self._wide(kept, asked, air, room) if spare else share(asked, least, room)
        for number, width in zip(kept, widths, strict=True):
            self._table.setColumnWidth(number, width)
        self._given = self._widths()

    def _wide(self, columns: list[int], asked: list[int], air: int, room: int) -> list[int]:
        """Longer texts whole, but for the last one's, which has what is left anyway."""
        whole = [max(wish, self._cells[n] + air) for n, wish in zip(columns[:-1], asked, strict=False)]
        return share([*whole, *asked[-1:]], asked, room)

    def _keep(self, shown: list[int], tight: list[int], room: int) -> list[int]:
        """Those of the columns that have room beside each other; the most spare ones go first."""
        said_once = [n for n in shown if self._spare(n) >= SAID_ONCE and n not in self._wished]
        # Before a text is shortened.
        short = sum(tight[n] for n in shown) > room
        shown = [n for n in shown if not (short and n in said_once)]
        kept = list(shown)
        while sum(self._least(n, tight) for n in kept) > room:
            spare = [n for n in kept if n not in self._wished and self._spare(n)]
            if not spare:
                break
            kept.remove(max(spare, key=lambda n: (self._spare(n), n)))
        return self._with_small_ones(kept, [n for n in shown if n not in kept], tight, room)

    def _with_small_ones(self, kept: list[int], out: list[int], tight: list[int], room: int) -> list[int]:
        """A narrow column may fit where a wide one, that is less spare, does not."""
        left = room - sum(self._least(n, tight) for n in kept)
        for number in sorted(out, key=self._spare):
            if (needed := self._least(number, tight)) <= left:
                kept, left = [*kept, number], left - needed
        return sorted(kept)

    def _leave_out(self, columns: list[int], last: list[int]) -> None:
        """Hide columns; the last that is left takes the rest of the width, unless it is a number, which would then
        stand far from the others."""
        header = self._table.horizontalHeader()
        stretched = bool(last) and not self._is_number(last[0])
        if columns != self.left_out or stretched != header.stretchLastSection():
            header.setStretchLastSection(False)  # Qt miscounts its length when a stretched column is hidden
            for number in {*columns, *self.left_out}:
                self._table.setColumnHidden(number, number in columns)
            header.setStretchLastSection(stretched)
        self.left_out = columns
        self._last = last[0] if last else -1

    def _break(self, on_two: bool) -> None:
        header = self._table.horizontalHeader()
        if isinstance(header, Heads):
            header.break_lines(on_two)

    def _head(self, column: int, on_two: bool) -> int:
        header = self._table.horizontalHeader()
        return (
            header.width_of(column, on_two) if isinstance(header, Heads) else header.sectionSizeHint(column)
        )

    def _close(self, heads: list[int]) -> list[int]:
        """Widths without air, and without room for the arrow of a sorted column."""
        return [min(max(h - _ARROW, c), _WIDEST) for h, c in zip(heads, self._cells, strict=True)]

    def _asked(self, columns: list[int], tight: list[int]) -> list[int]:
        """The last column takes what the others leave, where it is stretched."""
        header = self._table.horizontalHeader()
        last = self._last if header.stretchLastSection() else -1
        return [self._least(n, tight, stretched=True) if n == last else tight[n] for n in columns]

    def _least(self, column: int, tight: list[int], *, stretched: bool = False) -> int:
        """What a column has to have; of the last one, which takes what the others leave, only its head's width."""
        header = self._table.horizontalHeader()
        on_two, lowest = tight is self._tall, header.minimumSectionSize()
        lent = self._lends(column) if on_two else 0
        cell, head = self._cells[column] - lent, self._head(column, on_two) - _ARROW - lent
        stretched = stretched and not self._spare(column)  # one that may be left out is read, or is not there
        if stretched and header.stretchLastSection() and column == self._last:
            return max(lowest, head)
        return max(lowest, head, self._kept(column, cell))

    def _lends(self, column: int) -> int:
        """What a number gives of the air at its left, where heads stand on two lines."""
        return self._lent if self._is_number(column) else 0

    def _kept(self, column: int, cell: int) -> int:
        """What a cell keeps: a number all, a text what can be read."""
        if self._is_number(column) or self._whole(column):
            return cell
        return min(cell, self._reads(column) or (_FIRST if column == 0 else _READABLE))

    def _widths(self) -> list[int]:
        """All but the last, which may be stretched over the rest."""
        return [self._table.columnWidth(number) for number in range(len(self._airy)) if number != self._last]

    def _is_number(self, column: int) -> bool:
        head = self._table.model().headerData(
            column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        return bool(int(head or 0) & Qt.AlignmentFlag.AlignRight.value)
