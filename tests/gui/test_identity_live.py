"""Identity questions put to a real local model from the window, by clicks and keys, down to a single reason."""

from __future__ import annotations

import importlib.util

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.errors import CallFailed
from core.llm import weights
from gui.window import MainWindow

QUERIES = 12
RUN_MS = 240_000


def installed() -> bool:
    try:
        weights.builtin_file("smollm2")
    except CallFailed:
        return False
    return importlib.util.find_spec("xllamacpp") is not None


def describe_study(window: MainWindow) -> None:
    clicks.click(window._rail.buttons["study"])
    page = window.page("study")
    step = page.measure
    clicks.write(step.name, "Who is it?")
    clicks.press(step.rse, Qt.Key.Key_Space)
    clicks.press(step.ice, Qt.Key.Key_Space)
    clicks.pick(step.mode, "fuzz")
    clicks.write(step.queries.lineEdit(), str(QUERIES))
    clicks.click(step._toggle)
    clicks.write(step.ice_options.numbers["questions_per_template"].lineEdit(), "3")
    clicks.pick(step.ice_options.languages, "en")
    clicks.click(page.next)
    clicks.click(page.models.add_test)
    dialog = page.models.dialog
    clicks.pick(dialog.provider, "local")
    clicks.write(dialog.name, "SmolLM2")
    clicks.write(dialog.field("builtin").lineEdit(), "smollm2")
    clicks.write(dialog.field("max_tokens").lineEdit(), "24")
    clicks.write(dialog.field("facts").lineEdit(), "huggingface")
    clicks.click(dialog.ok)
    clicks.click(page.next)
    clicks.click(page.next)


@pytest.mark.slow
@pytest.mark.local_model
@pytest.mark.skipif(not installed(), reason="xllamacpp and its weights are not installed")
def test_from_an_empty_window_to_the_reason_for_one_verdict(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 1400)
    describe_study(window)
    clicks.settled(qtbot, window)
    clicks.click(window.page("study").start)
    with qtbot.waitSignal(window.context.runs.ended, timeout=RUN_MS):
        pass
    clicks.settled(qtbot, window)
    assert window.page("live").state.status == "completed"
    clicks.click(window.page("live").results)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["identity"])
    clicks.settled(qtbot, window)
    page = window.page("identity")
    page.tabs.tabBar().setFocus()
    for _tab in range(3):
        clicks.press(page.tabs.tabBar(), Qt.Key.Key_Right)
    tree = page.tree
    qtbot.waitUntil(lambda: tree.found is not None, timeout=clicks.WAIT_MS)
    assert tree.found.replayed
    assert sum(row.asked for row in tree.found.rows) == QUERIES
    asked = next(row for row in tree.found.rows if row.asked)
    tree.show_template(asked.template.id)
    clicks.click(tree.judgments_button)
    clicks.settled(qtbot, window)
    inspector = window.page("inspector")
    qtbot.waitUntil(lambda: inspector.model.rowCount() == asked.asked, timeout=clicks.WAIT_MS)
    qtbot.waitUntil(lambda: inspector.detail.reason.toPlainText() != "", timeout=clicks.WAIT_MS)
    [row] = window.page("results").identity.loaded.tables.ice
    assert row.asked == QUERIES
    assert sum(row.claims.values()) <= QUERIES
