"""What the inspector says of one judgment, and how the form of a label stands below it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import clicks
import pytest
from labelling import begun, changed, inspector, label, leave
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.inspector import case
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
AGAIN = (
    "INSERT INTO judgment (run_id, task_key, metric, model_id, reference_id, judge, prompt_set_id, prompt_id, repeat,"
    " answer_id, reference_answer_id, outcome, overall, raw, created) SELECT run_id, 'again', metric, model_id,"
    " reference_id, 'gpt-4o-mini', prompt_set_id, prompt_id, 1, answer_id, reference_answer_id, outcome, 2.5, '{}',"
    " created FROM judgment WHERE id = 1"
)


def below(upper: QWidget, lower: QWidget) -> int:
    """Pixels of nothing between the two."""
    return lower.mapToGlobal(QPoint(0, 0)).y() - upper.mapToGlobal(QPoint(0, upper.height())).y()


@pytest.mark.parametrize("size", [(800, 600), (1280, 800), (1920, 1080)])
def test_nothing_stands_between_the_fields_of_a_label_and_its_buttons(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    page.window().resize(*size)
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: panel.save_button.isVisible() and below(panel.reason, panel.save_button) < 30)
    panel.fields.take_digit(3)
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: panel.table.isVisible() and below(panel.table, panel.save_button) < 30)
    page.detail.tabs.setCurrentIndex(0)
    clicks.click(page.after)
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.detail.row.id != 1)
    page.detail.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: not panel.table.isVisible() and below(panel.reason, panel.save_button) < 30)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_form_of_an_outcome_is_whole_after_the_window_was_drawn_narrow_and_wide(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, code: str
) -> None:
    page = inspector(qtbot, make_window(workspace), 800, 600)
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    page.filters.choose({"metric": "ice"})
    for width, height, spoken in (
        (800, 600, "en"),
        (1920, 1080, code),
        (1000, 700, code),
        (1920, 1080, "en"),
    ):
        language.choose(spoken)
        page.window().resize(width, height)
        clicks.settled(qtbot, page.window())
        qtbot.waitUntil(lambda: panel.outcome.isVisible() and unscrolled(panel))


def unscrolled(panel: QWidget) -> bool:
    return panel.findChild(QScrollArea).verticalScrollBar().maximum() == 0


def test_buttons_of_two_begun_tasks_are_read_whole_in_a_low_window(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 800, 600)
    for metric in ("rse", "ice"):
        begun(qtbot, page, metric)
        leave(qtbot, page)
    for code in ("en", "zh_CN"):
        language.choose(code)
        clicks.settled(qtbot, page.window())
        shown = [each for each in page._head_buttons.findChildren(QPushButton) if each.isVisible()]
        assert all(each.width() >= each.sizeHint().width() for each in shown)


def test_the_next_to_label_is_read_from_its_prompt_on(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace), 800, 600))
    bar = page.detail._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    label(qtbot, page)
    assert bar.value() == 0


def test_what_can_be_read_is_labelled_first(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    changed(workspace, "UPDATE prompt SET language = CASE id % 2 WHEN 0 THEN 'zh' ELSE 'en' END")
    page = begun(qtbot, inspector(qtbot, make_window(workspace)))
    met = languages(workspace, page.task.task.judgments)
    assert met == sorted(met), "English before Chinese"
    assert set(met) == {"en", "zh"}, "both belong to the task"


def languages(workspace: Path, chosen: tuple[int, ...]) -> list[str]:
    """Those of the prompts of these judgments, in their order."""
    sql = "SELECT p.language FROM judgment j JOIN prompt p ON p.id = j.prompt_id WHERE j.id = ?"
    with closing(sqlite3.connect(workspace)) as db:
        return [db.execute(sql, (judgment,)).fetchone()[0] for judgment in chosen]


def test_other_judgments_are_read_whole_and_counted_from_one(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(changed(workspace, AGAIN)), 1920, 1080)
    page.detail.tabs.setCurrentWidget(page.detail.others)
    clicks.settled(qtbot, page.window())
    table = page.detail.others
    _heads, *lines = table.lines()
    assert ["gpt-4o-mini", "2"] in [line[:2] for line in lines]
    assert table.columnWidth(0) > max(table.fontMetrics().horizontalAdvance(line[0]) for line in lines)


def test_a_template_says_where_its_question_stands(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace))
    page.filters.choose({"metric": "ice"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.detail.row.metric == "ice")
    detail = page.detail.detail
    assert page.detail.template.toPlainText() == (
        f"{detail.template}\n\nIn the place of {{query}}: {detail.question}"
    )


def test_the_picture_of_a_long_case_says_that_it_is_cut(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace))
    long = replace(page.detail.detail, response="一" * 6_001)
    assert "The first 6,000 of 6,001 characters are shown." in case._page(long, case.NO_MARKS)
    assert "characters are shown" not in case._page(replace(long, response="一" * 6_000), case.NO_MARKS)


def test_chinese_has_its_own_punctuation(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    page = inspector(qtbot, make_window(workspace))
    page.filters.choose({"metric": "ice", "model": "Far"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.detail.row.metric == "ice")
    assert page.detail.scores.text().startswith("Loose: ")
    language.choose("zh_CN")
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: "ICE，" in page.detail.head.text())
    assert page.detail.scores.text().startswith("宽松：")
    assert "厂商：" in page.detail.facts.text()


def test_several_settings_of_a_request_are_in_sight(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 800, 600)
    page.detail.tabs.setCurrentWidget(page.detail.request)
    clicks.settled(qtbot, page.window())
    table = page.detail.request.table
    assert table.rowAt(table.viewport().height() - 1) == -1 or table.rowAt(table.viewport().height() - 1) >= 4
