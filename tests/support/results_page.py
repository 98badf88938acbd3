"""What the tests of the results page share: ways to its tabs, tables, files and judgments."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader
from gui.main import main
from gui.results.cells import ScoreTable
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def open_tab(page: Any, title: str) -> None:
    """Go to a tab by its keys."""
    bar = page.tabs.tabBar()
    bar.setFocus()
    names = [page.tabs.tabText(i) for i in range(page.tabs.count())]
    while page.tabs.currentIndex() != names.index(title):
        before = page.tabs.currentIndex()
        forward = names.index(title) > before
        clicks.press(bar, Qt.Key.Key_Right if forward else Qt.Key.Key_Left)
        assert page.tabs.currentIndex() != before


def column(table: ScoreTable, name: str) -> int:
    return [getattr(c, "name", "") for c in table.rows_model.columns].index(name)


def cell(table: ScoreTable, row: int, name: str) -> str:
    return str(table.model().index(row, column(table, name)).data())


def click_cell(table: ScoreTable, row: int, name: str) -> None:
    index = table.model().index(row, column(table, name))
    table.scrollTo(index)
    place = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def shown(qtbot: QtBot, page: Any) -> Any:
    """The inspector, with its list read."""
    window = page.window()
    assert window.front == "inspector"
    clicks.settled(qtbot, window)
    return window.page("inspector")


def printed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["results", "--workspace", str(workspace), "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def behind(reader: Reader, run: int, table: ScoreTable, row: int, place: int) -> int:
    wanted = table.rows_model.cases(table.model().index(row, place))
    return judgments.count(reader, JudgmentFilter(run, **{k: v for k, v in wanted.items() if k != "run"}))


def linked(table: ScoreTable) -> Iterator[tuple[int, int]]:
    model = table.rows_model
    for row in range(model.rowCount()):
        for place in range(model.columnCount()):
            if model.is_link(model.index(row, place)):
                yield row, place


def opened(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    window = make_window(workspace)
    window.resize(1280, 900)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    return window.page("results")


def click_tab(qtbot: QtBot, page: Any, title: str) -> None:
    bar = page.tabs.tabBar()
    place = next(i for i in range(page.tabs.count()) if page.tabs.tabText(i) == title)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    clicks.settled(qtbot, page.window())


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog cannot be clicked: it answers with this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))


def export(qtbot: QtBot, page: Any, words: str) -> None:
    clicks.click(page.export)
    menu = page.export.menu()
    action = next(a for a in menu.actions() if a.text() == words)
    menu.setActiveAction(action)
    clicks.press(menu, Qt.Key.Key_Return)
    clicks.settled(qtbot, page.window())


def printed_as(workspace: Path, capsys: pytest.CaptureFixture[str], kind: str) -> str:
    capsys.readouterr()
    assert main(["results", "--workspace", str(workspace), "--format", kind]) == 0
    return capsys.readouterr().out
