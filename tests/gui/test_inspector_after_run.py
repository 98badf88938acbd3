"""The list of judgments follows a run that went on while another page was in front."""

from __future__ import annotations

import clicks
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.window import MainWindow

STUDY = Study(
    "Looked at too early",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=4),),
)


def test_what_was_judged_meanwhile_is_listed(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window._rail.buttons["inspector"])
    clicks.settled(qtbot, window)
    window.show_page("study", STUDY)
    clicks.settled(qtbot, window)
    clicks.click(window.page("study").start)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        pass
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["inspector"])
    clicks.settled(qtbot, window)
    page = window.page("inspector")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    qtbot.waitUntil(lambda: page.detail.detail is not None)  # the first is read once the choice has settled
    assert page.right.currentIndex() == 1
