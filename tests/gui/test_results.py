"""The results page, by clicks and keys: its figures are those of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from results_page import (
    cell,
    column,
    linked,
    open_tab,
    printed,
)

from core.report import text
from gui.i18n import language
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def test_every_row_is_the_one_that_the_command_prints(
    results: Any, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clicks.press(results.similarity.every, Qt.Key.Key_Space)
    table = results.similarity.long
    assert table.isVisible()
    rows = printed(workspace, capsys)["rse"]
    assert len(table.rows) == len(rows) > 0
    for number, row in enumerate(rows):
        assert cell(table, number, "model") == row["model"]
        for name in ("overall", "style", "structure", "content"):
            assert cell(table, number, name) == text.number(row[name])
        assert cell(table, number, "interval") == text.interval(row["low"], row["high"])
        assert cell(table, number, "n") == str(row["n"])


def test_the_paper_s_table_has_a_column_a_set_and_their_mean(
    results: Any, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = printed(workspace, capsys)["rse"]
    seen = 0
    for table in results.similarity.stack.tables:
        for number, model in enumerate(table.rows):
            own = {
                r["prompt_set"]: r
                for r in rows
                if (r["model"], r["reference"], r["judge"]) == (model.model, model.reference, model.judge)
            }
            for name in ("reasoning", "math"):
                assert cell(table, number, f"set:{name}") == text.number(own[name]["overall"])
            assert cell(table, number, "overall") == text.number(own[None]["overall"])
            assert cell(table, number, "style") == text.number(own[None]["style"])
            seen += len(own)
    assert seen == len(rows)


def test_identity_and_nearest_are_those_of_the_command(
    results: Any, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(workspace, capsys)
    table = results.identity.table
    for number, row in enumerate(found["ice"]):
        for name in ("loose", "strict", "hard", "hard_unnamed"):
            assert cell(table, number, name) == text.percent(row[name])
        assert cell(table, number, "interval") == text.percents(row["low"], row["high"])
        assert cell(table, number, "answered") == str(row["answered"])
    nearest = results.nearest.table
    by_key = {(r["model"], r["judge"], r["prompt_set"]): r for r in found["nearest"]}
    assert len(nearest.rows) == len(by_key)
    for number, row in enumerate(nearest.rows):
        first = by_key[row.model, row.judge, row.prompt_set]["ranking"][0]
        assert cell(nearest, number, "closest") == first["reference"]
        assert cell(nearest, number, "stability") == text.number(first["stability"], 2)


def test_a_click_on_a_head_sorts_by_the_number(results: Any) -> None:
    clicks.press(results.similarity.every, Qt.Key.Key_Space)
    table = results.similarity.long
    header = table.horizontalHeader()
    place = column(table, "overall")
    x = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
    for reverse in (False, True):
        pos = header.rect().center()
        pos.setX(x)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=pos)
        values = [row.overall for row in table.rows]
        assert values == sorted(values, reverse=reverse)


def test_columns_can_be_hidden_and_stay_so(
    qtbot: QtBot, results: Any, make_window: MakeWindow, workspace: Path
) -> None:
    tab = results.similarity
    clicks.click(tab.columns)
    menu = tab.columns.menu()
    style = next(a for a in menu.actions() if a.text() == "Style")
    assert style.isChecked()
    style.trigger()
    menu.close()
    assert all(t.isColumnHidden(column(t, "style")) for t in tab.stack.tables)
    other = make_window(workspace)
    clicks.settled(qtbot, other)
    again = other.page("results").similarity
    assert all(t.isColumnHidden(column(t, "style")) for t in again.stack.tables)


def test_a_table_is_copied_as_text_and_as_rich_text(results: Any) -> None:
    table = results.similarity.stack.tables[0]
    clicks.click(results.similarity.copy)
    data = QGuiApplication.clipboard().mimeData()
    name, *lines = data.text().split("\n\n")[0].split("\n")
    assert name == table.accessibleName()
    assert lines[0].split("\t")[0] == "Model"
    assert len(lines) == len(table.rows) + 1
    assert cell(table, 0, "overall") in lines[1].split("\t")
    assert "<table" in data.html()
    assert cell(table, 0, "overall") in data.html()


def test_it_is_said_how_much_of_a_table_was_copied(results: Any) -> None:
    toast = results.window().notices.toast
    clicks.press(results.similarity.every, Qt.Key.Key_Space)
    table = results.similarity.long
    table.copy_all()
    heads, *rows = table.lines()
    assert toast.isVisible()
    assert toast.text() == f"Copied: {len(rows)} rows, {len(heads)} columns"
    toast.hide()
    table.selectRow(0)
    table.copy()
    assert toast.text() == f"Copied: 1 row, {len(heads)} columns"
    clicks.press(results.similarity.every, Qt.Key.Key_Space)
    toast.hide()
    clicks.click(results.similarity.copy)
    assert toast.isVisible()
    assert toast.text().startswith("Copied: ")


def test_all_tables_that_are_shown_are_copied_under_their_names(qtbot: QtBot, results: Any) -> None:
    clicks.press(results.similarity.published, Qt.Key.Key_Space)
    clicks.settled(qtbot, results.window())
    tables = results.similarity.both.tables()
    assert len(tables) > 1
    clicks.click(results.similarity.copy)
    data = QGuiApplication.clipboard().mimeData()
    parts = data.text().split("\n\n")
    assert [part.split("\n")[0] for part in parts] == [table.accessibleName() for table in tables]
    assert "by the measured judge" in parts[0].split("\n")[0]
    assert [len(part.split("\n")) for part in parts] == [table.model().rowCount() + 2 for table in tables]
    assert data.html().count("<table") == len(tables)


def test_plain_words_speak_the_language_of_the_window(qtbot: QtBot, results: Any) -> None:
    assert "The measured judge (built in) finds the responses of Near" in results.similarity.reading.text()
    language.choose("zh_CN")
    clicks.settled(qtbot, results.window())
    assert "测量评判者（内置）认为，Near 的回答" in results.similarity.reading.text()
    assert "规则评判者（内置）" in results.identity.reading.text()


def test_scores_of_a_search_are_labelled_as_such(results: Any) -> None:
    open_tab(results, "Identity (ICE)")
    assert results.loaded.tables.found_by_search
    assert results.identity.search.isVisible()
    assert "not a rate" in results.identity.search.text()


def test_published_figures_stand_beside_and_say_so(results: Any) -> None:
    both = results.similarity.both
    before = len(both.tables())
    clicks.press(results.similarity.published, Qt.Key.Key_Space)
    assert len(both.tables()) == before + 1
    assert both.tables()[-1].accessibleName().startswith("Published: arXiv:2501.12619")
    assert not list(linked(both.tables()[-1]))


def test_the_ranking_of_a_row_follows_the_choice(results: Any) -> None:
    open_tab(results, "Nearest reference")
    tab = results.nearest
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.table.model().index(1, 0))
    assert [each.ranked for each in tab.ranking.rows] == list(tab.table.rows[1].ranking)
    assert "references given" in tab.reading.text()
    assert "Too few unrelated models were measured" in tab.reading.text()


def test_checks_hold_the_confounds_of_each_pairing(results: Any) -> None:
    open_tab(results, "Checks")
    names = [table.accessibleName() for table in results.deeper.stack.tables]
    assert "Length, language and form of the responses" in names
    assert results.deeper.stack.isVisible()


def test_without_a_run_the_next_step_is_offered(window: MainWindow) -> None:
    clicks.click(window._rail.buttons["results"])
    page = window.page("results")
    clicks.click(clicks.button(page, "Set up a study"))
    assert window.front == "study"


def test_the_window_s_thread_reads_no_database(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3
    import threading

    real, threads = sqlite3.connect, set()

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:
        made = real(*args, **options)
        threads.add(threading.current_thread().name)
        made.set_trace_callback(lambda _sql: threads.add(threading.current_thread().name))
        return made

    monkeypatch.setattr(sqlite3, "connect", connect)
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    page = window.page("results")
    for title in ("Identity (ICE)", "Nearest reference", "Checks", "Compare runs", "Charts"):
        open_tab(page, title)
        clicks.settled(qtbot, window)
    page.refresh()
    clicks.settled(qtbot, window)
    assert "distilscope-scores" in threads
    assert threading.main_thread().name not in threads
