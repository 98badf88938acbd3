"""Judgments out of the common: without a reason, with a reply of a megabyte, with words that nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import changed, inspector
from PySide6.QtGui import QTextOption
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.inspector import case
from gui.inspector.columns import COLUMNS
from gui.inspector.detail_words import reply
from gui.widgets.textpane import TextPane
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
MEGABYTE = 1_000_000
UNKNOWN = "UPDATE judgment SET rationale = '', components = '{}', evidence = '' WHERE id = 1"
LONG = f"UPDATE judgment SET raw = replace(hex(zeroblob({MEGABYTE // 2})), '0', 'x'), judge = 'gpt-x' WHERE id = 1"


@pytest.fixture
def opened(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Callable[..., Any]:
    """The inspector of a workspace that was changed, at its first judgment."""
    return lambda *statements: inspector(qtbot, make_window(changed(workspace, *statements)))


@pytest.mark.parametrize(
    ("code", "said"), [("en", "The judge gave no reason."), ("zh_CN", "评判者没有给出理由。")]
)
def test_that_there_is_no_reason_is_said(
    qtbot: QtBot, opened: Callable[..., Any], code: str, said: str
) -> None:
    page = opened(UNKNOWN)
    language.choose(code)
    qtbot.waitUntil(lambda: page.detail.reason.toPlainText() == said)


def test_of_a_very_long_reply_the_beginning_is_shown(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened(LONG)
    shown = page.detail.raw.toPlainText()
    assert len(shown) < 101_000
    assert shown.endswith("The first 100,000 of 1,000,000 characters are shown.")
    assert shown.startswith("x" * 1_000)


def test_a_reply_that_fits_is_whole(opened: Callable[..., Any]) -> None:
    detail = replace(opened().detail.detail, raw="y" * 100_000)
    assert reply(detail) == "y" * 100_000


@pytest.mark.parametrize(
    ("text", "anywhere"),
    [
        ("x" * MEGABYTE, True),
        ("one " * 10 + "x" * 2_000, True),
        ("x" * 1_999, False),
        ("中文没有空格" * 1_000, False),
        ("word " * 1_000, False),
    ],
    ids=["one word", "a word at the end", "a short word", "Chinese", "words"],
)
def test_a_word_without_an_end_is_broken_anywhere(qtbot: QtBot, text: str, anywhere: bool) -> None:
    pane = TextPane("Response")
    qtbot.addWidget(pane)
    modes = QTextOption.WrapMode
    pane.show_text(text)
    assert pane.toPlainText() == text
    assert pane.wordWrapMode() == (modes.WrapAnywhere if anywhere else modes.WrapAtWordBoundaryOrAnywhere)
    pane.show_text("short again")
    assert pane.wordWrapMode() == modes.WrapAtWordBoundaryOrAnywhere


def test_a_case_says_who_judged_also_without_a_reason(opened: Callable[..., Any]) -> None:
    page = opened(UNKNOWN)
    text = case.markdown(page.detail.detail)
    assert f"{page.detail.head.text()}   ·   {page.detail.detail.row.prompt_set}" in text
    assert "Reason given by" not in text


def test_a_name_of_two_lines_ends_no_heading(opened: Callable[..., Any]) -> None:
    detail = opened().detail.detail
    hostile = replace(detail, row=replace(detail.row, model="beta\n# Proof"))
    assert "\n# Proof" not in case.markdown(hostile).split("**Model")[0]


def test_that_a_label_is_saved_is_said_in_the_language_chosen_since(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened()
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    panel.fields.take_digit(3)
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: panel.told.text() == "Saved: the label of judgment 1.")
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: panel.told.text() == "已保存：评判 1 的标注。")


@pytest.mark.parametrize("size", [(800, 600), (1920, 1080)])
def test_an_outcome_of_identity_is_read_whole(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    longer = "UPDATE run_model SET name = name || '-2.5-72B-Instruct'"
    page = inspector(qtbot, make_window(changed(workspace, longer)), *size)
    page.filters.choose({"metric": "ice"})
    wide = page.table.fontMetrics().horizontalAdvance("No contradiction")
    outcome = [column.title for column in COLUMNS].index("Outcome")
    qtbot.waitUntil(lambda: page.table.columnWidth(outcome) > wide)
