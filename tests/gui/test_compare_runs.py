"""A second run beside the first, by clicks and keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from results_page import click_tab, opened

from core.engine.options import RunOptions
from core.engine.runtime import Runtime
from core.events import NullSink
from core.report import text
from core.report.tables import ScoreTables
from core.rse.scores import RseRow
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study
from gui.results import load
from gui.results.pairing import apart, pairs
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def two_runs(workspace: Path) -> Path:
    """The finished workspace with a second, smaller run of the same models."""
    reader = Reader(workspace)
    study = reader.study(1)
    reader.close()
    smaller = replace(study, name="Smaller", prompt_sets=(PromptSetSpec("math", bundled="math", sample=4),))
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(smaller, workspace).result(120).status == "completed"
    finally:
        runtime.close()
    return workspace


def test_two_runs_are_laid_side_by_side(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    page = opened(qtbot, make_window, two_runs)
    assert page.loaded.tables.run == 2
    click_tab(qtbot, page, "Compare runs")
    tab = page.compare
    clicks.pick(tab.choice, 1)
    clicks.settled(qtbot, page.window())
    table = tab.stack.tables[0]
    names = [c.name for c in table.rows_model.columns]
    both = [each for each in table.rows if each.first and each.second]
    assert both
    assert table.rows[: len(both)] == both
    for number, each in enumerate(both):
        cells = [str(table.model().index(number, place).data()) for place in range(len(names))]
        one, other = each.first.overall, each.second.overall
        assert cells[names.index("first.value")] == text.number(one)
        assert cells[names.index("second.value")] == text.number(other)
        assert cells[names.index("difference")] == f"{one - other:+.3f}"
    only_first = next(each for each in table.rows if each.second and not each.first)
    assert only_first.there.prompt_set == "reasoning"


def test_both_tables_are_copied(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    page = opened(qtbot, make_window, two_runs)
    click_tab(qtbot, page, "Compare runs")
    clicks.click(page.compare.copy)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Similarity (RSE)\n")
    assert "\nIdentity contradictions (ICE), %\n" in text
    assert text.count("Run 2, 95 %") == 2


def test_what_was_worked_out_is_shown_at_once(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, make_window, two_runs)
    asked: list[int] = []
    real = load.scores
    monkeypatch.setattr(load, "scores", lambda *what: asked.append(what[2]) or real(*what))
    for run in (1, 2, 1):
        page.context.look_at(run)
        clicks.settled(qtbot, page.window())
        assert page.loaded.tables.run == run
        assert page.behind is not None
    assert asked == [1]
    page.context.data_changed.emit()
    clicks.settled(qtbot, page.window())
    assert asked == [1, 1]


def test_a_figure_of_the_other_run_leads_to_its_judgments(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    page = opened(qtbot, make_window, two_runs)
    click_tab(qtbot, page, "Compare runs")
    clicks.pick(page.compare.choice, 1)
    clicks.settled(qtbot, page.window())
    table = page.compare.stack.tables[0]
    names = [c.name for c in table.rows_model.columns]
    expected = table.rows[0].second.n
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, names.index("second.value")))
    clicks.press(table, Qt.Key.Key_Return)
    window = page.window()
    clicks.settled(qtbot, window)
    assert window.front == "inspector"
    assert page.context.run == 1
    assert window.page("inspector").model.rowCount() == expected


def test_what_is_written_by_others_is_shown(qtbot: QtBot, results: Any, workspace: Path) -> None:
    assert results.run_box.count() == 1
    reader = Reader(workspace)
    study = reader.study(1)
    reader.close()
    runtime = Runtime(NullSink())
    try:
        runtime.start(replace(study, name="Another", metrics=("rse",)), workspace).result(120)
    finally:
        runtime.close()
    results.context.data_changed.emit()
    clicks.settled(qtbot, results.window())
    assert results.run_box.count() == 2
    clicks.pick(results.run_box, 2)
    clicks.press(results.run_box, Qt.Key.Key_Return)
    clicks.settled(qtbot, results.window())
    assert results.loaded.tables.run == 2
    assert not results.tabs.isTabVisible(1)


def test_both_sides_are_saved_with_unrounded_figures(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, make_window, two_runs)
    click_tab(qtbot, page, "Compare runs")
    offered: list[str] = []

    def answer(_parent: object, _title: str, start: str, *_kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return str(tmp_path / "both.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    clicks.click(page.compare.export)
    clicks.settled(qtbot, page.window())
    assert offered == ["Smaller run 2 beside run 1.csv"]
    with (tmp_path / "both.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [each for table in page.compare.stack.tables for each in table.rows]
    assert [row["difference"] for row in rows] == [
        "" if each.difference is None else str(each.difference) for each in shown
    ]
    first = shown[0].first
    assert (rows[0]["first_run"], rows[0]["second_run"]) == ("2", "1")
    assert (float(rows[0]["first_score"]), int(rows[0]["first_n"])) == (first.overall, first.n)


def tables(
    model: str = "a", judge: str = "measured", prompt_set: str = "math", reference: str = "r"
) -> ScoreTables:
    rows = [
        RseRow(model, reference, judge, each, *[3.0] * 4, None, None, 40, 0, 0) for each in (prompt_set, None)
    ]
    return ScoreTables("s", 1, "completed", rse=rows)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (tables(), ""),
        (tables(model="b"), "no model beside the same reference."),
        (tables(reference="x"), "no model beside the same reference."),
        (tables(judge="gpt"), "no judge."),
        (tables(model="b", judge="gpt", prompt_set="x"), "reference, no judge, no prompt set."),
        (tables(prompt_set="x"), "share no prompt set"),
        (ScoreTables("s", 2, "completed"), "no metric."),
    ],
)
def test_runs_that_share_nothing_are_said_to(other: ScoreTables, said: str) -> None:
    told = apart(tables(), other)
    assert said in told
    assert ("repeat one of the two" in told) == ("no score in common" in told)
    assert bool(told) == bool(said)


def heads(page: Any) -> set[str]:
    """Of the score tables, by set."""
    models = [table.model() for table in page.similarity.stack.tables]
    across = Qt.Orientation.Horizontal
    return {str(model.headerData(n, across)) for model in models for n in range(model.columnCount())}


def test_one_set_shows_no_mean_of_the_sets(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    page = opened(qtbot, make_window, two_runs)
    assert "Mean" not in heads(page)
    assert {row.prompt_set for row in page.nearest.table.rows} == {"math"}
    page.context.look_at(1)
    clicks.settled(qtbot, page.window())
    assert "Mean" in heads(page)


def test_what_is_missing_stands_over_the_tables(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    study = Study(
        "Others",
        ("rse",),
        models=(
            ModelSpec("R2", "reference", "simulated", closeness=1.0),
            ModelSpec("T2", "test", "simulated", closeness=0.5),
        ),
        prompt_sets=(PromptSetSpec("instructions", bundled="instructions", sample=4),),
    )
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, workspace).result(120).status == "completed"
    finally:
        runtime.close()
    page = opened(qtbot, make_window, workspace)
    click_tab(qtbot, page, "Compare runs")
    clicks.settled(qtbot, page.window())
    assert page.compare.apart.isVisible()
    assert "no model beside the same reference, no prompt set" in page.compare.apart.text()
    shown = [each.there for each in page.compare.stack.tables[0].rows]
    assert {each.prompt_set for each in shown if each.model == "T2"} == {"instructions"}


def test_the_other_run_of_the_same_study_is_offered_first(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    reader = Reader(two_runs)
    study = reader.study(1)
    reader.close()
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, two_runs, RunOptions(again=True)).result(120).status == "completed"
    finally:
        runtime.close()
    page = opened(qtbot, make_window, two_runs)
    assert page.loaded.tables.run == 3
    assert page.compare.choice.currentData() == 1


def test_means_over_other_sets_are_not_compared(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    page = opened(qtbot, make_window, two_runs)
    click_tab(qtbot, page, "Compare runs")
    clicks.settled(qtbot, page.window())
    rows = [each for each in page.compare.stack.tables[0].rows if each.there.prompt_set is None]
    assert rows, "the run of several sets has a mean"
    assert all(each.first is None and each.difference is None for each in rows)
    told = page.compare.told
    assert told.isVisible()
    assert "Both runs have, and are compared in, models: " in told.text()
    assert "prompt sets: math." in told.text()
    assert "Only one of them has prompt sets: reasoning." in told.text()
    assert "Means over different prompt sets are not compared." in told.text()


def means(*sets: str) -> list[RseRow]:
    return [RseRow("a", "r", "measured", each, *[3.0] * 4, None, None, 40, 0, 0) for each in (*sets, None)]


def test_means_over_the_same_sets_stand_side_by_side() -> None:
    def of_means(first: list[RseRow], second: list[RseRow]) -> list[tuple[Any, Any]]:
        found = pairs(first, second, "rse")
        return [pair for pair in found if (pair[0] or pair[1]).prompt_set is None]

    both, one = means("math", "reasoning"), means("reasoning")
    assert of_means(both, means("reasoning", "math")) == [(both[-1], means()[-1])]
    assert of_means(both, one) == [(both[-1], None), (None, one[-1])]
    unscored = [*one[:-1], replace(means("math")[0], n=0), one[-1]]
    assert of_means(unscored, one) == [(one[-1], one[-1])], "a set without scores is in no mean"
