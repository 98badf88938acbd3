"""The inspector is built ahead when nobody does anything, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from pytestqt.qtbot import QtBot

from gui import app as gui_app
from gui.ahead import PAGE, Ahead
from gui.window import MainWindow


def looks(qtbot: QtBot, window: MainWindow) -> Ahead:
    """Three looks, each when no background work is left: the pointer, the import, the page."""
    ahead = Ahead(window)
    for _ in range(3):
        clicks.settled(qtbot, window)
        ahead.look()
    return ahead


def test_the_page_is_built_behind_the_one_in_front(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    front = window.front
    ahead = looks(qtbot, window)
    assert window.has_page(PAGE)
    assert window.front == front != PAGE
    page = window.page(PAGE)
    assert not page.isVisible()
    ahead.start()
    ahead.look()
    assert not ahead.isActive()
    window.show_page(PAGE)
    clicks.settled(qtbot, window)
    assert page.model.rowCount() > 0


def test_nothing_is_built_where_something_may_be_typed_or_there_is_no_run(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    empty = make_window()
    looks(qtbot, empty)
    assert not empty.has_page(PAGE)
    busy = make_window(workspace)
    busy.show_page("study")
    looks(qtbot, busy)
    assert not busy.has_page(PAGE)


def test_it_waits_for_background_work(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    ahead = Ahead(window)
    assert window.context.tasks.busy  # the results are being read
    for _ in range(4):
        ahead.look()
    assert not window.has_page(PAGE)
    clicks.settled(qtbot, window)


def test_it_looks_once_the_window_has_settled(
    make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui_app, "settle_memory", lambda: None)
    window = make_window()
    gui_app.settle(window)
    [ahead] = window.findChildren(Ahead)
    assert ahead.isActive()
