"""The glossary: in the help, and one step from where a word stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.glossary import terms
from gui.glossary import explain
from gui.help import HELP, WORDS, HelpDialog
from gui.i18n import language
from gui.results.columns import ICE, NEAREST, RANKING, RSE
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def opened(qtbot: QtBot, window: MainWindow) -> HelpDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(HelpDialog)))
    dialog = window.findChildren(HelpDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def place(table: Any, name: str) -> int:
    return [column.name for column in table.rows_model.columns].index(name)


def test_f1_in_a_column_opens_the_glossary_at_its_word(qtbot: QtBot, results: Any) -> None:
    table = results.identity.table
    results.tabs.setCurrentWidget(results.identity)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, place(table, "hard")))
    QTest.keyClick(results.window(), Qt.Key.Key_F1)
    dialog = opened(qtbot, results.window())
    assert dialog.tabs.currentWidget() is dialog.words
    assert dialog.words.term == "hard"
    assert terms("en")["hard"].text in dialog.words.page.toPlainText()
    assert dialog.words.page.verticalScrollBar().value() > 0
    dialog.close()


def top_of(dialog: HelpDialog, key: str) -> int:
    """How far below the upper edge of the list a word's meaning begins, in pixels."""
    page = dialog.words.page
    found = page.document().find(terms("en")[key].text[:40])
    assert not found.isNull()
    return page.cursorRect(found).top()


@pytest.mark.parametrize("key", ["study", "rse", "hard", "stability"])
def test_the_word_is_at_the_top_of_the_view(qtbot: QtBot, results: Any, key: str) -> None:
    explain(key, results)
    dialog = opened(qtbot, results.window())
    line = dialog.fontMetrics().height()
    qtbot.waitUntil(lambda: line <= top_of(dialog, key) < 4 * line)
    dialog.resize(420, 400)
    qtbot.waitUntil(lambda: line <= top_of(dialog, key) < 4 * line)
    dialog.close()


def test_who_scrolled_on_is_not_taken_back(qtbot: QtBot, results: Any) -> None:
    explain("hard", results)
    dialog = opened(qtbot, results.window())
    qtbot.waitUntil(lambda: 0 <= top_of(dialog, "hard") < 100)
    bar = dialog.words.page.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    dialog.resize(600, 500)
    clicks.settled(qtbot, results.window())
    assert bar.value() == 0
    dialog.close()


def test_f1_elsewhere_opens_the_help_of_the_page(qtbot: QtBot, results: Any) -> None:
    results.run_box.setFocus()
    QTest.keyClick(results.window(), Qt.Key.Key_F1)
    dialog = opened(qtbot, results.window())
    assert dialog.tabs.currentWidget() is not dialog.words
    dialog.close()


def test_the_head_of_a_column_offers_its_meaning(qtbot: QtBot, results: Any) -> None:
    table = results.identity.table
    results.tabs.setCurrentWidget(results.identity)
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(place(table, "strict")) + 10, 5)
    header.customContextMenuRequested.emit(at)
    [menu] = [menu for menu in table.findChildren(QMenu) if menu.isVisible() and menu.parent() is table]
    [action] = [action for action in menu.actions() if "means" in action.text()]
    assert action.text() == "What “Strict” means…"
    action.trigger()
    menu.close()
    dialog = opened(qtbot, results.window())
    assert dialog.words.term == "strict"
    dialog.close()


@pytest.mark.parametrize("columns", [RSE, ICE, NEAREST, RANKING])
def test_every_column_of_figures_is_explained(columns: Any) -> None:
    for column in columns:
        if column.number and not column.literal:
            assert terms("en")[column.term].text in column.explained, column.title


def test_a_tool_tip_speaks_the_language_of_the_window(results: Any) -> None:
    table = results.identity.table
    at, role = place(table, "loose"), Qt.ItemDataRole.ToolTipRole
    head = table.model().headerData
    assert head(at, Qt.Orientation.Horizontal, role) == terms("en")["loose"].text
    language.choose("zh_CN")
    assert head(at, Qt.Orientation.Horizontal, role) == terms("zh")["loose"].text


def test_tables_of_checks_know_their_words(results: Any) -> None:
    tables = {table.accessibleName(): table for table in results.deeper.stack.tables}
    panel = tables["Length, language and form of the responses"]
    words = [column.term for column in panel.rows_model.columns]
    assert {"model", "reference", "length_ratio", "n"} <= set(words)


@pytest.mark.parametrize(
    ("tab", "word"), [("similarity", "rse"), ("identity", "ice"), ("nearest", "closest")]
)
def test_the_reading_leads_to_the_words(qtbot: QtBot, results: Any, tab: str, word: str) -> None:
    part = getattr(results, tab)
    results.tabs.setCurrentWidget(part)
    clicks.click(clicks.button(part.reading, "What the words mean"))
    dialog = opened(qtbot, results.window())
    assert dialog.words.term == word
    dialog.close()


def test_words_are_found_by_name_or_meaning(qtbot: QtBot, results: Any) -> None:
    results.window().show_words()
    words = opened(qtbot, results.window()).words
    clicks.write(words.search, "Stability")
    assert "How often the first reference stays first" in words.page.toPlainText()
    assert "Loose" not in words.page.toPlainText()
    clicks.write(words.search, "no such thing")
    assert words.page.toPlainText() == "No word like this."


def test_the_help_of_a_page_leads_to_its_words(qtbot: QtBot, results: Any) -> None:
    results.window().show_help()
    dialog = opened(qtbot, results.window())
    [link] = [each for each in dialog.findChildren(QPushButton) if each.text() == "Affinity"]
    clicks.click(link)
    assert dialog.tabs.currentWidget() is dialog.words
    assert dialog.words.term == "affinity"


def test_every_word_that_the_help_leads_to_is_there() -> None:
    assert set(WORDS) <= set(HELP)
    assert {word for own in WORDS.values() for word in own} <= set(terms("en"))
