"""A run that is taken up again keeps its caps, from wherever; one without any gets those of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui import preferences as prefs
from gui.cap_dialog import CapDialog
from gui.i18n import language
from gui.window import MainWindow
from tests.loopback import STALL, LoopbackServer


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as made:
        yield made


def study_at(server: LoopbackServer) -> Study:
    price = {"input": 0.0, "output": 0.0}
    reach: Any = {"provider": "openai-compatible", "base_url": server.base_url, "price": price}
    models = (ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach))
    return Study("Capped", models=models, prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),))


def cancelled(qtbot: QtBot, window: MainWindow, server: LoopbackServer, **caps: Any) -> None:
    """A run that was cancelled while the server did not answer, which it does again afterwards."""
    server.fault_of = lambda _call: STALL
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    context.runs.start(study_at(server), context.default_workspace(), **caps)
    qtbot.waitUntil(lambda: bool(server.calls) and context.runs.run == 1, timeout=clicks.WAIT_MS)
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.cancel()
    clicks.settled(qtbot, window)
    server.fault_of = lambda _call: None


def go_on(qtbot: QtBot, window: MainWindow, page: str) -> dict[str, Any]:
    """Continue run from a page; the options of the run that went on, to its end."""
    window.show_page(page)
    clicks.settled(qtbot, window)
    if page == "home":
        home: Any = window.page("home")
        home.tabs.setCurrentWidget(home.runs)
        qtbot.waitUntil(home.runs.go_on_button.isVisible, timeout=clicks.WAIT_MS)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(clicks.button(window.page(page), "Continue run"))
    clicks.settled(qtbot, window)
    assert window.context.runs.last is not None
    return window.context.runs.last.options


@pytest.mark.parametrize("page", ["live", "home", "results"])
def test_a_continued_run_keeps_the_caps_that_it_was_started_with(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, page: str
) -> None:
    window.context.preferences.set(prefs.MAX_CALLS, 77)
    cancelled(qtbot, window, server, max_cost=2.5, max_calls=40)
    options = go_on(qtbot, window, page)
    assert (options["max_cost"], options["max_calls"], options["run"]) == (2.5, 40, 1)
    live: Any = window.page("live")
    assert live.figures["Cost"].text().endswith(" / $2.50")
    assert live.figures["Calls"].text().endswith(" / 40")


@pytest.mark.parametrize("page", ["live", "home", "results"])
def test_one_that_had_none_gets_those_of_the_settings(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, page: str
) -> None:
    cancelled(qtbot, window, server)
    window.context.preferences.set(prefs.MAX_COST, 3.0)
    options = go_on(qtbot, window, page)
    assert (options["max_cost"], options["max_calls"]) == (3.0, None)
    assert window.page("live").figures["Cost"].text().endswith(" / $3.00")  # type: ignore[attr-defined]


def test_a_run_that_has_reached_its_cap_goes_on_with_a_higher_one(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(study_at(server), context.default_workspace(), max_calls=2)
    clicks.settled(qtbot, window)
    live: Any = window.page("live")
    clicks.click(clicks.button(live, "Continue run"))
    qtbot.waitUntil(lambda: _dialog(window) is not None, timeout=clicks.WAIT_MS)
    dialog = _dialog(window)
    assert dialog is not None
    assert not dialog.ok.isEnabled(), "with the same cap it would pause at once"
    clicks.write(dialog.max_calls.lineEdit(), "50")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert (ended.args[0].run, ended.args[0].status) == (1, "completed")
    assert live.figures["Calls"].text().endswith(" / 50")


def test_the_question_for_a_higher_cap_is_asked_in_chinese(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    context = window.context
    context.open_workspace(context.default_workspace())
    window.show_page("live")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(study_at(server), context.default_workspace(), max_calls=2)
    language.choose("zh_CN")
    clicks.settled(qtbot, window)
    clicks.click(window.page("live").again)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: _dialog(window) is not None, timeout=clicks.WAIT_MS)
    dialog = _dialog(window)
    assert dialog is not None
    assert dialog.windowTitle() == "运行已达到上限"
    dialog.reject()
    language.choose("en")


def _dialog(window: MainWindow) -> CapDialog | None:
    return next((each for each in window.findChildren(CapDialog) if each.isVisible()), None)
