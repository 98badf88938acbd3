"""A table model over a list of rows that fits in memory. Big tables have a model of their own in gui.inspector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.calm import NONE, calm, calmed
from gui.glossary import meaning
from gui.i18n import language, sentences, tr

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
# As numbers: a view asks for some ten roles of every cell that it paints, and names of enums are slow to look up.
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ANSWERED = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole), _ALIGNMENT)
SORT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Column:
    """One column: its title (in English), how a row's cell reads, and what it is sorted by (default: the text)."""

    title: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    number: bool = False
    tip: str = ""
    term: str = field(default="", kw_only=True)  # the word of the glossary that it is about
    verbatim: bool = field(default=False, kw_only=True)  # the title comes from a file, and is no word of ours
    spare: int = field(
        default=0, kw_only=True
    )  # where there is no room: the highest is left out first, 0 never
    # Pixels that a text of it keeps when it is shortened, where the usual ones would say too little.
    reads: int = field(default=0, kw_only=True)
    # What may stand in it, so that it has the room before it comes; such a column is never shortened.
    holds: Callable[[], Sequence[str]] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        # One cell that fails, in whatever use, leaves the others as they are.
        object.__setattr__(self, "text", calmed(self.text, NONE))
        if self.key is not None:
            object.__setattr__(self, "key", calmed(self.key, None))

    @property
    def head(self) -> str:
        """Its title, in the language in use."""
        return self.title if self.verbatim else tr(self.title)

    @property
    def explained(self) -> str:
        """What a pointer over its head is told, in the language in use."""
        said = (tr(self.tip) if self.tip else "", meaning(self.term))
        return sentences(*filter(None, said)) or self.head


@calm
class RowsModel(QAbstractTableModel):
    """Shows a list of rows in columns."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[Any] = []
        self._sort: tuple[int, Qt.SortOrder] | None = None
        language.changed.connect(self._retitle)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; where their number is the same, selection and scroll position stay."""
        fresh = self._sorted(list(rows), self._sort)
        if len(fresh) == len(self.rows) and fresh:
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns, self._sort = list(columns), None
        self.endResetModel()

    def row_at(self, index: Index) -> Any:
        """The row behind an index; None where there is none."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        column, place = self.columns[index.column()], index.row()
        if place >= len(self.rows):
            return None
        if role == _ALIGNMENT:
            return _RIGHT if column.number else _LEFT
        return column.text(self.rows[place])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.explained
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = (column, order) if 0 <= column < len(self.columns) else None
        rows = self._sorted(self.rows, wanted)  # before anything is announced: values may not compare
        self._sort = wanted
        self.layoutAboutToBeChanged.emit()
        self.rows = rows
        self.layoutChanged.emit()

    def _sorted(self, rows: list[Any], by: tuple[int, Qt.SortOrder] | None) -> list[Any]:
        if by is None:
            return rows
        column, descending = self.columns[by[0]], by[1] == Qt.SortOrder.DescendingOrder
        key = column.key or column.text
        there = [row for row in rows if key(row) is not None]
        # What has no value comes last either way.
        missing = [row for row in rows if key(row) is None]
        return sorted(there, key=key, reverse=descending) + missing

    def _retitle(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
