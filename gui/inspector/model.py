"""The list of judgments, paged, sorted and filtered in SQL: ids of what was paged in, rows of what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from gui import format as fmt
from gui import readers
from gui.calm import calm
from gui.context import Context
from gui.glossary import meaning
from gui.i18n import language, tr
from gui.inspector.columns import COLUMNS
from gui.tasks import Job

Index = QModelIndex | QPersistentModelIndex
FIRST_PAGE, LATER_PAGES, KEPT_ROWS = 200, 2_000, 4_000
# Rows are read on when so few are left to scroll to, by so many; ids when fewer than this are left, or than half.
NEAR, AHEAD, NEAR_END = 150, 500, 1_000
COUNTING = "count"  # a thread of its own: nobody waits for a number
# As numbers: a view asks for some ten roles of every cell that it paints, and names of enums are slow to look up.
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ALIGNED = tuple(_RIGHT if column.number else _LEFT for column in COLUMNS)
_NOT_READ = tuple(fmt.NONE for _ in COLUMNS)


@dataclass(frozen=True)
class _Page:
    """What one read brings: ids, the rows of the first of them, and where the next page starts."""

    ids: list[int]
    rows: list[Any]
    last: tuple[Any, int] | None
    whole: bool


@calm
class JudgmentsModel(QAbstractTableModel):
    """`counted` carries how many judgments pass the filter; `loaded` follows each first page."""

    counted = Signal(int)
    loaded = Signal()
    columns = COLUMNS

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._filter: Any = None
        self._sort, self._descending = "id", False
        self._generation = 0
        self._clear()
        self._fetcher = QTimer(self)
        self._fetcher.setSingleShot(True)
        self._fetcher.setInterval(0)
        self._fetcher.timeout.connect(self._fetch_rows)
        language.changed.connect(self._retitle)

    @property
    def chosen(self) -> Any:
        """The filter in use; None before the first."""
        return self._filter

    def show(self, chosen: Any) -> None:
        """Show the judgments that pass a filter (core.store.filters.JudgmentFilter); None: nothing."""
        self._filter = chosen
        self.reload()

    def reload(self, at_least: int = 0) -> None:
        """Read the first page anew, and count; the page is long enough for `at_least` rows."""
        self._generation += 1
        self.beginResetModel()
        self._clear()
        self.endResetModel()
        chosen = self._filter
        if chosen is None:
            return
        self._read_page(None, max(FIRST_PAGE, at_least))

    def id_at(self, row: int) -> int | None:
        """The judgment in a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, judgment: int) -> int | None:
        """Where a judgment stands among those paged in."""
        try:
            return self._ids.index(judgment)
        except ValueError:
            return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._whole and not self._paging and bool(self._ids)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._read_page(self._last, LATER_PAGES)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _ALIGNMENT:
            return _ALIGNED[index.column()]
        if role not in (_DISPLAY, _TOOL_TIP):
            return None
        place, column = index.row(), index.column()
        if not 0 <= place < len(self._ids):
            return None
        return self._tip(place, column) if role == _TOOL_TIP else self._cells(place)[column]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section].title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return meaning(COLUMNS[section].term) or tr(COLUMNS[section].title)
        return (
            (_RIGHT if COLUMNS[section].number else _LEFT)
            if role == Qt.ItemDataRole.TextAlignmentRole
            else None
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = COLUMNS[column].sort if 0 <= column < len(COLUMNS) else "id"
        wanted = (key or self._sort, order == Qt.SortOrder.DescendingOrder)
        if key and wanted != (self._sort, self._descending):
            self._sort, self._descending = wanted
            self.reload()

    def _clear(self) -> None:
        self._ids: list[int] = []
        self._rows: OrderedDict[int, Any] = OrderedDict()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._wanted: set[int] = set()
        self._reading = False
        self._last: tuple[Any, int] | None = None
        self._whole = self._paging = False

    def _read_page(self, after: tuple[Any, int] | None, limit: int) -> None:
        chosen, sort, descending, generation = self._filter, self._sort, self._descending, self._generation
        job = self._context.read(lambda reader: _page(reader, chosen, sort, descending, after, limit))
        if job is not None:
            self._paging = True
            job.latest("inspector.page").owned_by(self).then(lambda page: self._add(page, generation)).start()

    def _add(self, page: _Page, generation: int) -> None:
        if generation != self._generation:
            return
        first = not self._ids
        self._paging, self._whole, self._last = False, page.whole, page.last or self._last
        for row in page.rows:
            self._keep(row)
        if page.ids:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(page.ids) - 1)
            self._ids += page.ids
            self.endInsertRows()
        if first:
            self.loaded.emit()
            self._count(self._filter)  # only now: it would take its share of the machine from the first page

    def _count(self, chosen: Any) -> None:
        path = self._context.workspace
        if path is not None:
            job = Job(self._context.tasks, COUNTING, lambda: _store().count(readers.reader(path), chosen))
            job.latest("inspector.count").owned_by(self).then(self.counted.emit).start()

    def _cells(self, place: int) -> tuple[str, ...]:
        """The texts of a row; where it is not read yet, or the next rows are not, they are asked for."""
        judgment, known = self._ids[place], len(self._ids)
        texts = self._texts.get(judgment) or self._say(judgment)
        ahead = self._ids[min(place + NEAR, known - 1)]
        if texts is _NOT_READ or ahead not in self._rows or place > known - min(NEAR_END, known // 2):
            self._wanted.add(place)
            if not self._fetcher.isActive():
                self._fetcher.start()
        return texts

    def _tip(self, place: int, column: int) -> str:
        """What a cell says, in more words where it has them."""
        row, whole = self._rows.get(self._ids[place]), COLUMNS[column].whole
        return whole(row) if whole is not None and row is not None else self._cells(place)[column]

    def _say(self, judgment: int) -> tuple[str, ...]:
        row = self._rows.get(judgment)
        if row is None:
            return _NOT_READ
        self._rows.move_to_end(judgment)
        texts = self._texts[judgment] = tuple(column.text(row) for column in COLUMNS)
        return texts

    def _keep(self, row: Any) -> None:
        self._rows[row.id] = row
        while len(self._rows) > KEPT_ROWS:
            gone, _row = self._rows.popitem(last=False)
            self._texts.pop(gone, None)

    def _fetch_rows(self) -> None:
        """Read the rows that were asked for, and some that follow: the reader scrolls on."""
        wanted, self._wanted = self._wanted, set()
        if not wanted or self._reading:  # what is seen then asks again
            return
        low, high, known = max(0, min(wanted) - NEAR), max(wanted) + AHEAD, len(self._ids)
        if max(wanted) > known - min(NEAR_END, known // 2):
            self.fetchMore(QModelIndex())
        missing = [i for i in self._ids[low:high] if i not in self._rows][:1_000]
        if missing and (job := self._context.read(lambda reader: _store().rows(reader, missing))):
            self._reading, generation = True, self._generation
            job.owned_by(self).then(lambda rows: self._got_rows(rows, generation)).start()

    def _got_rows(self, rows: list[Any], generation: int) -> None:
        if generation != self._generation:
            return
        self._reading = False
        for row in rows:
            self._keep(row)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def _retitle(self) -> None:
        self._texts.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)


def _store() -> Any:
    from core.store import judgments

    return judgments


def _page(
    reader: Any, chosen: Any, sort: str, descending: bool, after: tuple[Any, int] | None, limit: int
) -> _Page:
    ids = _store().ids(reader, chosen, sort, descending, after, limit)
    rows = _store().rows(reader, ids[:FIRST_PAGE])
    last = _store().place(reader, ids[-1], sort) if ids else None
    return _Page(ids, rows, last, whole=len(ids) < limit)
