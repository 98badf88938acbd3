"""What is said of a run that ended in each way: on Home, on the results page and on the live page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import clicks
import pytest
from command import rows
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.context import Context
from gui.window import MainWindow
from tests.loopback import STALL, LoopbackServer

MakeWindow = Callable[..., MainWindow]
WORDS = {
    "completed": "Completed",
    "degraded": "Completed with errors",
    "paused": "Paused at the cap",
    "interrupted": "Interrupted, can be continued",
    "cancelled": "Cancelled by you",
    "error": "Failed",
}


@pytest.fixture
def stalled() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        server.fault_of = lambda _call: STALL
        yield server


def study_at(server: LoopbackServer) -> Study:
    reach = {"provider": "openai-compatible", "base_url": server.base_url}
    return Study(
        "Slow",
        models=(ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach)),  # type: ignore[arg-type]
        prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
    )


def begun(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> Context:
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    context.runs.start(study_at(server), context.default_workspace())
    qtbot.waitUntil(lambda: bool(server.calls) and context.runs.run == 1, timeout=clicks.WAIT_MS)
    return context


def home_says(qtbot: QtBot, window: MainWindow) -> tuple[str, str]:
    """The status in the list of workspaces, and in that of runs."""
    window.show_page("home")
    clicks.settled(qtbot, window)
    home = window.page("home")
    return status_in(home.workspace_model), status_in(home.runs.model)


def status_in(model: QAbstractItemModel) -> str:
    """The status of the first row."""
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    return str(model.index(0, heads.index("Status")).data())


@pytest.mark.parametrize("status", WORDS)
def test_each_end_has_its_words(qtbot: QtBot, make_window: MakeWindow, workspace: Path, status: str) -> None:
    with sqlite3.connect(workspace) as store:
        store.execute("UPDATE run SET status = ?", (status,))
    store.close()
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    assert window.page("results").badge.text() == WORDS[status]
    assert window.page("results").go_on.isVisible() == (status not in {"completed", "degraded"})
    assert home_says(qtbot, window) == (WORDS[status], WORDS[status])
    home = window.page("home")
    home.tabs.setCurrentIndex(1)
    assert home.runs.go_on_button.isVisible() == (status not in {"completed", "degraded"})


def test_a_run_that_the_program_closed_is_interrupted_and_goes_on(
    qtbot: QtBot, make_window: MakeWindow, stalled: LoopbackServer
) -> None:
    first = make_window()
    workspace = begun(qtbot, first, stalled).default_workspace()
    first.close()
    clicks.click(clicks.button(first._asked, "Close and keep"))
    qtbot.waitUntil(lambda: not first.isVisible())
    assert rows(workspace, "SELECT status FROM run") == [("interrupted",)]
    stalled.fault_of = lambda _call: None
    again = make_window(workspace)
    clicks.settled(qtbot, again)
    results = again.page("results")
    assert results.badge.text() == WORDS["interrupted"]
    assert results.banner.text().startswith("The program was closed while the run was on")
    with qtbot.waitSignal(again.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(results.go_on)
    clicks.settled(qtbot, again)
    assert home_says(qtbot, again) == ("Completed", "Completed")


def test_a_run_whose_program_was_killed_is_interrupted(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    with sqlite3.connect(workspace) as store:
        store.execute("UPDATE run SET status = 'running'")
    store.close()
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    results = window.page("results")
    assert results.badge.text() == WORDS["interrupted"]
    assert results.banner.text().startswith("The program ended while the run was on")
    assert results.go_on.isVisible()


def test_a_run_is_paused_by_hand_and_then_cancelled_by_you(
    qtbot: QtBot, window: MainWindow, stalled: LoopbackServer
) -> None:
    context = begun(qtbot, window, stalled)
    live = window.page("live")
    assert live.head.badge.text() == "Running"
    assert home_says(qtbot, window) == ("Running", "Running")
    window.show_page("live")
    clicks.click(live.pause)
    qtbot.waitUntil(lambda: live.head.badge.text() == "Paused", timeout=clicks.WAIT_MS)
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(live.cancel)
    clicks.settled(qtbot, window)
    assert live.head.badge.text() == WORDS["cancelled"]
    assert live.again.isVisible()
    assert home_says(qtbot, window) == (WORDS["cancelled"], WORDS["cancelled"])


def test_a_run_that_reached_its_cap_says_so(
    qtbot: QtBot, window: MainWindow, stalled: LoopbackServer
) -> None:
    stalled.fault_of = lambda _call: None
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(study_at(stalled), context.default_workspace(), max_calls=2)
    clicks.settled(qtbot, window)
    assert window.page("live").head.badge.text() == WORDS["paused"]
    assert home_says(qtbot, window) == (WORDS["paused"], WORDS["paused"])
