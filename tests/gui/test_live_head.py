"""The head of a run says what stops it and what slows it; what failed is not counted as done."""

from __future__ import annotations

import socket
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.events import AccountState, CallError, Progress, RunStarted
from core.llm import limits
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.live.steady import SteadyTime
from gui.window import MainWindow


def nobody_there() -> str:
    """An address at which no server listens."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        return f"http://127.0.0.1:{once.getsockname()[1]}/v1"


def test_where_the_server_is_off_nothing_is_done_and_the_cause_stands_at_the_head(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FIRST_WAIT", 0.0)
    reach: Any = {"provider": "openai-compatible", "base_url": nobody_there()}
    models = (ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach))
    study = Study("Off", models=models, prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),))
    context = window.context
    window.show_page("live")
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(study, context.default_workspace())
    clicks.settled(qtbot, window)
    live: Any = window.page("live")
    assert live.head.badge.text() == "Failed: no call succeeded"
    done, total = live.figures["Done"].text().split(" / ")
    assert (done, int(total)) == ("0", live.bar.value())
    part = live.bar.failed_part()
    assert (part.x(), part.width()) == (0, live.bar.width())
    assert live.head.stopped.isVisible()
    said = live.head.stopped.text()
    assert said.startswith(("Ref, One could not be asked:", "One, Ref could not be asked:"))
    assert "Start the server, or check its address." in said


def test_the_cause_at_the_head_goes_with_the_next_run_and_follows_the_language(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_page("live")
    live: Any = window.page("live")
    live.batch([RunStarted(1, "s", 9, 0), CallError(1, "m", "no credit", "402: none left", True)])
    assert (
        live.head.stopped.text()
        == "m could not be asked: 402: none left. Add credit to the account, then retry the errors."
    )
    language.choose("zh_CN")
    assert live.head.stopped.text().startswith("无法询问 m")
    language.choose("en")
    live.batch([RunStarted(1, "s", 9, 0)])
    assert live.head.stopped.isHidden()


def test_what_to_do_is_said_once_and_all_of_it_in_the_language_in_use(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_page("live")
    live: Any = window.page("live")
    off = "nothing answers at 127.0.0.1:9. Start the server, or check the port in the base URL."
    live.batch([RunStarted(1, "s", 9, 0), CallError(1, "m", "connection refused", off, True)])
    english = "m could not be asked: nothing answers at 127.0.0.1:9. Start the server, or check its address."
    assert live.head.stopped.text() == english
    language.choose("zh_CN")
    assert live.head.stopped.text().startswith("无法询问 m：127.0.0.1:9 处没有响应。")
    assert "基础地址" not in live.head.stopped.text()
    language.choose("en")
    assert live.head.stopped.text() == english


def test_a_refused_key_is_said_once(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    live: Any = window.page("live")
    live.batch([RunStarted(1, "s", 9, 0), CallError(1, "m", "wrong key", "401", True)])
    assert live.head.stopped.isHidden()


def test_a_part_that_failed_is_drawn_apart(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    live: Any = window.page("live")
    live.batch([RunStarted(1, "s", 10, 0), Progress(1, 6, 10, 6, 2, 0.0, False, 3.0, None, 0)])
    assert live.figures["Done"].text() == "4 / 10"
    part, wide = live.bar.failed_part(), live.bar.width()
    assert (part.left(), part.right()) == (pytest.approx(0.4 * wide), pytest.approx(0.6 * wide))


def test_a_provider_that_slows_the_run_is_said_at_its_head(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(window.context.runs), "active", True)
    window.show_page("live")
    live: Any = window.page("live")
    live.batch([RunStarted(1, "s", 80, 0), AccountState(1, "a@host", 0, 1, 7, True, goes_on_in=42)])
    assert live.asking.label.isVisible()
    assert live.asking.label.text() == "a@host: slowed by the provider, goes on in 42 s"
    live.batch([AccountState(1, "a@host", 1, 1, 7, True)])
    assert live.asking.label.text() == "a@host: slowed by the provider"
    live.batch([AccountState(1, "a@host", 1, 1, 7, False)])
    assert not live.asking.label.isVisible()


def _at(seconds: float, left: float | None, run: int = 1) -> Progress:
    return Progress(run, 1, 9, 1, 0, 0.0, False, seconds, left, 0)


def test_the_time_left_counts_down_and_does_not_jump() -> None:
    steady = SteadyTime()
    assert steady.take(_at(10, 233)) == 233
    assert steady.take(_at(11, 232)) == pytest.approx(232)
    jumped = steady.take(_at(12, 973))
    assert jumped is not None
    assert 231 < jumped < 300
    for second in range(13, 133):
        settled = steady.take(_at(second, 1_000 - second))
    assert settled == pytest.approx(868, abs=3)


def test_the_time_left_begins_anew_with_each_run_and_after_a_pause() -> None:
    steady = SteadyTime()
    steady.take(_at(10, 600))
    assert steady.take(_at(11, None)) is None
    assert steady.take(_at(12, 60)) == 60
    assert steady.take(_at(12, 5, run=2)) == 5
