"""Tables without rows show their heads in full; names of models are told apart at their ends."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable

COLUMNS = (
    Column("Already there", lambda r: r[0], number=True),
    Column("Model", lambda r: r[1]),
    Column("Seconds per judgment", lambda r: r[2]),
    Column("95 % interval", lambda r: r[2], number=True),
)
ROW = ("1", "SmolLM2-135M-Instruct, greedy", "text")
NARROW = 49


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    model = RowsModel(COLUMNS)
    made = DataTable("Test", model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(260, 200)
    made.show()
    return made


def shows_its_heads(table: DataTable) -> bool:
    header = table.horizontalHeader()
    return all(header.sectionSize(n) >= header.sectionSizeHint(n) for n in range(header.count()))


def mode(table: DataTable, index: QModelIndex) -> Qt.TextElideMode:
    option: Any = QStyleOptionViewItem()
    delegate: Any = table.itemDelegateForIndex(index)
    table.initViewItemOption(option)
    delegate.initStyleOption(option, index)
    found: Qt.TextElideMode = option.textElideMode
    return found


def test_an_empty_table_shows_its_heads_in_full(qtbot: QtBot, table: DataTable) -> None:
    header = table.horizontalHeader()
    assert header.sectionSizeHint(2) > header.defaultSectionSize(), "the case is one"
    qtbot.waitUntil(lambda: shows_its_heads(table))
    table.setColumnWidth(0, NARROW)
    model: Any = table.model()
    model.set_columns(COLUMNS[:2])
    qtbot.waitUntil(lambda: shows_its_heads(table))


def test_an_empty_table_has_room_for_heads_of_another_language(qtbot: QtBot, table: DataTable) -> None:
    qtbot.waitUntil(lambda: shows_its_heads(table))
    language.choose("zh_CN")
    for column in range(3):
        table.setColumnWidth(column, NARROW)
    language.choose("en")
    qtbot.waitUntil(lambda: shows_its_heads(table))


def test_a_width_that_somebody_chose_is_there_again_with_the_rows(qtbot: QtBot, table: DataTable) -> None:
    model: Any = table.model()
    model.set_rows([ROW])
    table.setColumnWidth(0, NARROW)
    model.set_rows([])
    qtbot.waitUntil(lambda: shows_its_heads(table))
    model.set_rows([ROW])
    qtbot.waitUntil(lambda: table.columnWidth(0) == NARROW)


def test_names_of_models_are_shortened_in_the_middle(table: DataTable) -> None:
    model: Any = table.model()
    model.set_rows([ROW])
    modes = [mode(table, model.index(0, column)) for column in range(3)]
    middle, end = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
    assert modes == [end, middle, end]
    model.set_columns(COLUMNS[1:])
    model.set_rows([ROW])
    assert [mode(table, model.index(0, column)) for column in range(2)] == [middle, end]


def test_names_behind_a_filter_are_shortened_in_the_middle_too(qtbot: QtBot) -> None:
    model, proxy = RowsModel(COLUMNS), QSortFilterProxyModel()
    proxy.setSourceModel(model)
    made = DataTable("Filtered", proxy)
    qtbot.addWidget(made)
    model.setParent(made)
    proxy.setParent(made)
    model.set_rows([ROW])
    assert mode(made, proxy.index(0, 1)) == Qt.TextElideMode.ElideMiddle
