"""An error in what Qt calls by itself is told once; the cell shows a dash, and the window lives on."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

import gui
from gui import calm as calm_module
from gui.calm import calm
from gui.results.cells import ScoreColumn, ScoreModel
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.window import MainWindow

Index = QModelIndex | QPersistentModelIndex
ROWS = [("first", 1), ("second", 0), ("third", 2)]
COLUMNS = (
    Column("Name", lambda row: row[0]),
    Column("Share", lambda row: str(2 // row[1]), lambda row: 2 // row[1], number=True),
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """The errors that were told."""
    heard: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: heard.append(error))
    return heard


def painted(qtbot: QtBot, widget: QWidget) -> None:
    """Show a widget, and let it be painted twice, by events alone."""
    widget.resize(420, 240)
    widget.show()
    qtbot.waitExposed(widget)
    for _ in range(2):
        (widget.viewport() if hasattr(widget, "viewport") else widget).update()
        QApplication.processEvents()


def table_of(qtbot: QtBot, model: RowsModel) -> DataTable:
    made = DataTable("Test", model)
    model.setParent(made)
    qtbot.addWidget(made)
    return made


def texts(table: DataTable, column: int) -> list[str]:
    return [line[column] for line in table.lines()[1:]]


def test_a_cell_that_fails_shows_a_dash_and_is_told_once(qtbot: QtBot, told: list[BaseException]) -> None:
    table = table_of(qtbot, RowsModel(COLUMNS))
    table.model().set_rows(ROWS)
    painted(qtbot, table)
    table.fit()
    table.copy_all()
    assert texts(table, 1) == ["2", "–", "1"]
    assert "second\t–" in QGuiApplication.clipboard().text()
    assert [type(error) for error in told] == [ZeroDivisionError]
    QGuiApplication.clipboard().clear()


def test_rows_whose_value_fails_come_last(qtbot: QtBot, told: list[BaseException]) -> None:
    table = table_of(qtbot, RowsModel(COLUMNS))
    table.model().set_rows(ROWS)
    painted(qtbot, table)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert texts(table, 0) == ["third", "first", "second"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert texts(table, 0) == ["first", "third", "second"]
    assert told


def test_values_that_do_not_compare_leave_the_order(qtbot: QtBot, told: list[BaseException]) -> None:
    table = table_of(qtbot, RowsModel([Column("Mixed", lambda row: str(row[1]), lambda row: row[1])]))
    table.model().set_rows([("a", 1), ("b", "x")])
    painted(qtbot, table)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.model().set_rows([("c", 2), ("d", "y")])
    painted(qtbot, table)
    assert texts(table, 0) == ["2", "y"]
    assert [type(error) for error in told] == [TypeError]


def test_a_model_that_fails_elsewhere_than_in_a_column_too(
    qtbot: QtBot, window: MainWindow, told: list[BaseException]
) -> None:
    model = ScoreModel([ScoreColumn("Name", lambda row: row[0])], window.context)
    model.strong = lambda row: row[1] / 0
    table = table_of(qtbot, model)
    model.set_rows(ROWS)
    painted(qtbot, table)
    assert texts(table, 0) == ["first", "second", "third"]
    assert [type(error) for error in told] == [ZeroDivisionError]


@calm
class Delegate(QStyledItemDelegate):
    """Fails in all that it is asked."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        raise ValueError("style")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        raise ValueError("paint")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:  # noqa: N802
        raise ValueError("size")


def test_a_delegate_that_fails_paints_as_any_other(qtbot: QtBot, told: list[BaseException]) -> None:
    table = table_of(qtbot, RowsModel([Column("Word", lambda row: row[0])]))
    table.setItemDelegate(Delegate(table))
    table.model().set_rows(ROWS)
    painted(qtbot, table)
    table.fit()
    painted(qtbot, table)
    assert sorted(str(error) for error in told) == ["paint", "size", "style"]


@calm
class Failing(QWidget):
    """Fails while it paints, and on every event."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        raise ValueError(f"paint {painter.isActive()}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        raise ValueError("resize")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        raise ValueError("close")


def test_painting_that_fails_leaves_no_painter_behind(qtbot: QtBot, told: list[BaseException]) -> None:
    widget = Failing()
    qtbot.addWidget(widget)
    painted(qtbot, widget)
    widget.close()
    assert sorted(str(error) for error in told) == ["close", "paint True", "resize"]


@calm
class Refusing(QDialog):
    """Fails when it is told to close, which its slot with no arguments hears of with one."""

    def reject(self) -> None:
        raise ValueError("reject")


def test_a_dialog_that_fails_can_be_left(qtbot: QtBot, told: list[BaseException]) -> None:
    for _ in range(2):
        dialog = Refusing()
        qtbot.addWidget(dialog)
        painted(qtbot, dialog)
        clicks.press(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
    assert len(told) == 2  # what somebody does is told each time


def test_the_window_says_it_in_its_dialog_and_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.context.services.errors
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    page: Any = window.page("prompts")
    desk.install()
    try:
        page.set_model.set_columns(COLUMNS)
        page.set_model.set_rows(ROWS)
        qtbot.waitUntil(lambda: desk._box is not None)
        assert "kept" in desk._box.informativeText()
        assert "ZeroDivisionError" in desk._box.detailedText()
        desk._box.close()
        page.sets.viewport().update()
        QApplication.processEvents()
        assert desk._box is None
    finally:
        desk.remove()
    assert window.isVisible()
    assert texts(page.sets, 1) == ["2", "–", "1"]


def classes() -> Iterator[tuple[str, type]]:
    for found in pkgutil.walk_packages(gui.__path__, "gui."):
        module = importlib.import_module(found.name)
        for each in vars(module).values():
            if isinstance(each, type) and each.__module__ == found.name:
                yield found.name, each


def test_every_method_in_place_of_one_of_qt_is_guarded() -> None:
    left = [
        f"{module}.{made.__name__}.{name}"
        for module, made in classes()
        for name, method in vars(made).items()
        if isinstance(method, FunctionType)
        and calm_module.is_in_place_of_qt(made, name)
        and not hasattr(method, "__wrapped__")
    ]
    assert left == []
