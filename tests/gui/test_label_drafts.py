"""A label that is half typed is not lost: kept for each judgment, and in a copy of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from labelling import current, inspector
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.store import labels
from gui.sample import sample_path
from gui.window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace))


def form(qtbot: QtBot, page: Any) -> Any:
    """Where one's own label is given, for the first RSE judgment."""
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    return panel


def test_a_label_half_typed_is_kept_when_the_selection_moves(qtbot: QtBot, page: Any) -> None:
    panel = form(qtbot, page)
    first = current(page)
    clicks.write(panel.scores["style"].lineEdit(), "4.5")
    clicks.write(panel.reason, "the same jokes")
    assert panel.unsaved.isVisible()
    page.table.setFocus()
    clicks.press(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: current(page) != first)
    assert panel.reason.text() == ""
    assert not panel.unsaved.isVisible()
    assert "not saved yet" in page.window().notices.toast.text()
    clicks.click(clicks.button(page.window().notices.toast, "Go back"))
    qtbot.waitUntil(lambda: current(page) == first)
    assert (panel.scores["style"].value(), panel.reason.text()) == (4.5, "the same jokes")
    assert panel.unsaved.isVisible()
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)
    assert panel.model.rows[0].label.reason == "the same jokes"
    assert panel.reason.text() == "the same jokes"
    assert not panel.unsaved.isVisible()


def test_a_label_stands_in_the_fields_of_its_judgment(qtbot: QtBot, page: Any) -> None:
    panel = form(qtbot, page)
    first = current(page)
    clicks.write(panel.scores["overall"].lineEdit(), "3.5")
    clicks.write(panel.reason, "alike")
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)
    clicks.click(page.after)
    qtbot.waitUntil(lambda: current(page) != first)
    assert panel.scores["overall"].text() == "not given"
    clicks.click(page.before)
    qtbot.waitUntil(lambda: current(page) == first)
    assert (panel.scores["overall"].value(), panel.reason.text()) == (3.5, "alike")
    assert panel.scores["style"].text() == "not given"
    assert not panel.unsaved.isVisible()
    assert not page.window().notices.toast.isVisible(), "nothing was left unsaved"
    clicks.click(panel.save_button)
    clicks.settled(qtbot, page.window())
    assert len(panel.model.rows) == 1, "the same label is not kept twice"
    clicks.write(panel.reason, "alike in form")
    assert panel.unsaved.isVisible()
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 2)
    clicks.click(panel.undo_button)
    qtbot.waitUntil(lambda: panel.reason.text() == "alike")
    clicks.click(panel.undo_button)
    qtbot.waitUntil(lambda: panel.scores["overall"].text() == "not given")


def test_the_label_of_somebody_else_stays_out_of_the_fields(qtbot: QtBot, page: Any) -> None:
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    panel = page.detail.labels
    other = labels.NewLabel(current(page), "ann", overall=2.0)
    page.context.write(lambda writer: labels.add(writer, other)).start()
    clicks.settled(qtbot, page.window())
    page.context.data_changed.emit()
    clicks.click(page.after)
    clicks.click(page.before)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)
    assert panel.scores["overall"].text() == "not given"


def test_an_outcome_half_chosen_is_kept_too(qtbot: QtBot, page: Any) -> None:
    page.filters.choose({"metric": "ice"})
    clicks.settled(qtbot, page.window())
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: page.detail.detail.row.metric == "ice")
    first = current(page)
    clicks.pick(panel.outcome, "refused")
    clicks.click(page.after)
    qtbot.waitUntil(lambda: current(page) != first)
    assert panel.outcome.currentData() == ""
    clicks.click(page.before)
    qtbot.waitUntil(lambda: current(page) == first)
    assert panel.outcome.currentData() == "refused"


def test_what_is_typed_stays_when_more_judgments_come_in(qtbot: QtBot, page: Any) -> None:
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    clicks.write(panel.scores["overall"].lineEdit(), "2.5")
    clicks.write(panel.reason, "half a sent")
    panel.reason.setCursorPosition(4)
    page.context.data_changed.emit()
    clicks.settled(qtbot, page.window())
    assert (panel.scores["overall"].value(), panel.reason.text()) == (2.5, "half a sent")
    assert panel.reason.cursorPosition() == 4


def test_a_label_that_is_being_saved_is_not_said_to_be_unsaved(qtbot: QtBot, page: Any) -> None:
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    first = current(page)
    clicks.write(panel.scores["overall"].lineEdit(), "2.5")
    clicks.click(panel.save_button)
    clicks.click(page.after)
    qtbot.waitUntil(lambda: current(page) != first)
    clicks.settled(qtbot, page.window())
    assert not page.window().notices.toast.isVisible()
    clicks.click(page.before)
    qtbot.waitUntil(lambda: current(page) == first)
    assert len(panel.model.rows) == 1
    assert not panel.unsaved.isVisible()


@pytest.mark.skipif(sample_path() is None, reason="no sample is shipped here")
def test_a_label_half_typed_comes_along_into_a_copy_of_the_sample(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window.page("home").ways.look)  # type: ignore[attr-defined]
    clicks.settled(qtbot, window)
    page = inspector(qtbot, window)
    panel = page.detail.labels
    clicks.click(page.after)
    clicks.click(page.after)
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: page.table.currentIndex().row() == 2 and current(page) == page.model.id_at(2))
    third = current(page)
    page.detail.tabs.setCurrentWidget(panel)
    clicks.write(panel.scores["overall"].lineEdit(), "1.5")
    clicks.write(panel.reason, "no two words alike")
    clicks.click(panel.save_button)
    clicks.click(clicks.button(window.notices.toast, "Make a copy of my own"))
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.context.read_only and current(page) == third)
    assert (panel.scores["overall"].value(), panel.reason.text()) == (1.5, "no two words alike")
    clicks.click(panel.save_button)
    clicks.settled(qtbot, window)
    saved = rows(window.context.workspace, "SELECT judgment_id, overall, reason FROM label")
    assert saved == [(third, 1.5, "no two words alike")]
