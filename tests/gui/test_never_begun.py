"""A study that cannot be run is not started; a run that could not begin shows nothing of the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.study import IceSpec, ModelSpec, PromptSetSpec, Study
from gui import format as fmt
from gui.window import MainWindow

GOOD = Study(
    "Good",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)
BAD = replace(
    GOOD,
    name="Nobody's",
    metrics=("rse", "ice"),
    ice=IceSpec(queries=4, questions_per_template=2),
    models=(*GOOD.models, ModelSpec("my-model-a", "test", "simulated")),
)


def reviewed(qtbot: QtBot, window: MainWindow, study: Study) -> Any:
    """The study page at its review."""
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    return window.page("study")


def rows(live: Any) -> list[int]:
    """How many rows each table of the live page has."""
    models = (live.scores.rse_model, live.count_model, live.newest_model, live.error_model)
    return [model.rowCount() for model in models]


def close_error(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.context.services.errors
    qtbot.waitUntil(lambda: desk._box is not None, timeout=clicks.WAIT_MS)
    desk._box.close()


def test_what_the_review_found_wrong_is_not_started(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, BAD)
    reason = page.review.banner.text()
    assert "Near" in reason
    for each in (page.start, page.trial):
        assert not each.isEnabled()
        assert "who made it is not known" in each.toolTip()
        assert each.accessibleDescription() == reason
    clicks.press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    clicks.settled(qtbot, window)
    assert (window.front, window.context.runs.active) == ("study", False)
    assert page.review.banner.text() == reason


def test_a_study_that_was_put_right_can_be_started(qtbot: QtBot, window: MainWindow) -> None:
    reviewed(qtbot, window, BAD)
    page = reviewed(qtbot, window, GOOD)
    assert page.start.toolTip() == ""
    assert "three prompts" in page.trial.toolTip()
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(page.start)


def test_a_run_that_could_not_begin_shows_nothing_of_the_one_before(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(reviewed(qtbot, window, GOOD).start)
    clicks.settled(qtbot, window)
    live: Any = window.page("live")
    assert all(count > 0 for count in rows(live)[:3])
    page = reviewed(qtbot, window, BAD)
    clicks.click(page.back)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    close_error(qtbot, window)
    clicks.settled(qtbot, window)
    assert window.front == "live"
    assert live.head.study.text() == BAD.name
    assert live.head.badge.text() == "Failed"
    assert "who makes Near is not known" in live.head.message.text()
    assert rows(live) == [0, 0, 0, 0]
    assert {figure.text() for figure in live.figures.values()} == {fmt.NONE}
    assert live.chart.view is None or not live.chart.view.isVisible()
    assert not live.results.isVisible()
