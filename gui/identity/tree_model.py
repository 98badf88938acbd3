"""The tree of a search as Qt shows it: seeds at the top, below each what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui import format as fmt
from gui.calm import calm
from gui.i18n import language, tr
from gui.identity import words

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class TreeColumn:
    """One column: title, text, what a click on its head sorts by (None: the order of the search), and a tip."""

    title: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    tip: str = ""


COLUMNS = (
    TreeColumn("Template", lambda r: words.one_line(r.template.text)),
    TreeColumn("Origin", lambda r: words.capital(r.operator)),
    TreeColumn(
        "Visits", lambda r: fmt.count(r.visits), lambda r: r.visits or 0,
        "How often the search went this way.",
    ),
    TreeColumn("Asked", lambda r: fmt.count(r.asked), lambda r: r.asked, "Questions asked under this template."),
    TreeColumn(
        "Contradictions", lambda r: fmt.count(r.contradictions), lambda r: r.contradictions,
        "Responses that contradicted the facts.",
    ),
    TreeColumn("Kind", lambda r: words.capital(r.template.kind)),
)  # fmt: skip


@dataclass(eq=False)
class _Node:
    row: Any
    parent: _Node | None
    place: int
    children: list[_Node] = field(default_factory=list)


@calm
class TreeModel(QAbstractItemModel):
    """Rows of core.report.search_tree, parents before their children."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._top: list[_Node] = []
        self._nodes: dict[int, _Node] = {}
        self._sort: tuple[int, bool] = (-1, False)
        language.changed.connect(self._retitle)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        made: dict[str, _Node] = {}
        self._top = []
        for each in rows:
            parent = made.get(each.parent)
            made[each.template.id] = node = _Node(each, parent, 0)
            (parent.children if parent else self._top).append(node)
        # The numbers that indexes carry: pointers to Python objects would not keep these alive.
        self._nodes = {id(node): node for node in made.values()}
        self._order()
        self.endResetModel()

    def row_at(self, index: Index) -> Any:
        """The row behind an index; None where there is none."""
        node = self._node(index)
        return node.row if node else None

    def index_of(self, template: str) -> QModelIndex:
        """Where a template stands."""
        found = next((n for n in self._nodes.values() if n.row.template.id == template), None)
        return self.createIndex(found.place, 0, id(found)) if found else QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        nodes = self._below(parent)
        if 0 <= row < len(nodes) and 0 <= column < len(COLUMNS):
            return self.createIndex(row, column, id(nodes[row]))
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> Any:  # type: ignore[override]  # noqa: B008
        node = self._node(index)
        above = node.parent if node else None
        return self.createIndex(above.place, 0, id(above)) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.column() > 0 else len(self._below(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, ARG002 - Qt's own default
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if node is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return COLUMNS[index.column()].text(node.row)
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[index.column()].key:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(column.tip or column.title)
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column.key else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = (column, order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        nodes = [self._node(index) for index in before]
        self._order()
        after = [
            self.createIndex(node.place, index.column(), id(node)) if node else QModelIndex()
            for node, index in zip(nodes, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, descending = self._sort
        key = COLUMNS[column].key if 0 <= column < len(COLUMNS) else None
        came = {node: place for place, node in enumerate(self._nodes.values())}
        for level in (self._top, *(node.children for node in self._nodes.values())):
            level.sort(key=came.__getitem__)
            if key is not None:
                level.sort(key=lambda node, key=key: key(node.row), reverse=descending)
            for place, node in enumerate(level):
                node.place = place

    def _below(self, parent: Index) -> list[_Node]:
        node = self._node(parent)
        return node.children if node else self._top

    def _node(self, index: Index) -> _Node | None:
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def _retitle(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.layoutChanged.emit()
