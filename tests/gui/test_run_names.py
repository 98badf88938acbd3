"""Runs of one study are told apart in every list: by place, kind and date; the one that is meant is gone on with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from core.events import CallError, RunEnded, RunStarted
from core.store.reader import Reader
from gui import format as fmt
from gui.i18n import language
from gui.runs import Wish
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def two_runs(workspace: Path) -> Path:
    """The finished run, and after it one of the same study that was begun afresh and cancelled."""
    with sqlite3.connect(workspace) as store:
        store.execute(
            "INSERT INTO run (id, study_id, epoch, status, started) SELECT 2, study_id, 1, 'cancelled', started + 7200"
            " FROM run WHERE id = 1"
        )
    store.close()
    return workspace


def test_runs_of_one_study_are_told_apart_in_results_compare_and_home(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    window = make_window(two_runs)
    clicks.settled(qtbot, window)
    results: Any = window.page("results")
    box = results.run_box
    texts = {box.itemData(n): box.itemText(n) for n in range(box.count())}
    started = {info.id: fmt.moment(info.started) for info in results.loaded.runs}
    assert texts[1] == f"1  Finished  ·  1 of 2  ·  {started[1]}"
    assert texts[2] == f"2  Finished  ·  2 of 2, afresh  ·  {started[2]}"
    assert results.compare.choice.itemText(0) == texts[1]
    language.choose("zh_CN")
    dated = fmt.moment(results.loaded.runs[-1].started)
    for chosen in (box, results.compare.choice):
        last = chosen.itemText(chosen.count() - 1)
        assert last.endswith(dated)
        assert texts[1].rpartition("  ·  ")[2] not in last
    language.choose("en")
    window.show_page("home")
    clicks.settled(qtbot, window)
    kinds = [row.place for row in window.page("home").runs.model.rows]
    assert kinds == [2, 1]
    model = window.page("home").runs.model
    assert [model.index(n, 2).data() for n in range(2)] == ["2 of 2, afresh", "1 of 2"]


def test_a_study_that_was_changed_under_its_name_is_no_repeat(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    with sqlite3.connect(two_runs) as store:
        store.execute(
            "INSERT INTO study SELECT 2, name, 'other', canonical, toml, base_dir, created, tags, notes FROM study"
        )
        store.execute("UPDATE run SET study_id = 2, epoch = 0 WHERE id = 2")
    store.close()
    window = make_window(two_runs)
    clicks.settled(qtbot, window)
    box = window.page("results").run_box
    texts = {box.itemData(n): box.itemText(n).split("  ·  ")[1:-1] for n in range(box.count())}
    assert texts == {1: [], 2: ["changed since run 1"]}


def test_the_inspector_says_which_run_it_shows(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    window = make_window(two_runs)
    clicks.settled(qtbot, window)
    results, inspector = window.page("results"), window.page("inspector")
    started = {info.id: fmt.moment(info.started) for info in results.loaded.runs}
    clicks.click(window._rail.buttons["inspector"])
    clicks.settled(qtbot, window)
    which = inspector.which.text
    assert which.text() == f"Run 2  Finished  ·  2 of 2, afresh  ·  {started[2]}"
    assert which.isVisible()
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    clicks.pick(results.run_box, 1)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["inspector"])
    clicks.settled(qtbot, window)
    assert which.text() == f"Run 1  Finished  ·  1 of 2  ·  {started[1]}"
    language.choose("zh_CN")
    assert which.text().startswith("运行 1  Finished  ·  第 1 次，共 2 次")


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_a_long_name_of_a_study_leaves_what_tells_its_runs_apart_in_sight(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, code: str
) -> None:
    with sqlite3.connect(two_runs) as store:
        store.execute("UPDATE study SET name = ?", ("Students beside their suspected teachers " * 3,))
    store.close()
    window = make_window(two_runs)
    window.resize(800, 600)
    language.choose(code)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    page = window.page("results")
    for box in (page.run_box, page.compare.choice):
        shown = QStyleOptionComboBox()
        box.initStyleOption(shown)
        assert shown.currentText.split()[0] == str(box.currentData())
        assert "suspected" not in shown.currentText, "there is no room for it"
        told = box.currentText().split("  ·  ")[1:]
        assert len(told) == 2
        assert shown.currentText.split("  ·  ")[1:] == told, "which of them it is, and its date"
        assert box.fontMetrics().horizontalAdvance(shown.currentText) < box.width()


def test_the_names_are_there_in_chinese(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    window = make_window(two_runs)
    language.choose("zh_CN")
    clicks.settled(qtbot, window)
    window.page("results").refresh()
    clicks.settled(qtbot, window)
    assert "第 2 次，共 2 次" in window.page("results").run_box.itemText(0)


def shown_live(window: MainWindow, workspace: Path, status: str, **options: Any) -> Any:
    """The live page, which shows how run 1 ended that was begun with these options."""
    reader = Reader(workspace)
    study = reader.study(1)
    reader.close()
    window.context.runs.current = Wish(study, workspace, options)
    window.show_page("live")
    live = window.page("live")
    live.batch([RunStarted(1, study.name, 84, 0)])
    window.context.runs._end(RunEnded(1, status, ""))
    return live


@pytest.mark.parametrize("options", [{}, {"again": True}])
def test_the_run_that_the_live_page_shows_is_gone_on_with_though_its_study_has_a_newer_one(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, options: dict[str, bool]
) -> None:
    with sqlite3.connect(two_runs) as store:
        store.execute("UPDATE run SET status = 'cancelled' WHERE id = 1")
    store.close()
    window = make_window(two_runs)
    live = shown_live(window, two_runs, "cancelled", **options)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(clicks.button(live, "Continue run"))
    clicks.settled(qtbot, window)
    assert (ended.args[0].run, ended.args[0].status) == (1, "completed")
    assert rows(two_runs, "SELECT id, status FROM run ORDER BY id") == [(1, "completed"), (2, "cancelled")]


def test_retrying_the_errors_of_a_run_afresh_adds_no_run(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    with sqlite3.connect(workspace) as store:
        store.execute("UPDATE run SET epoch = 1, status = 'degraded' WHERE id = 1")
    store.close()
    window = make_window(workspace)
    live = shown_live(window, workspace, "degraded", again=True)
    live.batch([CallError(1, "Near", "timeout", "slow")])
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(clicks.button(live, "Retry errors only"))
    clicks.settled(qtbot, window)
    assert ended.args[0].run == 1
    assert rows(workspace, "SELECT count(*) FROM run") == [(1,)]
