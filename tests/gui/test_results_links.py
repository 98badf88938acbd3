"""Every figure of the results page leads to the judgments behind it, by clicks and keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from results_page import behind, click_cell, column, linked, open_tab, opened, shown

from core.engine.runtime import Runtime
from core.events import NullSink
from core.store.reader import Reader
from core.study import IceSpec, ModelSpec, Study
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def test_one_click_on_a_score_leads_to_its_judgments(qtbot: QtBot, results: Any) -> None:
    table = results.similarity.stack.tables[0]
    row = table.rows[0]
    click_cell(table, 0, "set:math")
    inspector = shown(qtbot, results)
    assert inspector.model.rowCount() == row.by_set["math"].n
    chosen = inspector.filters.values()
    assert (chosen["model"], chosen["reference"], chosen["prompt_set"]) == (row.model, row.reference, "math")


def test_enter_on_a_share_leads_to_the_hits(qtbot: QtBot, results: Any) -> None:
    open_tab(results, "Identity (ICE)")
    table = results.identity.table
    row = table.rows[0]
    assert row.strict > 0
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, column(table, "strict")))
    clicks.press(table, Qt.Key.Key_Return)
    inspector = shown(qtbot, results)
    assert inspector.model.rowCount() == round(row.strict * row.answered)


def test_a_name_does_not_lead_away(results: Any) -> None:
    click_cell(results.similarity.stack.tables[0], 0, "model")
    assert results.window().front == "results"


@pytest.mark.parametrize("by", range(7))
def test_broken_down_figures_have_as_many_judgments(results: Any, workspace: Path, by: int) -> None:
    breakdown = results.identity.breakdown
    breakdown.by.setCurrentIndex(by)
    group = breakdown.by.currentData()
    reader = Reader(workspace)
    checked = 0
    for row, place in linked(breakdown.table):
        one, name = breakdown.table.rows[row], breakdown.table.rows_model.columns[place].name
        found = getattr(one, group)[name]
        expected = found if isinstance(found, int) else found.loose
        assert behind(reader, results.loaded.tables.run, breakdown.table, row, place) == expected, name
        checked += 1
    reader.close()
    assert checked or group == "claims_in_conflict"


def test_counts_of_identity_lead_to_as_many_judgments(results: Any, workspace: Path) -> None:
    table, reader = results.identity.table, Reader(workspace)
    for row, place in linked(table):
        one, name = table.rows[row], table.rows_model.columns[place].name
        if name in ("loose", "strict", "hard"):
            expected = round(getattr(one, name) * one.answered)
            assert behind(reader, results.loaded.tables.run, table, row, place) == expected, name
        elif name in ("asked", "unnamed"):
            assert behind(reader, results.loaded.tables.run, table, row, place) == getattr(one, name), name
    reader.close()


def test_prompts_at_either_end_lead_to_their_judgment(qtbot: QtBot, results: Any) -> None:
    open_tab(results, "Checks")
    stack = results.deeper.stack
    names = [table.accessibleName() for table in stack.tables]
    assert "The models at a glance" in names
    table = stack.tables[names.index("Least and most similar prompts")]
    score = table.model().columnCount() - 1
    shown = table.model().index(0, score).data()
    table.setCurrentIndex(table.model().index(0, score))
    table.setFocus()
    clicks.press(table, Qt.Key.Key_Return)
    window = results.window()
    clicks.settled(qtbot, window)
    inspector = window.page("inspector")
    qtbot.waitUntil(lambda: inspector.detail.detail is not None, timeout=clicks.WAIT_MS)
    assert inspector.model.rowCount() == 1
    assert f"{inspector.detail.detail.row.overall:.3f}" == shown


def test_each_count_of_the_spread_leads_to_as_many_judgments(qtbot: QtBot, results: Any) -> None:
    open_tab(results, "Checks")
    tables = results.deeper.stack.tables
    table = next(t for t in tables if t.accessibleName() == "How many prompts have each score")
    model = table.model()
    place, count = next(
        (column, int(model.index(0, column).data()))
        for column in range(3, 8)
        if model.index(0, column).data() != "0"
    )
    table.setCurrentIndex(model.index(0, place))
    table.setFocus()
    clicks.press(table, Qt.Key.Key_Return)
    window = results.window()
    clicks.settled(qtbot, window)
    assert window.page("inspector").model.rowCount() == count


def test_answers_to_other_names_are_counted_apart(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    study = Study(
        "Placebo",
        ("ice",),
        models=(ModelSpec("Leaky", "test", "simulated", leak=0.5, facts="meta"),),
        ice=IceSpec(queries=40, questions_per_template=4, mode="paired", placebo=True),
    )
    path = tmp_path / "placebo.distilscope"
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, path).result(120).status == "completed"
    finally:
        runtime.close()
    page = opened(qtbot, make_window, path)
    tables = page.loaded.tables
    assert tables.placebo
    for table, rows in ((page.identity.table, tables.ice), (page.identity.placebo, tables.placebo)):
        names = [c.name for c in table.rows_model.columns]
        window = page.window()
        window.show_page("results")
        page.tabs.setCurrentWidget(page.identity)
        table.setFocus()
        table.setCurrentIndex(table.model().index(0, names.index("loose")))
        clicks.press(table, Qt.Key.Key_Return)
        clicks.settled(qtbot, window)
        assert window.front == "inspector"
        assert window.page("inspector").model.rowCount() == round(rows[0].loose * rows[0].answered)


def test_agreement_on_identity_leads_to_the_labels_behind_it_and_to_those_that_differ(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    table, shown_n = _agreed(qtbot, make_window, workspace), "12"
    page, place = table.window().page("results"), [table.model().index(0, n) for n in range(6)]
    assert [place[n].data() for n in (1, 5)] == ["me / Rules judge (built in)", shown_n]
    for figure, number, words in (
        (5, 12, "judged by both"),
        (4, 2, "where they differ"),
        (3, 2, "where they"),
    ):
        page.window().show_page("results")
        clicks.settled(qtbot, page.window())
        table.scrollTo(place[figure])
        page.deeper.stack.ensureWidgetVisible(table)
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(place[figure]).center()
        )
        inspector = shown(qtbot, page)
        assert inspector.model.rowCount() == number
        assert words in inspector.filters.also.text()


def test_agreement_on_similarity_leads_to_the_pairs_that_both_scored(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    """Near ones too, and also where the name of a person looks like two."""
    scored = (
        "SELECT id, overall FROM judgment WHERE metric = 'rse' AND overall IS NOT NULL ORDER BY id LIMIT 12"
    )
    said = "INSERT INTO label (judgment_id, author, overall, created) VALUES (?, 'me / you', ?, 0)"
    with sqlite3.connect(workspace) as store:
        store.executemany(said, store.execute(scored).fetchall())
    store.close()
    page = opened(qtbot, make_window, workspace)
    open_tab(page, "Checks")
    table = _table_of(qtbot, page, "Agreement of judges")
    model = table.model()
    raters = [model.index(row, 1).data() for row in range(model.rowCount())]
    row = next(n for n, names in enumerate(raters) if "Measured" in names)
    assert raters[row] == "“me / you” / Measured judge (built in)"
    assert model.index(row, model.columnCount() - 1).data() == "12"
    page.deeper.stack.ensureWidgetVisible(table)
    place = table.visualRect(model.index(row, 3)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    inspector = shown(qtbot, page)
    assert inspector.model.rowCount() == 12
    assert "judged by both" in inspector.filters.also.text()


def _table_of(qtbot: QtBot, page: Any, title: str) -> Any:
    stack = page.deeper.stack
    names = lambda: [table.accessibleName() for table in stack.tables]  # noqa: E731 - asked for anew
    qtbot.waitUntil(lambda: title in names(), timeout=clicks.WAIT_MS)
    return stack.tables[names().index(title)]


def _agreed(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    """The table of agreement on identity, of twelve labels of which two contradict the judge."""
    with sqlite3.connect(workspace) as store:
        chosen = store.execute(
            "SELECT j.id, j.loose FROM judgment j JOIN prompt p ON p.id = j.prompt_id"
            " LEFT JOIN template t ON t.id = p.template_id WHERE j.metric = 'ice' AND j.loose IS NOT NULL"
            " AND j.answer_id IS NOT NULL AND ifnull(t.mutator, '') NOT LIKE 'placebo%' ORDER BY j.id LIMIT 12"
        ).fetchall()
        for n, (judgment, loose) in enumerate(chosen):
            outcome = "claims another maker" if bool(loose) != (n < 2) else "consistent"
            said = "INSERT INTO label (judgment_id, author, outcome, created) VALUES (?, 'me', ?, 0)"
            store.execute(said, (judgment, outcome))
    store.close()
    page = opened(qtbot, make_window, workspace)
    open_tab(page, "Checks")
    return _table_of(qtbot, page, "Agreement on identity")
