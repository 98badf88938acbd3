"""A new user's journeys through the window, by clicks and keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.loopback import LoopbackServer

KEY = "sk-loopback-0123456789abcdef"


def run_to_its_end(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window.page("study").start)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        pass
    clicks.settled(qtbot, window)


def test_from_the_first_start_without_a_key_to_a_result(qtbot: QtBot, window: MainWindow) -> None:
    assert window.front == "home"
    clicks.click(window.page("home").ways.try_now)
    qtbot.waitUntil(lambda: window.front == "study", timeout=clicks.WAIT_MS)
    study = window.page("study")
    assert study.step == 3
    qtbot.waitUntil(lambda: study.review.figures["Calls"].text() not in {"–", ""}, timeout=clicks.WAIT_MS)
    for name in ("reasoning", "math"):
        study.prompts.samples[name].setValue(4)
    run_to_its_end(qtbot, window)
    clicks.click(window.page("live").results)
    clicks.settled(qtbot, window)
    assert window.page("results").badge.text() == "Completed"
    assert window.context.workspace is not None
    assert window.context.workspace.is_file()


def test_from_a_pasted_key_to_a_finished_study(qtbot: QtBot, window: MainWindow) -> None:
    with LoopbackServer(key=KEY, models=("stand-in", "other")) as server:
        clicks.click(window.page("home").ways.connect_)
        accounts = window.page("models").accounts
        clicks.pick(accounts.provider, "openai-compatible")
        clicks.write(accounts.base_url, server.base_url)
        clicks.write(accounts.account, "mine")
        clicks.write(accounts.key, KEY)
        clicks.click(accounts.check_button)
        qtbot.waitUntil(accounts.check_button.isEnabled, timeout=clicks.WAIT_MS)
        assert accounts.model.findText("other") >= 0, accounts.banner.text()
        for name, role in (("stand-in", "reference"), ("other", "test")):
            use_in_study(window, name, role)
        study = window.page("study")
        assert study.step == 3, "nothing is missing"
        clicks.click(study.stepper.buttons[2])
        clicks.click(study.prompts.boxes["math"])
        clicks.write(study.prompts.samples["math"].lineEdit(), "3")
        clicks.click(study.stepper.buttons[0])
        clicks.write(study.measure.name, "With my key")
        clicks.click(study.stepper.buttons[3])
        run_to_its_end(qtbot, window)
        assert window.page("live").state.status == "completed"
        assert len(server.calls) >= 6
    assert KEY.encode() not in window.context.workspace.read_bytes()


def use_in_study(window: MainWindow, model: str, role: str) -> None:
    window.show_page("models")
    accounts = window.page("models").accounts
    accounts.model.setCurrentText(model)
    clicks.click(accounts.refer_button if role == "reference" else accounts.measure_button)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "csv"])
def test_from_a_finished_run_to_an_exported_chart(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    target = tmp_path / f"chart.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **kwargs: (str(target), "PNG (*.png)"))
    window = make_window(workspace)
    qtbot.waitUntil(lambda: window.page("results").loaded is not None, timeout=clicks.WAIT_MS)
    results = window.page("results")
    tabs = results.tabs
    tabs.setCurrentIndex(tabs.titles.index("Charts"))
    qtbot.waitUntil(lambda: results.charts.view is not None, timeout=clicks.WAIT_MS)
    clicks.click(results.charts.export)
    clicks.pick(results.charts.dialog.kind, ending)
    clicks.click(results.charts.dialog.save_button)
    qtbot.waitUntil(target.is_file, timeout=clicks.WAIT_MS)
    assert target.stat().st_size > 100
