"""The main job, by clicks and keys alone, and its scores beside those of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core import study_file
from gui.main import main
from gui.window import MainWindow

MODELS = (("reference", "Ref", 1.0), ("test", "Near", 0.9), ("test", "Far", 0.1))
PROMPTS = 4


def add_model(window: MainWindow, role: str, name: str, closeness: float) -> None:
    step = window.page("study").models
    clicks.click(step.add_reference if role == "reference" else step.add_test)
    dialog = step.dialog
    clicks.pick(dialog.provider, "simulated")
    clicks.write(dialog.name, name)
    clicks.write(dialog.field("closeness").lineEdit(), str(closeness))
    clicks.click(dialog.ok)


def set_up(window: MainWindow) -> None:
    clicks.click(window._rail.buttons["study"])
    page = window.page("study")
    clicks.write(page.measure.name, "By clicks")
    clicks.click(page.next)
    for role, name, closeness in MODELS:
        add_model(window, role, name, closeness)
    clicks.click(page.next)
    assert page.prompts.boxes["reasoning"].isChecked()
    clicks.write(page.prompts.samples["reasoning"].lineEdit(), str(PROMPTS))
    clicks.click(page.next)


def run_to_its_end(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window.page("study").start)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        pass
    clicks.settled(qtbot, window)


def test_study_by_clicks_scores_as_the_command_line_does(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(window)
    run_to_its_end(qtbot, window)
    live = window.page("live")
    assert live.state.status == "completed"
    clicks.click(live.results)
    clicks.settled(qtbot, window)
    rows = window.page("results").similarity.long.rows
    shown = [json.loads(json.dumps(row.as_json())) for row in rows]
    study = tmp_path / "study.toml"
    study_file.write(window.page("study").draft.study(), study)
    workspace = tmp_path / "other.distilscope"
    assert main(["run", str(study), "--workspace", str(workspace)]) == 0
    capsys.readouterr()
    assert main(["results", "--workspace", str(workspace), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert shown == printed["rse"]
    assert {row["model"] for row in shown} == {"Near", "Far"}
    assert all(row["n"] == PROMPTS for row in shown)


def test_a_score_leads_to_the_reason_behind_it(qtbot: QtBot, window: MainWindow) -> None:
    set_up(window)
    run_to_its_end(qtbot, window)
    clicks.click(window.page("live").results)
    clicks.settled(qtbot, window)
    table = window.page("results").similarity.stack.tables[0]
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    clicks.press(table, Qt.Key.Key_Return)
    inspector = window.page("inspector")
    qtbot.waitUntil(lambda: inspector.detail.reason.toPlainText() != "", timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    assert inspector.model.rowCount() == PROMPTS
    assert inspector.detail.left.toPlainText()
    assert inspector.detail.right.toPlainText()


def test_closing_in_mid_run_keeps_what_was_finished(
    qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    set_up(window)
    page = window.page("study")
    clicks.write(page.prompts.samples["reasoning"].lineEdit(), "40")
    clicks.click(page.start)
    qtbot.waitUntil(lambda: len(window.page("live").state.newest) > 0, timeout=clicks.WAIT_MS)
    seen = [event.judgment for event in window.page("live").state.newest]
    workspace = window.context.workspace
    window.close()
    if window._asked is not None:
        clicks.click(clicks.button(window._asked, "Close and keep"))
    assert not window.isVisible()
    from core.store import judgments
    from core.store.reader import Reader

    reader = Reader(workspace)
    kept = [row.id for row in judgments.rows(reader, seen)]
    reader.close()
    assert sorted(kept) == sorted(seen)
