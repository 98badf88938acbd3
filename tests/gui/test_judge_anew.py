"""After an update of a judge the window says so, and judges the same answers anew in a run of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.engine import judges
from core.events import RunReplaced, RunStarted
from core.store.reader import Reader
from gui.i18n import language
from gui.live.model import LiveState
from gui.messages import said
from gui.window import MainWindow


@pytest.fixture
def results(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> Any:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    return window.page("results")


def test_nothing_is_offered_while_the_judges_are_the_same(results: Any) -> None:
    assert results.go_on.isHidden()
    assert results.rejudge.isHidden()


def test_a_finished_run_of_an_older_judge_is_judged_anew(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judges, "measured_version", lambda: "next")
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    page = window.page("results")
    qtbot.waitUntil(page.rejudge.isVisible)
    assert "this program has version next now" in page.banner.text()
    clicks.click(page.rejudge)
    live = window.page("live")
    qtbot.waitUntil(lambda: live.state.status == "completed", timeout=60_000)
    clicks.settled(qtbot, window)
    assert window.front == "live"
    assert live.state.run == 2
    reader = Reader(workspace)
    try:
        judged = reader.db.execute("SELECT DISTINCT run_id, judge_version FROM judgment WHERE metric = 'rse'")
        assert [tuple(row) for row in judged] == [(1, _old()), (2, "next")]
    finally:
        reader.close()


def _old() -> str:
    from core.rse.measured import VERSION

    return VERSION


@pytest.fixture
def chinese() -> Iterator[None]:
    language.choose("zh_CN")
    yield
    language.choose("en")


@pytest.mark.usefixtures("chinese")
def test_a_run_that_takes_the_place_of_another_says_why() -> None:
    state = LiveState()
    note = (
        "Run 1 was judged by version 1 of the measured judge (built in), and this program has version 2 now. "
        "Answers come from the cache, and run 1 is kept."
    )
    state.take(RunReplaced(2, 1, note))
    state.take(RunStarted(2, "a study", 10, 0))
    assert state.message == note
    told = (
        "第 1 次运行由测量评判者（内置）第 1 版评判，本程序现有第 2 版。回答取自缓存，第 1 次运行予以保留。"
    )
    assert said(note) == told
