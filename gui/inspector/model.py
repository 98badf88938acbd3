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
from gui.context import Context
from gui.i18n import language, tr
from gui.inspector.columns import COLUMNS

Index = QModelIndex | QPersistentModelIndex
FIRST_PAGE, LATER_PAGES, KEPT_ROWS, AHEAD = 200, 2_000, 4_000, 100
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class _Page:
    """What one read brings: ids, the rows of the first of them, and where the next page starts."""

    ids: list[int]
    rows: list[Any]
    last: tuple[Any, int] | None
    whole: bool


class JudgmentsModel(QAbstractTableModel):
    """`counted` carries how many judgments pass the filter; `loaded` follows each first page."""

    counted = Signal(int)
    loaded = Signal()

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

    def reload(self) -> None:
        """Read the first page anew, and count."""
        self._generation += 1
        self.beginResetModel()
        self._clear()
        self.endResetModel()
        chosen = self._filter
        if chosen is None:
            return
        self._read_page(None, FIRST_PAGE)
        if job := self._context.read(lambda reader: _store().count(reader, chosen)):
            job.latest("inspector.count").owned_by(self).then(self.counted.emit).start()

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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        row = self._row(index.row())
        return column.text(row) if row is not None else fmt.NONE

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section].title)
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
        self._wanted: set[int] = set()
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

    def _row(self, place: int) -> Any:
        judgment = self._ids[place]
        if judgment in self._rows:
            self._rows.move_to_end(judgment)
            return self._rows[judgment]
        self._wanted.add(place)
        if not self._fetcher.isActive():
            self._fetcher.start()
        return None

    def _keep(self, row: Any) -> None:
        self._rows[row.id] = row
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)

    def _fetch_rows(self) -> None:
        """Read the rows that were asked for, and some that follow: the reader scrolls on."""
        wanted, self._wanted = self._wanted, set()
        if not wanted:
            return
        low, high = min(wanted), max(wanted) + AHEAD
        missing = [i for i in self._ids[low:high] if i not in self._rows][:1_000]
        if job := self._context.read(lambda reader: _store().rows(reader, missing)):
            job.owned_by(self).then(self._got_rows).start()

    def _got_rows(self, rows: list[Any]) -> None:
        for row in rows:
            self._keep(row)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def _retitle(self) -> None:
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
