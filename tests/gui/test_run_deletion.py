"""Runs are deleted and taken out of the queue where they are seen, and come back where they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.engine.runtime import Runtime
from core.events import NullSink
from core.study import ModelSpec, PromptSetSpec, Study
from gui.window import MainWindow
from tests.loopback import STALL, LoopbackServer

MakeWindow = Callable[..., MainWindow]
SHORT = Study(
    "Short",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)


@pytest.fixture
def two_runs(workspace: Path) -> Path:
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(SHORT, workspace).result(120).run == 2
    finally:
        runtime.close()
    return workspace


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as made:
        made.fault_of = lambda _call: STALL
        yield made


def choose(qtbot: QtBot, page: Any, words: str) -> None:
    clicks.click(page.more)
    menu = page.more.menu()
    menu.setActiveAction(next(a for a in menu.actions() if a.text() == words))
    clicks.press(menu, Qt.Key.Key_Return)
    clicks.settled(qtbot, page.window())


def opened(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> MainWindow:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    return window


def test_a_run_is_deleted_where_its_results_are(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    window = opened(qtbot, make_window, two_runs)
    results: Any = window.page("results")
    assert results.loaded.tables.run == 2
    choose(qtbot, results, "Delete run")
    assert results.loaded.tables.run == 1
    assert results.run_box.count() == 1
    clicks.click(clicks.button(window.notices.toast, "Undo"))
    clicks.settled(qtbot, window)
    assert results.loaded.tables.run == 2
    assert results.run_box.count() == 2


def test_the_last_run_leaves_the_way_to_the_next(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    window = opened(qtbot, make_window, workspace)
    results: Any = window.page("results")
    choose(qtbot, results, "Delete run")
    assert clicks.button(results, "Set up a study")
    assert not results.more.isVisible()
    clicks.click(clicks.button(window.notices.toast, "Undo"))
    clicks.settled(qtbot, window)
    assert results.loaded.tables.run == 1


def test_a_run_is_deleted_by_key_on_home(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    window = opened(qtbot, make_window, two_runs)
    window.show_page("home")
    home: Any = window.page("home")
    clicks.settled(qtbot, window)
    home.tabs.setCurrentIndex(1)
    home.runs.table.setFocus()
    home.runs.table.selectRow(1)
    clicks.press(home.runs.table, Qt.Key.Key_Delete)
    clicks.settled(qtbot, window)
    assert [info.id for info in home.runs.model.rows] == [2]
    assert window.context.run == 2


def test_a_deleted_run_comes_back_to_its_own_workspace(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, finished: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, make_window, two_runs)
    choose(qtbot, window.page("results"), "Delete run")
    other = tmp_path / "other.distilscope"
    other.write_bytes(finished.read_bytes())
    window.open_workspace(other)
    clicks.settled(qtbot, window)
    assert rows(two_runs, "SELECT deleted IS NULL FROM run ORDER BY id") == [(1,), (0,)]
    clicks.click(clicks.button(window.notices.toast, "Undo"))
    clicks.settled(qtbot, window)
    assert rows(two_runs, "SELECT deleted IS NULL FROM run ORDER BY id") == [(1,), (1,)]
    assert window.page("results").loaded.tables.run == 1


def test_a_run_that_is_on_is_not_deleted(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> None:
    context = window.context
    reach: Any = {"provider": "openai-compatible", "base_url": server.base_url}
    slow = replace(SHORT, models=(ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach)))
    context.open_workspace(context.default_workspace())
    context.runs.start(slow, context.default_workspace())
    qtbot.waitUntil(lambda: bool(server.calls) and context.runs.run == 1, timeout=clicks.WAIT_MS)
    context.look_at(1)
    window.show_page("home")
    clicks.settled(qtbot, window)
    home: Any = window.page("home")
    home.tabs.setCurrentIndex(1)
    assert not home.runs.delete_button.isEnabled()
    window.show_page("results")
    clicks.settled(qtbot, window)
    choose(qtbot, window.page("results"), "Delete run")
    assert "Cancel it before" in window.notices.toast.text()
    assert rows(context.workspace, "SELECT deleted FROM run") == [(None,)]
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.cancel()
    clicks.settled(qtbot, window)
    window.show_page("home")
    assert home.runs.delete_button.isEnabled()


def test_the_live_page_forgets_a_deleted_run(qtbot: QtBot, window: MainWindow) -> None:
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(SHORT, context.default_workspace())
    clicks.settled(qtbot, window)
    clicks.click(window.page("live").results)
    clicks.settled(qtbot, window)
    choose(qtbot, window.page("results"), "Delete run")
    window.show_page("live")
    assert clicks.button(window.page("live"), "Set up a study")
    assert not window.page("live").results.isVisible()


def test_a_waiting_run_is_taken_out_and_put_back_in_its_place(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    context = window.context
    reach: Any = {"provider": "openai-compatible", "base_url": server.base_url}
    slow = replace(SHORT, models=(ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach)))
    window.show_page("live")
    live: Any = window.page("live")
    for study in (slow, replace(SHORT, name="Second"), replace(SHORT, name="Third")):
        context.runs.start(study, context.default_workspace())
    place = live.tabs.indexOf(live.waiting)
    assert live.tabs.tabText(place) == "Waiting (2)"
    live.tabs.setCurrentIndex(place)
    clicks.click(live.waiting.drop_button)
    assert [wish.study.name for wish in context.runs.waiting] == ["Third"]
    clicks.click(clicks.button(window.notices.toast, "Undo"))
    assert [wish.study.name for wish in context.runs.waiting] == ["Second", "Third"]
    for _each in range(2):
        clicks.click(live.waiting.drop_button)
    assert not live.tabs.isTabVisible(place)
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.cancel()
    assert not context.runs.active


def test_a_run_put_back_when_nothing_is_on_begins(qtbot: QtBot, window: MainWindow) -> None:
    runs, workspace = window.context.runs, window.context.default_workspace()
    runs.start(SHORT, workspace)
    runs.start(replace(SHORT, name="Second"), workspace)
    (wish,) = runs.waiting
    runs.drop(wish)
    with qtbot.waitSignal(runs.ended, timeout=clicks.WAIT_MS):
        pass
    with qtbot.waitSignal(runs.ended, timeout=clicks.WAIT_MS):
        runs.put_back(wish, 0)
    assert runs.last.study.name == "Second"
