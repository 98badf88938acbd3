"""The last moments of a run, and one that never began, are called what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.engine.runtime import Runtime
from core.events import CallError, NullSink, Progress, RunEnded, RunStarted
from core.study import ModelSpec, PromptSetSpec, Study
from gui import notices
from gui.i18n import language
from gui.runs import Wish
from gui.window import MainWindow
from tests.loopback import Fault, LoopbackServer

STUDY = Study(
    "Short",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)


def on(window: MainWindow) -> Any:
    """The live page of a run that is on, as far as the window knows."""
    window.context.runs.current = Wish(STUDY, window.context.default_workspace(), {})
    window.show_page("live")
    return window.page("live")


def test_when_all_is_done_the_run_is_finishing_until_the_engine_lets_go_of_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    live = on(window)
    live.batch([RunStarted(1, "Short", 84, 0), Progress(1, 83, 84, 83, 0, 0.0, False, 1.0, 1.0, 1)])
    assert live.head.badge.text() == "Running"
    assert live.cancel.isVisible()
    live.batch([Progress(1, 84, 84, 84, 0, 0.0, False, 1.0, 0.0, 0)])
    assert live.head.badge.text() == "Finishing"
    assert "All is done" in live.head.message.text()
    assert not live.cancel.isVisible()
    window.context.runs._end(RunEnded(1, "completed", "Completed."))
    assert live.head.badge.text() == "Completed"


def test_a_run_that_never_began_is_started_and_not_gone_on_with(qtbot: QtBot, window: MainWindow) -> None:
    live = on(window)
    window.context.runs._end(RunEnded(0, "cancelled", "Cancelled before it began."))
    assert live.again.text() == "Start this run"
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(clicks.button(live, "Start this run"))
    clicks.settled(qtbot, window)
    assert ended.args[0].status == "completed"


def test_the_message_of_one_run_leads_to_its_results_though_the_next_is_on(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "in_front", lambda: False)
    context = window.context
    context.open_workspace(context.default_workspace())
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(STUDY, context.default_workspace())
    clicks.settled(qtbot, window)
    live = on(window)
    live.batch([RunStarted(2, "Next", 84, 0)])
    clicks.click(clicks.button(window.notices.toast, "See results"))
    live.batch([Progress(2, 1, 84, 1, 0, 0.0, False, 1.0, 1.0, 1)])
    clicks.settled(qtbot, window)
    results = window.page("results")
    assert (window.front, context.run, results.loaded.tables.run) == ("results", 1, 1)
    context.runs._end(RunEnded(2, "cancelled", "Cancelled."))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "1 of 640 calls failed; “Retry errors only” asks for them again."),
        ("zh_CN", "640 次调用中有 1 次失败；“只重试错误”可重新询问。"),
    ],
)
def test_the_window_names_its_button_for_calls_that_failed_and_no_option(
    qtbot: QtBot, window: MainWindow, code: str, words: str
) -> None:
    live = on(window)
    language.choose(code)
    live.batch([RunStarted(1, "Short", 84, 0), CallError(1, "Near", "timeout", "slow")])
    said = "1 of 640 calls failed; --retry-errors asks for them again."
    window.context.runs._end(RunEnded(1, "completed", said))
    clicks.settled(qtbot, window)
    assert live.head.message.text() == words
    assert live.retry.isVisible()
    assert live.retry.text() in words


def test_errors_of_a_run_that_is_opened_later_are_retried_from_its_results(
    qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    workspace = tmp_path / "errors.distilscope"
    with LoopbackServer() as server:
        failing = [True]
        server.fault_of = lambda _call: Fault.of_status(400) if failing[0] else None
        reach: Any = {"provider": "openai-compatible", "base_url": server.base_url}
        models = (ModelSpec("Ref", "reference", "simulated"), ModelSpec("One", "test", **reach))
        runtime = Runtime(NullSink())
        try:
            assert runtime.start(replace(STUDY, models=models), workspace).result(120).run == 1
        finally:
            runtime.close()
        failing[0] = False
        window = make_window(workspace)
        clicks.settled(qtbot, window)
        results: Any = window.page("results")
        assert results.loaded.runs[0].errors == 2
        with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
            assert retry_in_the_menu(results)
        clicks.settled(qtbot, window)
    assert (ended.args[0].run, ended.args[0].status) == (1, "completed")
    window.show_page("results")
    clicks.settled(qtbot, window)
    assert results.loaded.runs[0].errors == 0
    assert not retry_in_the_menu(results)


def retry_in_the_menu(results: Any) -> bool:
    """Choose "Retry errors only" in the menu "More" by key; whether it could be chosen."""
    clicks.click(results.more)
    menu = results.more.menu()
    action = next(a for a in menu.actions() if a.text() == "Retry errors only")
    if action.isEnabled():
        menu.setActiveAction(action)
    clicks.press(menu, Qt.Key.Key_Return if action.isEnabled() else Qt.Key.Key_Escape)
    return bool(action.isEnabled())
