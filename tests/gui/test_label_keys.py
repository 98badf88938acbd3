"""Labelling by keys alone: a digit, Ctrl+Enter, and the next one is there; the label is always in sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from labelling import back, begun, focused, inspector, label, leave, ready
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def page(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace))


def selected(page: Any) -> list[int]:
    return [page.model.id_at(index.row()) for index in page.table.selectionModel().selectedRows()]


def test_saving_by_key_counts_and_leads_to_the_next(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    first, second = page.task.task.left[:2]
    label(qtbot, page, Qt.Key.Key_4)
    assert page.task.standing.text() == "Labelling task: 1 of 30"
    assert page.task.findChild(QProgressBar).value() == 1
    assert ready(page, second)
    assert selected(page) == [second], "the list shows where one is, though Ctrl is held down"
    assert rows(page.context.workspace, "SELECT judgment_id, overall, blind FROM label") == [(first, 4.0, 1)]
    back(qtbot, page, first)
    assert page.detail.tabs.isTabVisible(0), "what the judge said is shown now"


def test_a_digit_replaces_a_digit_and_follows_a_point(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    field = page.detail.labels.scores["overall"]
    for keys, value in (("3", 3.0), ("4", 4.0), ("2.5", 2.5), ("6", 2.5)):
        for key in keys:
            clicks.press(field, Qt.Key(ord(key)))
        assert field.value() == value, keys


def test_a_digit_in_the_list_scores_too(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    page.table.setFocus()
    clicks.press(page.table, Qt.Key.Key_5)
    assert page.detail.labels.scores["overall"].value() == 5.0
    assert focused() is page.detail.labels.scores["overall"]


def test_what_was_passed_over_comes_last(qtbot: QtBot, page: Any) -> None:
    begun(qtbot, page)
    left = page.task.task.left
    back(qtbot, page, left[28])
    page.detail.labels.fields.start()
    label(qtbot, page)
    assert ready(page, left[29])
    label(qtbot, page)
    assert ready(page, left[0])


@pytest.mark.parametrize("size", [(800, 600), (1280, 800)])
def test_the_whole_label_is_in_sight(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    window = make_window(workspace)
    page = begun(qtbot, inspector(qtbot, window, *size))
    panel = page.detail.labels
    for part in (*panel.scores.values(), panel.reason, panel.author, panel.save_button):
        assert window.rect().contains(part.mapTo(window, QPoint(part.width(), part.height())))
        assert part.visibleRegion().boundingRect().size() == part.size()
    leave(qtbot, page)
    assert page.table.isVisible()


@pytest.fixture
def read_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What assistive technology was asked to read out."""
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    return said


def test_a_label_saved_by_key_is_said_to_be_saved_and_read_out(
    qtbot: QtBot, page: Any, read_out: list[str]
) -> None:
    told = begun(qtbot, page).detail.labels.told
    assert not told.isVisible()
    label(qtbot, page)
    assert (told.text(), told.isVisible()) == ("Saved. Next: 2 of 30.", True)
    assert read_out == ["Saved. Next: 2 of 30."]
    clicks.press(page.detail.labels.scores["overall"], Qt.Key.Key_4)
    assert not told.isVisible(), "the next one is begun"
    label(qtbot, page)
    assert told.text() == "Saved. Next: 3 of 30."
    back(qtbot, page, page.task.task.judgments[7])
    assert not told.isVisible(), "it is about another one"


def test_the_last_label_of_a_task_is_said_to_be_saved_too(
    qtbot: QtBot, page: Any, read_out: list[str]
) -> None:
    begun(qtbot, page, "ice")
    while page.task.task.left:
        label(qtbot, page, Qt.Key.Key_1)
    number = len(page.task.task.judgments)
    assert page.detail.labels.told.text() == read_out[-1] == f"Saved. All {number} are labelled."


def test_a_label_saved_by_its_button_is_said_to_be_saved(
    qtbot: QtBot, page: Any, read_out: list[str]
) -> None:
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    clicks.pick(
        panel.outcome, "refused"
    ) if page.detail.detail.row.metric == "ice" else panel.fields.take_digit(3)
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: read_out != [])
    assert panel.told.isVisible()
    assert panel.told.text() == f"Saved: the label of judgment {page.detail.detail.row.id}."
    clicks.click(page.after)
    qtbot.waitUntil(lambda: not panel.told.isVisible())


def test_nothing_moves_while_a_label_is_given_and_saved(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace), 800, 600))
    panel = page.detail.labels
    before = panel.height()
    clicks.press(panel.scores["overall"], Qt.Key.Key_3)
    clicks.settled(qtbot, page.window())
    assert (panel.unsaved.isVisible(), panel.height()) == (True, before)
    label(qtbot, page)
    clicks.settled(qtbot, page.window())
    assert (panel.told.isVisible(), panel.height()) == (True, before)
