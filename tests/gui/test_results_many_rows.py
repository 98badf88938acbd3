"""In a run of many models one chooses the row whose details are told, by clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
from pytestqt.qtbot import QtBot
from results_page import click_tab, opened

from core.engine.runtime import Runtime
from core.events import NullSink
from core.study import ModelSpec, PromptSetSpec, RseSpec, Study
from gui.i18n import language
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
MANY = 61
DETAILS = ("How many prompts have each score", "Least and most similar prompts")


def many_models(workspace: Path) -> Path:
    models = [ModelSpec(f"model {n}", "test", "simulated", closeness=n / MANY) for n in range(MANY)]
    study = Study(
        "Many",
        metrics=("rse",),
        models=(ModelSpec("ref", "reference", "simulated", closeness=1.0), *models),
        prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
        rse=RseSpec(judges=("measured",)),
    )
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, workspace).result(120).status == "completed"
    finally:
        runtime.close()
    return workspace


def names(page: Any) -> list[str]:
    return [table.accessibleName() for table in page.deeper.stack.tables]


def test_the_details_of_a_row_are_told_once_it_is_chosen(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, make_window, many_models(tmp_path / "many.distilscope"))
    click_tab(qtbot, page, "Checks")
    row = page.deeper.row
    qtbot.waitUntil(row.isVisible, timeout=clicks.WAIT_MS)
    assert "61 rows" in row.why.text()
    assert not set(DETAILS) & set(names(page))
    clicks.pick(row.choice, next(n for n, each in enumerate(page.behind.rows) if each.model == "model 5"))
    qtbot.waitUntil(lambda: set(DETAILS) <= set(names(page)), timeout=clicks.WAIT_MS)
    table = page.deeper.stack.tables[names(page).index(DETAILS[0])]
    assert [table.model().index(n, 0).data() for n in range(table.model().rowCount())] == ["model 5"]
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: "各分数有多少提示" in names(page))
    assert "61 行" in row.why.text()


def test_a_run_of_few_rows_offers_no_choice(qtbot: QtBot, results: Any) -> None:
    click_tab(qtbot, results, "Checks")
    clicks.settled(qtbot, results.window())
    assert results.deeper.row.isHidden()
    assert DETAILS[0] in names(results)
