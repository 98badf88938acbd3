"""The live page after a restart of the program: what was not finished is one click away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.preferences import Preferences
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def cut_short(workspace: Path, status: str) -> None:
    store = sqlite3.connect(workspace)
    with store:
        store.execute("UPDATE run SET status = ?", (status,))  # a crash leaves it running
    store.close()


def live_page(qtbot: QtBot, make_window: MakeWindow) -> Any:
    window = make_window()
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["live"])
    clicks.settled(qtbot, window)
    return window.page("live")


def offered(page: Any) -> list[str]:
    return [each.text() for each in page.stack.currentWidget().buttons if each.isVisible()]


@pytest.mark.parametrize(("status", "words"), [("cancelled", "Cancelled by you"), ("running", "Interrupted")])
def test_an_unfinished_run_is_continued(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path, status: str, words: str
) -> None:
    cut_short(workspace, status)
    preferences.remember_workspace(workspace)
    page = live_page(qtbot, make_window)
    shown = page.stack.currentWidget()
    assert f"unfinished ({words}" in shown.offer.text()
    assert workspace.stem in shown.offer.text()
    language.choose("zh_CN")
    assert "尚未完成" in shown.offer.text()
    language.choose("en")
    with qtbot.waitSignal(page.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(clicks.button(page, "Continue run"))
    clicks.settled(qtbot, page.window())
    assert (ended.args[0].run, ended.args[0].status) == (1, "completed")
    assert page.figures["Errors"].isVisible()


def test_a_finished_run_is_not_offered(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path
) -> None:
    preferences.remember_workspace(workspace)
    page = live_page(qtbot, make_window)
    assert offered(page) == ["Set up a study", "See results"]
    assert "Set up a study and start it" in page.stack.currentWidget().text.text()


def test_a_workspace_that_cannot_be_read_is_passed_over(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path, tmp_path: Path
) -> None:
    cut_short(workspace, "paused")
    preferences.remember_workspace(workspace)
    broken = tmp_path / "broken.distilscope"
    broken.write_text("no workspace")
    preferences.remember_workspace(broken)
    page = live_page(qtbot, make_window)
    assert offered(page) == ["Continue run", "Set up a study", "See results"]
