"""Labelling by hand: a task of thirty, given by keys alone, that outlives the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from labelling import back, begun, current, focused, inspector, label, leave, ready, save_by_key
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.sample import sample_path
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
ALL = 6 * 4 + 5 * 4  # judgments of similarity


@pytest.fixture
def page(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace))


def test_a_task_lists_thirty_and_hides_the_judges(qtbot: QtBot, page: Any) -> None:
    assert page.begin_tasks["rse"].text() == "Label RSE"
    begun(qtbot, page)
    assert page.model.rowCount() == 30
    assert {str(page.model.index(n, 1).data()) for n in range(10)} <= {"Near", "Far"}
    assert all(page.table.isColumnHidden(n) for n in (1, 2, 5)), "both models and the score"
    assert not page.filters.isVisible()
    assert page.detail.labels.isVisible()
    assert not page.detail.tabs.isVisible(), "none of them is left"
    assert page.task.standing.text() == "Labelling task: 0 of 30"


def test_shared_passages_are_marked_only_behind_the_label(qtbot: QtBot, page: Any) -> None:
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.right.extraSelections() != [])
    begun(qtbot, page)
    for _each in range(3):
        assert page.detail.left.extraSelections() == page.detail.right.extraSelections() == []
        assert not page.detail.marks.isVisible()
        label(qtbot, page)
    back(qtbot, page, page.task.task.judgments[0])
    assert page.detail.marks.isVisible()


def shown_words(page: Any) -> str:
    """What can be read of the judgment in front, but for its texts."""
    detail = page.detail
    tabs = [detail.tabs.tabText(n) for n in range(detail.tabs.count()) if detail.tabs.isTabVisible(n)]
    assert detail.tabs.isVisible() == bool(tabs)
    return " ".join((detail.left_name.text(), detail.right_name.text(), *tabs))


def test_the_models_are_named_only_behind_the_label(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    assert shown_words(page) == "Response of the reference Response of the model"
    row = page.detail.detail.row
    label(qtbot, page)
    back(qtbot, page, row.id)
    for words in (f"Reference: {row.reference}", f"Model: {row.model}", "Request"):
        assert words in shown_words(page)
    leave(qtbot, page)
    page.window().resize(2400, 800)  # room for all
    qtbot.waitUntil(lambda: not any(page.table.isColumnHidden(n) for n in (1, 2, 5)))


def test_an_unfinished_task_is_there_after_a_restart(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    first = make_window(workspace)
    page = begun(qtbot, inspector(qtbot, first))
    chosen = page.task.task.judgments
    for _each in range(2):
        label(qtbot, page)
    first.close()
    again = inspector(qtbot, make_window(workspace))
    assert not again.task.on
    assert not again.table.isColumnHidden(2), "the task's hidden columns are not remembered"
    assert again.model.rowCount() > 30
    assert again.begin_tasks["rse"].text() == "Continue RSE (2 of 30)"
    begun(qtbot, again)
    assert again.task.task.judgments == chosen
    assert current(again) == chosen[2]
    assert again.task.standing.text() == "Labelling task: 2 of 30"


def test_a_task_is_left_and_gone_on_with(qtbot: QtBot, page: Any) -> None:
    everything = page.model.rowCount()
    begun(qtbot, page)
    label(qtbot, page)
    leave(qtbot, page)
    assert page.filters.isVisible()
    assert page.model.rowCount() == everything
    assert not page.table.isColumnHidden(2)
    assert page.begin_tasks["rse"].text() == "Continue RSE (1 of 30)"
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


def test_a_label_of_a_task_stands_in_its_fields_once_given(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    first, fields = current(page), page.detail.labels.scores
    assert fields["overall"].text() == "not given"
    label(qtbot, page, Qt.Key.Key_4)
    assert fields["overall"].text() == "not given", "the next has none yet"
    back(qtbot, page, first)
    assert fields["overall"].value() == 4.0
    clicks.click(page.detail.labels.undo_button)
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: fields["overall"].text() == "not given")


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
    clicks.click(page.task.following)
    qtbot.waitUntil(lambda: ready(page, last))
    label(qtbot, page)
    assert page.task.standing.text() == "All 30 are labelled."
    assert focused() is page.task.checks
    assert not page.task.following.isVisible()
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(page.task.agreed.isVisible)
    assert "You and the judge agree within half a point in " in page.task.agreed.text()
    assert " of 30, within one point in " in page.task.agreed.text()
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
    assert page.begin_tasks["rse"].text() == "继续标注 RSE（1 / 30）"


def test_only_the_first_label_of_a_judgment_is_blind(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    first = current(page)
    label(qtbot, page, Qt.Key.Key_2)
    back(qtbot, page, first)
    page.detail.labels.fields.start()
    clicks.press(page.detail.labels.scores["overall"], Qt.Key.Key_4)
    save_by_key(qtbot, page)
    assert rows(page.context.workspace, "SELECT overall, blind FROM label ORDER BY id") == [
        (2.0, 1),
        (4.0, 0),
    ]


@pytest.mark.skipif(sample_path() is None, reason="no sample is shipped here")
def test_a_task_in_the_sample_offers_a_copy(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window.page("home").ways.look)  # type: ignore[attr-defined]
    clicks.settled(qtbot, window)
    page = inspector(qtbot, window)
    clicks.click(page.begin_tasks["rse"])
    clicks.settled(qtbot, window)
    clicks.click(clicks.button(window.notices.toast, "Make a copy of my own"))
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.context.read_only and page.model.rowCount() > 0)
    begun(qtbot, page)
    assert page.task.standing.text() == "Labelling task: 0 of 30"


def test_columns_that_somebody_hid_stay_hidden_after_a_task(qtbot: QtBot, page: Any) -> None:
    page.table.show_column(3, False)
    begun(qtbot, page)
    clicks.click(page.task.leave_button)
    assert page.table.isColumnHidden(3)
    assert not page.table.isColumnHidden(2)


def test_identity_is_labelled_as_a_task_of_its_own(qtbot: QtBot, page: Any) -> None:
    assert page.begin_tasks["ice"].text() == "Label ICE"
    begun(qtbot, page, "ice")
    first, total = current(page), len(page.task.task.judgments)
    assert page.detail.detail.row.metric == "ice"
    assert not any(page.detail.tabs.isTabVisible(n) for n in range(4)), "nothing of a judge is told"
    assert f"Model: {page.detail.detail.row.model}" in shown_words(page), "who it is must be known"
    label(qtbot, page, Qt.Key.Key_2)
    assert page.task.standing.text() == f"Labelling task: 1 of {total}"
    said = "SELECT judgment_id, outcome, overall, blind FROM label"
    assert rows(page.context.workspace, said) == [(first, "claims another maker", None, 1)]
    leave(qtbot, page)
    assert page.begin_tasks["ice"].text() == f"Continue ICE (1 of {total})"
    assert page.begin_tasks["rse"].text() == "Label RSE"
    begun(qtbot, page)
    assert page.task.standing.text() == "Labelling task: 0 of 30"


def test_a_finished_task_of_identity_leads_to_how_far_its_judge_agrees(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page, "ice")
    while page.task.task.left:
        label(qtbot, page, Qt.Key.Key_1)
    assert page.task.standing.text().startswith("All ")
    assert focused() is page.task.checks
    given = len(page.task.task.judgments)
    page.context.data_changed.emit()
    clicks.click(page.task.checks)
    clicks.settled(qtbot, page.window())
    stack = page.window().page("results").deeper.stack

    def names() -> list[str]:
        return [table.accessibleName() for table in stack.tables]

    qtbot.waitUntil(lambda: "People's labels" in names(), timeout=clicks.WAIT_MS)
    table = stack.tables[names().index("Agreement on identity")].model()
    shown = [[table.index(row, column).data() for column in (1, 2, 5)] for row in range(table.rowCount())]
    assert ["me / Rules judge (built in)", "Contradiction or none", str(given)] in shown


def test_the_list_stays_where_it_is_when_a_label_comes_in(
    qtbot: QtBot, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gui.inspector import model

    monkeypatch.setattr(model, "FIRST_PAGE", 5)
    far = page.model.rowCount() - 3
    page.table.selectRow(far)
    qtbot.waitUntil(lambda: current(page) == page.model.id_at(far))
    chosen = current(page)
    page.context.data_changed.emit()
    clicks.settled(qtbot, page.window())
    assert [page.model.id_at(i.row()) for i in page.table.selectionModel().selectedRows()] == [chosen]


@pytest.mark.parametrize("width", [800, 1280])
def test_who_leaves_a_task_is_in_the_list(qtbot: QtBot, page: Any, width: int) -> None:
    page.window().resize(width, 600)
    begun(qtbot, page)
    page.task.leave_button.setFocus()
    clicks.press(page.task.leave_button, Qt.Key.Key_Space)
    clicks.settled(qtbot, page.window())
    assert focused() is page.table
    clicks.press(page.table, Qt.Key.Key_J)
    assert page.table.currentIndex().row() == 1
