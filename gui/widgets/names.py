"""Names of models in tables: those of a family differ at their ends, so that they are shortened in the middle."""

from __future__ import annotations

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gui.calm import calm

TITLES = frozenset({"Model", "Models", "Reference", "Judge", "Name", "First", "Second"})


@calm
class NameDelegate(QStyledItemDelegate):
    """Shortens in the middle."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


def shorten_names(table: QTableView, names: NameDelegate) -> None:
    """Let the columns of names, wherever they stand by now, shorten in the middle; the others keep their ways."""
    model = table.model()
    source = model.sourceModel() if isinstance(model, QAbstractProxyModel) else model
    titles = [column.title for column in getattr(source, "columns", ())]
    for number, title in enumerate(titles):
        if title in TITLES:
            table.setItemDelegateForColumn(number, names)
        elif table.itemDelegateForColumn(number) is names:
            table.setItemDelegateForColumn(number, None)  # type: ignore[arg-type]
