"""The live page follows its run in the run's own workspace, whichever workspace is looked at meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui import notices
from gui.sample import is_sample, sample_path
from gui.window import MainWindow
from tests.loopback import LoopbackServer

pytestmark = pytest.mark.skipif(sample_path() is None, reason="no sample is shipped here")
OWN = {"Near", "Mine"}
ANSWERS = threading.Event()
STUDY = Study(
    "My own",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=6),),
)


def models(page: Any) -> set[str]:
    """Of the scores that the live page shows."""
    return {row.model for row in page.scores.rse_model.rows}


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """It answers nothing before ANSWERS is set, so that the run is on for as long as a test wants it."""
    ANSWERS.clear()
    with LoopbackServer(lambda _prompt: "Four." if ANSWERS.wait(60) else "") as made:
        yield made
        ANSWERS.set()


def begin(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> Any:
    """Start run on the study page; the run waits for one of its models."""
    reach: Any = {"provider": "openai-compatible", "base_url": server.base_url}
    window.show_page("study", replace(STUDY, models=(*STUDY.models, ModelSpec("Mine", "test", **reach))))
    clicks.settled(qtbot, window)
    clicks.click(window.page("study").start)
    qtbot.waitUntil(lambda: window.context.runs.run is not None, timeout=clicks.WAIT_MS)
    return window.page("live")


def open_the_sample(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("home")
    clicks.click(window.page("home").ways.look)
    qtbot.waitUntil(lambda: window.front == "results", timeout=clicks.WAIT_MS)
    qtbot.waitUntil(lambda: window.page("results").loaded is not None, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    assert is_sample(window.context.workspace)


def go_on_to_the_end(qtbot: QtBot, window: MainWindow) -> None:
    assert window.context.runs.active
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        ANSWERS.set()
    clicks.settled(qtbot, window)


def test_scores_and_chart_are_those_of_the_run_while_the_sample_is_open(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    live = begin(qtbot, window, server)
    open_the_sample(qtbot, window)
    of_the_sample = window.context.run
    window.show_page("live")
    go_on_to_the_end(qtbot, window)
    assert live.state.status == "completed"
    qtbot.waitUntil(lambda: models(live) == OWN, timeout=clicks.WAIT_MS)
    assert {row.model for row in live.count_model.rows} == OWN | {"Ref"}
    live.tabs.setCurrentWidget(live.chart)
    clicks.pick(live.chart.choice, "rse-distribution")
    clicks.press(live.chart.choice, Qt.Key.Key_Return)
    clicks.settled(qtbot, window)
    assert live.chart.view.data.name == "rse-distribution"
    assert {row.model for row in live.chart.view.data.rows} == OWN
    assert is_sample(window.context.workspace), "what is looked at stays"
    assert window.context.run == of_the_sample


def ended_beside_the_sample(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> Any:
    """The live page of a run that ended while the sample was looked at."""
    live = begin(qtbot, window, server)
    open_the_sample(qtbot, window)
    window.show_page("live")
    go_on_to_the_end(qtbot, window)
    return live


def test_see_results_leads_to_the_run_in_its_own_workspace(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    live = ended_beside_the_sample(qtbot, window, server)
    clicks.click(live.results)
    clicks.settled(qtbot, window)
    assert window.front == "results"
    assert window.page("results").loaded.tables.study == STUDY.name
    assert not is_sample(window.context.workspace)


def test_the_message_of_the_end_leads_there_too(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "in_front", lambda: False)
    ended_beside_the_sample(qtbot, window, server)
    window.show_page("results")
    assert window.notices.toast.isVisible(), "the results of another run are none of this one"
    clicks.click(clicks.button(window.notices.toast, "See results"))
    clicks.settled(qtbot, window)
    assert window.page("results").loaded.tables.study == STUDY.name


def test_a_judgment_is_opened_in_the_workspace_of_its_run(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    live = ended_beside_the_sample(qtbot, window, server)
    live.tabs.setCurrentWidget(live.newest)
    live.newest.selectRow(0)
    live.newest.setFocus()
    clicks.press(live.newest, Qt.Key.Key_Return)
    clicks.settled(qtbot, window)
    inspector: Any = window.page("inspector")
    qtbot.waitUntil(lambda: inspector.detail.detail is not None, timeout=clicks.WAIT_MS)
    assert inspector.detail.detail.row.model in OWN
