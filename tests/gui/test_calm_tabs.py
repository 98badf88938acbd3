"""One row of tabs on a page, and titles that say what is so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTabBar, QWidget
from pytestqt.qtbot import QtBot

from core.report.tables import score_tables
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.window import MainWindow
from tests.loopback import STALL, LoopbackServer

MakeWindow = Callable[..., MainWindow]
TEXTS = {"en": ("Scores so far", "Scores", "Waiting (1)"), "zh_CN": ("目前分数", "分数", "等待中 (1)")}


def bars(page: Any) -> list[QTabBar]:
    return [bar for bar in page.findChildren(QTabBar) if bar.isVisible()]


def test_the_results_have_one_row_of_tabs(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> None:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    results: Any = window.page("results")
    for number in range(results.tabs.count()):
        results.tabs.setCurrentIndex(number)
        clicks.settled(qtbot, window)
        assert bars(results) == [results.tabs.tabBar()]


def test_the_live_page_has_one_row_of_tabs_and_a_choice_of_tables(
    qtbot: QtBot, window: MainWindow, finished: Path
) -> None:
    from core.events import RunStarted

    window.show_page("live")
    page: Any = window.page("live")
    page.batch([RunStarted(1, "s", 900, 0)])
    reader = Reader(finished)
    tables = score_tables(reader, 1)
    reader.close()
    page.scores.show_tables(tables)
    assert bars(page) == [page.tabs.tabBar()]
    assert page.scores.rse.isVisible()
    clicks.pick(page.scores.choice, 1)
    clicks.press(page.scores.choice, Qt.Key.Key_Return)
    assert page.scores.ice.isVisible()
    language.choose("zh_CN")
    assert page.scores.choice.currentText() == "身份（ICE）"
    assert page.scores.ice.isVisible()


def test_a_run_of_one_metric_offers_no_choice(qtbot: QtBot, window: MainWindow, finished: Path) -> None:
    from dataclasses import replace

    from core.events import RunStarted

    window.show_page("live")
    page: Any = window.page("live")
    page.batch([RunStarted(1, "s", 900, 0)])
    reader = Reader(finished)
    tables = replace(score_tables(reader, 1), rse=[], nearest=[])
    reader.close()
    page.scores.show_tables(tables)
    assert page.scores.ice.isVisible()
    assert not page.scores.choice.isVisible()


@pytest.mark.parametrize("code", TEXTS)
def test_scores_are_so_far_only_while_the_run_is_on(qtbot: QtBot, window: MainWindow, code: str) -> None:
    so_far, over, waiting = TEXTS[code]
    context = window.context
    window.show_page("live")
    page: Any = window.page("live")
    with LoopbackServer() as server:
        server.fault_of = lambda _call: STALL
        reach: Any = {"provider": "openai-compatible", "base_url": server.base_url}
        models = (ModelSpec("Ref", "reference", **reach), ModelSpec("One", "test", **reach))
        study = Study("Slow", models=models, prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),))
        for _each in range(2):
            context.runs.start(study, context.default_workspace())
        qtbot.waitUntil(lambda: bool(server.calls), timeout=clicks.WAIT_MS)
        language.choose(code)
        assert page.tabs.tabText(0) == so_far
        assert page.tabs.tabText(page.tabs.indexOf(page.waiting)) == waiting
        context.runs.drop(context.runs.waiting[0])
        with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
            context.runs.cancel()
    assert page.tabs.tabText(0) == over
    language.choose("zh_CN" if code == "en" else "en")
    assert page.tabs.tabText(0) == TEXTS[language.code][1]


def in_sight(viewport: QWidget, widget: QWidget) -> bool:
    return viewport.rect().contains(widget.rect().translated(widget.mapTo(viewport, QPoint(0, 0))))


def test_what_the_keyboard_goes_to_comes_into_sight(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    window = make_window(workspace)
    window.resize(800, 600)
    clicks.settled(qtbot, window)
    identity: Any = window.page("results").identity  # type: ignore[attr-defined]
    window.page("results").tabs.setCurrentWidget(identity)  # type: ignore[attr-defined]
    clicks.settled(qtbot, window)
    identity.splitter.setSizes([120, 900])
    by, viewport = identity.breakdown.by, identity.stack.viewport()
    assert not in_sight(viewport, by)
    identity.table.setFocus()
    clicks.press(identity.table, Qt.Key.Key_Tab)
    assert by.hasFocus()
    assert in_sight(viewport, by)
