"""What the inspector shows at its default sizes: whole names, the score, and what was cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import begun, changed, inspector, leave
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.names import NameDelegate
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
NAME = "SmolLM2-135M-Instruct, greedy"
JUDGE = 6


def in_sight(page: Any, column: int) -> bool:
    """Whether a column of the list is whole without scrolling."""
    table = page.table
    left = table.columnViewportPosition(column)
    return bool(left >= 0 and left + table.columnWidth(column) <= table.viewport().width())


@pytest.mark.parametrize("size", [(800, 600), (1280, 800), (1920, 1080)])
def test_names_and_scores_are_whole(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    changed(workspace, f"UPDATE run_model SET name = '{NAME}' WHERE name = 'Near'")
    page = inspector(qtbot, make_window(workspace), *size)
    assert in_sight(page, 1)
    assert in_sight(page, 2)
    assert page.table.fontMetrics().horizontalAdvance(NAME) < page.table.columnWidth(1)


def test_a_name_is_told_whole_by_its_tool_tip(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    long = "a-name-" * 20 + "greedy"
    changed(workspace, f"UPDATE run_model SET name = '{long}' WHERE name = 'Near'")
    page = inspector(qtbot, make_window(workspace))
    tips = {page.model.index(n, 1).data(Qt.ItemDataRole.ToolTipRole) for n in range(page.model.rowCount())}
    assert long in tips
    assert in_sight(page, 2), "a long name leaves the score where it is seen"


def test_an_answer_that_was_cut_off_says_so(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    cut = (
        "UPDATE response SET finish_reason = 'length' WHERE id IN (SELECT t.value FROM judgment j JOIN answer a"
        " ON a.id = j.answer_id, json_each(a.turns) t WHERE j.id = 1)"
    )
    page = inspector(qtbot, make_window(changed(workspace, cut)))
    assert page.detail.detail.row.id == 1
    assert page.detail.right_note.isVisible()
    assert page.detail.right_note.text() == "Cut off at the limit of tokens."
    assert not page.detail.left_note.isVisible()


def test_an_identity_judgment_shows_the_facts(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    page = inspector(qtbot, make_window(workspace))
    assert not page.detail.facts.isVisible()
    page.filters.choose({"metric": "ice", "model": "Far"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.detail.row.metric == "ice")
    assert page.detail.facts.isVisible()
    assert "Maker: Google" in page.detail.facts.text()
    begun(qtbot, page, "ice")
    assert page.detail.facts.isVisible(), "without them nobody can say what contradicts them"


def test_the_digits_of_the_outcomes_are_written_out(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace), 800, 600), "ice")
    fields = page.detail.labels.fields
    told = [shown.text() for shown in fields._by_digit if shown.isVisible()]
    assert told == [fields.outcome.itemText(n) for n in range(1, fields.outcome.count())]
    assert told[1] == "2  Claims another maker"


def test_names_of_models_are_shortened_in_the_middle(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    table = inspector(qtbot, make_window(workspace)).table
    titles = [column.title for column in table.model().columns]
    shortened = [t for n, t in enumerate(titles) if isinstance(table.itemDelegateForColumn(n), NameDelegate)]
    assert shortened == ["Model", "Reference", "Judge"]


def shown_heads(page: Any) -> list[str]:
    table = page.table
    return [c.title for n, c in enumerate(table.model().columns) if not table.isColumnHidden(n)]


def test_the_list_is_never_wider_than_its_room(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    for width, height in ((800, 600), (1280, 800), (1920, 1080)):
        page.window().resize(width, height)
        qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0)
        assert shown_heads(page)[:4] == ["Number", "Model", "Score", "Prompt"]
    page.splitter.setSizes([1200, 400])
    qtbot.waitUntil(lambda: "Outcome" in shown_heads(page))


def test_columns_left_out_come_back_after_a_task(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 1280, 800)
    before = shown_heads(page)
    begun(qtbot, page)
    assert not {"Model", "Score", "Reference"} & set(shown_heads(page))
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0)
    leave(qtbot, page)
    qtbot.waitUntil(lambda: shown_heads(page) == before)


@pytest.mark.parametrize("drawn", [False, True])
def test_widths_that_somebody_drew_are_remembered_and_others_are_fitted_anew(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, drawn: bool
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    if drawn:
        page.table.setColumnWidth(1, 131)
    page.context.memory.save()
    other = inspector(qtbot, make_window(workspace), 800, 600)
    assert (other.table.columnWidth(1) == 131) == drawn
    assert (other.table.horizontalScrollBar().maximum() > 0) == drawn


@pytest.mark.parametrize("size", [(800, 600), (1280, 800)])
def test_the_form_of_a_label_is_not_scrolled_in_itself(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), *size)
    panel, tabs = page.detail.labels, page.detail.tabs
    before = tabs.minimumHeight()
    bar = tabs.tabBar()
    choose_tab(bar, tabs.indexOf(panel))
    assert tabs.currentWidget() is panel
    qtbot.waitUntil(lambda: all(map(in_window, (panel.save_button, panel.reason, *panel.scores.values()))))
    assert panel.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    choose_tab(bar, 0)
    assert tabs.minimumHeight() == before


def test_whoever_scrolled_away_from_the_label_is_left_there(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    window = make_window(workspace)
    page = inspector(qtbot, window, 800, 600)
    panel, bar = page.detail.labels, page.detail._scroll.verticalScrollBar()
    choose_tab(page.detail.tabs.tabBar(), page.detail.tabs.indexOf(panel))
    qtbot.waitUntil(lambda: in_window(panel.save_button))
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.rect().topLeft() + QPoint(bar.width() // 2, 1))
    assert bar.value() < bar.maximum()
    where = bar.value()
    with qtbot.waitSignal(bar.rangeChanged):
        window.resize(820, 590)
    QApplication.processEvents()
    assert bar.value() == where


def choose_tab(bar: QTabBar, tab: int) -> None:
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())


def in_window(part: QWidget) -> bool:
    """Whether nothing of it is scrolled out of sight."""
    return part.visibleRegion().boundingRect() == part.rect()


@pytest.mark.parametrize("size", [(800, 600), (1920, 1080)])
def test_the_judge_is_there_before_one_of_the_dimensions(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), *size)
    assert "Judge" in shown_heads(page)
    assert in_sight(page, JUDGE)
    assert page.model.index(0, JUDGE).data() == "Measured"
    assert page.model.index(0, JUDGE).data(Qt.ItemDataRole.ToolTipRole) == "Measured judge (built in)"
    assert len({"Style", "Structure", "Content"} & set(shown_heads(page))) in {0, 3}


def test_columns_of_dashes_take_no_room(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    page.splitter.setSizes([1500, 400])
    of_similarity = {"Reference", "Style", "Structure", "Content"}
    qtbot.waitUntil(lambda: of_similarity <= set(shown_heads(page)))
    clicks.pick(page.filters.boxes["metric"], "ice")
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: not of_similarity & set(shown_heads(page)))
    assert "Claims to be" in shown_heads(page)
    clicks.pick(page.filters.boxes["metric"], "rse")
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: of_similarity <= set(shown_heads(page)))
    assert "Claims to be" not in shown_heads(page)


def test_an_empty_list_is_not_scrolled_sideways(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 800, 600)
    before = shown_heads(page)
    clicks.write(page.filters.search, "no text has these words")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    clicks.settled(qtbot, page.window())
    assert page.table.horizontalScrollBar().maximum() == 0
    assert shown_heads(page) == before
