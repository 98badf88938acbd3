"""Labelling by hand: a task of thirty that outlives the window, and labels that are not lost while they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.sample import sample_path
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
ALL = 6 * 4 + 5 * 4  # judgments of similarity


def inspector(qtbot: QtBot, window: MainWindow) -> Any:
    window.resize(1280, 900)
    clicks.settled(qtbot, window)
    window.show_page("inspector")
    page: Any = window.page("inspector")
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    return page


@pytest.fixture
def page(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace))


def current(page: Any) -> int:
    return int(page.detail.detail.row.id)


def begun(qtbot: QtBot, page: Any) -> Any:
    clicks.click(page.begin_task)
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.task.on and current(page) == page.task.task.left[0])
    return page


def label(qtbot: QtBot, page: Any, score: str = "3.0") -> None:
    """Score the judgment in front, and save by key."""
    panel = page.detail.labels
    clicks.write(panel.scores["overall"].lineEdit(), score)
    clicks.press(panel.scores["overall"].lineEdit(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clicks.settled(qtbot, page.window())


def go_on(qtbot: QtBot, page: Any) -> None:
    clicks.click(page.task.following)
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: current(page) == page.task.task.left[0])


def test_a_task_lists_thirty_and_hides_the_judges(qtbot: QtBot, page: Any) -> None:
    assert page.begin_task.text() == "Labelling task"
    begun(qtbot, page)
    assert page.model.rowCount() == 30
    assert {str(page.model.index(n, 1).data()) for n in range(10)} <= {"Near", "Far"}
    assert all(page.table.isColumnHidden(n) for n in (1, 2, 5)), "both models and the score"
    assert not page.filters.isVisible()
    assert page.detail.tabs.currentWidget() is page.detail.labels
    assert not page.detail.tabs.isTabVisible(0)
    assert page.task.standing.text() == "Labelling task: 0 of 30"


def test_progress_is_shown_and_the_next_one_is_led_to(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    first = current(page)
    label(qtbot, page)
    assert page.task.standing.text() == "Labelling task: 1 of 30"
    assert page.task.findChild(QProgressBar).value() == 1
    assert current(page) == first, "what the judge said is shown now"
    assert page.detail.tabs.isTabVisible(0)
    go_on(qtbot, page)
    assert current(page) != first
    assert not page.detail.tabs.isTabVisible(0)
    assert rows(page.context.workspace, "SELECT judgment_id, blind FROM label") == [(first, 1)]


def shown_words(page: Any) -> str:
    """What can be read of the judgment in front, but for its texts."""
    detail = page.detail
    tabs = [detail.tabs.tabText(n) for n in range(detail.tabs.count()) if detail.tabs.isTabVisible(n)]
    return " ".join((detail.left_name.text(), detail.right_name.text(), *tabs))


def test_the_models_are_named_only_behind_the_label(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    assert shown_words(page) == "Response of the reference Response of the model Your label"
    row = page.detail.detail.row
    label(qtbot, page)
    for words in (f"Reference: {row.reference}", f"Model: {row.model}", "Request"):
        assert words in shown_words(page)
    clicks.click(page.task.leave_button)
    clicks.settled(qtbot, page.window())
    assert not any(page.table.isColumnHidden(n) for n in (1, 2, 5))


def test_an_unfinished_task_is_there_after_a_restart(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    first = make_window(workspace)
    page = begun(qtbot, inspector(qtbot, first))
    chosen = page.task.task.judgments
    for _each in range(2):
        label(qtbot, page)
        go_on(qtbot, page)
    first.close()
    again = inspector(qtbot, make_window(workspace))
    assert not again.task.on
    assert not again.table.isColumnHidden(2), "the task's hidden columns are not remembered"
    assert again.model.rowCount() > 30
    assert again.begin_task.text() == "Continue labelling (2 of 30)"
    begun(qtbot, again)
    assert again.task.task.judgments == chosen
    assert current(again) == chosen[2]
    assert again.task.standing.text() == "Labelling task: 2 of 30"


def test_a_task_is_left_and_gone_on_with(qtbot: QtBot, page: Any) -> None:
    everything = page.model.rowCount()
    begun(qtbot, page)
    label(qtbot, page)
    clicks.click(page.task.leave_button)
    clicks.settled(qtbot, page.window())
    assert page.filters.isVisible()
    assert page.model.rowCount() == everything
    assert not page.table.isColumnHidden(2)
    assert page.begin_task.text() == "Continue labelling (1 of 30)"
    begun(qtbot, page)
    assert page.task.standing.text() == "Labelling task: 1 of 30"


def test_what_is_looked_for_from_another_page_ends_the_task(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    page.window().show_page("results")
    clicks.settled(qtbot, page.window())
    page.window().show_page("inspector")
    assert page.task.on, "who only looked elsewhere finds the task as it was"
    page.window().show_page("inspector", {"metric": "rse", "model": "Near"})
    clicks.settled(qtbot, page.window())
    assert not page.task.on
    assert page.model.rowCount() == ALL // 2


def test_a_finished_task_offers_the_next(qtbot: QtBot, page: Any, workspace: Path) -> None:
    begun(qtbot, page)
    last, *others = reversed(page.task.task.judgments)
    from core.store import labels

    for judgment in others:
        new = labels.NewLabel(judgment, "me", overall=3.0)
        page.context.write(lambda writer, new=new: labels.add(writer, new)).start()
    clicks.settled(qtbot, page.window())
    page.task.look(1)
    clicks.settled(qtbot, page.window())
    go_on(qtbot, page)
    assert current(page) == last
    label(qtbot, page)
    assert page.task.standing.text() == "All 30 are labelled."
    assert not page.task.following.isVisible()
    clicks.click(page.task.more)
    clicks.settled(qtbot, page.window())
    assert page.task.standing.text() == f"Labelling task: 0 of {ALL - 30}"
    assert page.model.rowCount() == ALL - 30
    clicks.click(page.task.leave_button)
    assert rows(workspace, "SELECT count(*) FROM label_task") == [(2,)]


def test_the_checks_are_a_click_away_at_the_end(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    from core.store import labels

    for judgment in page.task.task.judgments:
        new = labels.NewLabel(judgment, "me", overall=3.0)
        page.context.write(lambda writer, new=new: labels.add(writer, new)).start()
    clicks.settled(qtbot, page.window())
    page.task.look(1)
    clicks.settled(qtbot, page.window())
    clicks.click(page.task.checks)
    clicks.settled(qtbot, page.window())
    results = page.window().page("results")
    assert page.window().front == "results"
    assert results.tabs.currentWidget() is results.deeper


def test_the_task_speaks_the_language_of_the_window(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    label(qtbot, page)
    language.choose("zh_CN")
    assert page.task.standing.text() == "标注任务：1 / 30"
    clicks.click(page.task.leave_button)
    assert page.begin_task.text() == "继续标注（1 / 30）"


def test_a_label_half_typed_is_kept_when_the_selection_moves(qtbot: QtBot, page: Any) -> None:
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
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
    assert panel.reason.text() == ""
    assert not panel.unsaved.isVisible()


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


def test_only_the_first_label_of_a_judgment_is_blind(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    label(qtbot, page, "2.0")
    label(qtbot, page, "4.0")
    assert rows(page.context.workspace, "SELECT overall, blind FROM label ORDER BY id") == [
        (2.0, 1),
        (4.0, 0),
    ]


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


@pytest.mark.skipif(sample_path() is None, reason="no sample is shipped here")
def test_a_task_in_the_sample_offers_a_copy(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window.page("home").ways.look)  # type: ignore[attr-defined]
    clicks.settled(qtbot, window)
    page = inspector(qtbot, window)
    clicks.click(page.begin_task)
    clicks.settled(qtbot, window)
    clicks.click(clicks.button(window.notices.toast, "Make a copy of my own"))
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.context.read_only and page.model.rowCount() > 0)
    begun(qtbot, page)
    assert page.task.standing.text() == "Labelling task: 0 of 30"


def test_columns_that_somebody_hid_stay_hidden_after_a_task(qtbot: QtBot, page: Any) -> None:
    page.table.setColumnHidden(8, True)
    begun(qtbot, page)
    clicks.click(page.task.leave_button)
    assert page.table.isColumnHidden(8)
    assert not page.table.isColumnHidden(2)
