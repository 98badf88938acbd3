"""Columns that somebody drew stay as they are, whatever is loaded, and in the next window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gui import pages
from gui.widgets.table import DataTable
from gui.window import MainWindow

DRAWN = 60  # pixels
QUEUE = "Runs that wait"  # its order is what it says


def draw(qtbot: QtBot, table: DataTable, column: int = 0) -> int:
    """Make a column wider by the mouse; its width then."""
    head = table.horizontalHeader()
    edge = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) - 1, head.height() // 2)
    before = table.columnWidth(column)
    qtbot.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    for x in (DRAWN // 2, DRAWN):
        qtbot.mouseMove(head.viewport(), edge + QPoint(x, 0))
    qtbot.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(DRAWN, 0))
    assert table.columnWidth(column) == before + DRAWN
    return before + DRAWN


def opened(qtbot: QtBot, window: MainWindow, name: str) -> Any:
    window.resize(1280, 800)
    window.show_page(name)
    clicks.settled(qtbot, window)
    return window.page(name)


def test_a_column_that_was_drawn_stays_whatever_is_loaded(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window, "prompts")
    width = draw(qtbot, page.prompts)
    page.sets.selectRow(1)
    clicks.settled(qtbot, window)
    assert page.prompts.columnWidth(0) == width


def test_it_is_as_wide_in_the_next_window(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    first = make_window()
    width = draw(qtbot, opened(qtbot, first, "prompts").prompts)
    first.context.memory.save()
    page = opened(qtbot, make_window(), "prompts")
    assert page.prompts.columnWidth(0) == width


def test_one_that_nobody_drew_is_fitted_in_the_next_window(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    first = make_window()
    page = opened(qtbot, first, "prompts")
    before = [page.prompts.columnWidth(n) for n in range(4)]
    page.prompts.setColumnWidth(0, 20)  # as it would be in a narrow window
    page.prompts.fit()
    first.context.memory.save()
    page = opened(qtbot, make_window(), "prompts")
    assert not page.prompts.is_drawn()
    assert [page.prompts.columnWidth(n) for n in range(4)] == before


def test_columns_are_fitted_again_by_wish(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window, "prompts")
    before = page.prompts.columnWidth(0)
    draw(qtbot, page.prompts)
    page.prompts._head_menu(QPoint(5, 5))
    table = page.prompts
    [menu] = [menu for menu in table.findChildren(QMenu) if menu.isVisible() and menu.parent() is table]
    next(action for action in menu.actions() if action.text() == "Fit the columns").trigger()
    menu.close()
    assert page.prompts.columnWidth(0) == before


@pytest.mark.parametrize("name", pages.TITLES)
def test_every_table_of_a_page_can_be_sorted_copied_and_is_remembered(window: MainWindow, name: str) -> None:
    page = window.page(name)
    kept = [reference() for reference in window.context.memory._kept.values()]
    for table in page.findChildren(DataTable):
        assert table.isSortingEnabled() or table.name == QUEUE, table.name
        assert any(action.text() == "Copy" for action in table.actions()), table.name
        assert not table.REMEMBERED or any(table.horizontalHeader() is each for each in kept), table.name
