"""The line about what just happened: it stands where it covers nothing that is needed, and goes in its time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from gui import pages
from gui.notices import time_to_read
from gui.window import MainWindow


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def covered(window: MainWindow, page: QWidget) -> list[QWidget]:
    """The controls of the page in front that the message hides a part of."""
    toast = place(window, window.notices.toast)
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
    seen = [c for c in controls if c.isVisible() and not c.visibleRegion().isEmpty()]
    return [c for c in seen if place(window, c).intersects(toast)]


@pytest.mark.parametrize("size", [(800, 600), (1600, 1000)])
@pytest.mark.parametrize("name", list(pages.TITLES))
def test_it_covers_neither_the_title_nor_a_control(
    qtbot: QtBot, window: MainWindow, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_page(name)
    clicks.settled(qtbot, window)
    window.context.offer_undo.emit("The model was removed from the study.", lambda: None)
    toast, page = window.notices.toast, window.page(name)
    assert toast.isVisible()
    assert not place(window, toast).intersects(place(window, page.title))
    assert covered(window, page) == []


def test_it_leaves_a_list_to_read_where_there_is_blank_room(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    window.resize(1600, 1000)
    window.show_page("home")
    qtbot.waitUntil(lambda: bool(window.page("home").runs.model.rows))
    clicks.settled(qtbot, window)
    window.context.said.emit("Something happened.")
    shown = [t for t in window.page("home").findChildren(QTableView) if t.isVisible()]
    assert shown
    toast = place(window, window.notices.toast)
    assert [t for t in shown if place(window, t).intersects(toast)] == []


def test_on_the_page_that_comes_next_it_covers_no_control_either(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("home")
    window.context.said.emit("Something happened.")
    window.show_page("study")
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: covered(window, window.page("study")) == [], timeout=clicks.WAIT_MS)
    assert window.notices.toast.isVisible()


def test_it_can_be_closed(qtbot: QtBot, window: MainWindow) -> None:
    window.context.said.emit("Something happened.")
    clicks.click(window.notices.toast.close_button)
    assert not window.notices.toast.isVisible()


def test_it_stays_for_as_long_as_it_takes_to_read() -> None:
    short, long = time_to_read("Saved."), time_to_read("Saved: " + "a long name " * 6)
    assert 3_000 <= short < long <= 12_000
    assert time_to_read("Saved.", buttons=2) > short, "a choice takes longer than a look"
    assert time_to_read("已保存该文件。") > time_to_read("1234567")
    assert time_to_read("word " * 500) == 12_000
