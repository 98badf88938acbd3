"""A judgment that is to be labelled blind is not told by what can be taken along of it either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import begun, inspector, leave
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def copied(page: Any) -> str:
    """What is on the clipboard after the case was copied."""
    QGuiApplication.clipboard().setText("nothing yet")
    page.case.copy()
    return QGuiApplication.clipboard().text()


def test_in_a_task_no_case_is_copied_before_there_is_a_label(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace)))
    qtbot.waitUntil(lambda: not page.case.isEnabled())
    assert copied(page) == "nothing yet"
    assert "Once you have saved a label" in page.case.toolTip()
    leave(qtbot, page)
    qtbot.waitUntil(page.case.isEnabled)
    assert page.case.toolTip() == "Copy or save this case for a paper."
    assert copied(page).startswith("### RSE: ")


def test_a_row_that_is_copied_in_a_task_names_no_model_and_no_score(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace)))
    row = page.detail.detail.row
    page.table.setFocus()
    page.table.copy()
    text = QGuiApplication.clipboard().text()
    assert text
    assert row.model not in text
    assert f"{row.overall:.2f}" not in text


def test_a_case_is_taken_along_once_the_label_is_saved(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace))
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    clicks.click(panel.hide_judges)
    qtbot.waitUntil(lambda: not page.case.isEnabled())
    panel.fields.take_digit(3)
    clicks.click(panel.save_button)
    qtbot.waitUntil(page.case.isEnabled)
    assert copied(page).startswith("### RSE: ")


def test_why_it_waits_is_said_in_chinese(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    page = begun(qtbot, inspector(qtbot, make_window(workspace)))
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: "保存标注之后" in page.case.toolTip())


@pytest.mark.parametrize("size", [(800, 600), (1280, 900)])
def test_after_all_is_shown_again_the_keys_go_to_the_list(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), *size)
    clicks.write(page.filters.search, "nobody says this")
    qtbot.waitUntil(lambda: page.right.currentIndex() == 0)
    shown = page.right.widget(0).findChild(QPushButton)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    clicks.click(shown)
    qtbot.waitUntil(lambda: page.right.currentIndex() == 1 and page.table.hasFocus())
