"""Results and Inspector without a run that is looked at: after a restart the newest finished run is one click away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.preferences import Preferences
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def started_again(qtbot: QtBot, make_window: MakeWindow, front: str = "results") -> MainWindow:
    window = make_window()
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons[front])
    clicks.settled(qtbot, window)
    return window


def test_the_newest_finished_run_is_one_click_away(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path
) -> None:
    preferences.remember_workspace(workspace)
    window = started_again(qtbot, make_window)
    page = window.page("results")
    shown = page.stack.currentWidget()
    assert "Finished" in shown.offer.text()
    assert workspace.stem in shown.offer.text()
    clicks.click(clicks.button(page, "Open latest results"))
    clicks.settled(qtbot, window)
    assert window.front == "results"
    assert page.loaded.tables.run == 1


def test_a_workspace_without_a_finished_run_is_passed_over(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path, tmp_path: Path
) -> None:
    preferences.remember_workspace(workspace)
    broken = tmp_path / "broken.distilscope"
    broken.write_text("no workspace")
    preferences.remember_workspace(broken)
    preferences.remember_workspace(tmp_path / "gone.distilscope")
    window = started_again(qtbot, make_window)
    assert workspace.stem in window.page("results").stack.currentWidget().offer.text()


def test_without_any_a_first_study_is_offered(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = started_again(qtbot, make_window)
    shown = window.page("results").stack.currentWidget()
    assert [each.text() for each in shown.buttons if each.isVisible()] == ["Set up a study", "Go home"]
    assert shown.heading.text() == "No results yet"


def test_the_offer_follows_the_language(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path
) -> None:
    preferences.remember_workspace(workspace)
    window = started_again(qtbot, make_window)
    language.choose("zh_CN")
    shown = window.page("results").stack.currentWidget()
    assert shown.heading.text() == "当前没有查看任何运行"
    assert "最近完成的运行" in shown.offer.text()


def test_the_inspector_too_offers_the_newest_finished_run(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path
) -> None:
    preferences.remember_workspace(workspace)
    window = started_again(qtbot, make_window, "inspector")
    page = window.page("inspector")
    assert "Finished" in page.stack.currentWidget().offer.text()
    clicks.click(clicks.button(page, "Open latest results"))
    clicks.settled(qtbot, window)
    assert window.front == "inspector"
    assert page.model.rowCount() > 0


def test_the_inspector_without_any_run_offers_a_first_study(qtbot: QtBot, make_window: MakeWindow) -> None:
    shown = started_again(qtbot, make_window, "inspector").page("inspector").stack.currentWidget()
    assert [each.text() for each in shown.buttons if each.isVisible()] == ["Set up a study", "Go home"]
    assert shown.heading.text() == "No judgments yet"


@pytest.mark.parametrize(("status", "words"), [("cancelled", "Cancelled by you"), ("running", "Interrupted")])
def test_a_run_that_was_cut_short_is_offered_as_unfinished_and_continued(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences, workspace: Path, status: str, words: str
) -> None:
    with sqlite3.connect(workspace) as store:
        store.execute("UPDATE run SET status = ?", (status,))  # a crash leaves it running
        (kept,) = store.execute("SELECT count(*) FROM judgment").fetchone()
    store.close()
    preferences.remember_workspace(workspace)
    window = started_again(qtbot, make_window)
    page = window.page("results")
    shown = page.stack.currentWidget()
    assert shown.heading.text() == "No run is being looked at"
    assert f"unfinished ({words}" in shown.offer.text()
    assert f"{kept} judgments" in shown.offer.text()
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(clicks.button(page, "Continue run"))
    clicks.settled(qtbot, window)
    assert (ended.args[0].run, ended.args[0].status) == (1, "completed")
