"""While the scores of a large run are worked out, the results page says how far they are, and shows no other run's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
import work
from pytestqt.qtbot import QtBot

from core.engine.runtime import Runtime
from core.events import NullSink
from core.study import ModelSpec, PromptSetSpec, Study
from gui.live import scoring
from gui.window import MainWindow

SHORT = Study(
    "Short",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
)


def test_how_far_a_large_run_is_scored_is_shown(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    finished: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scoring, "SMALL", 0)
    window = make_window()
    page: Any = window.page("results")
    shares: list[float] = []
    page.shelf.progressed.connect(lambda _run, share: shares.append(share))
    window.open_workspace(finished)
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=clicks.WAIT_MS)
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert not page.progress.isVisible()
    assert page.similarity.stack.tables[0].rows


def test_the_scores_of_another_run_are_not_shown_as_those_that_come(
    qtbot: QtBot, make_window: Callable[..., MainWindow], finished: Path
) -> None:
    window = make_window(finished)
    page: Any = window.page("results")
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    window.context.run = 2
    for run, share, seen in ((5, 0.3, False), (2, 0.4, True), (2, 1.0, False)):
        page.shelf.progressed.emit(run, share)
        assert page.progress.isVisible() is seen
        assert page.tabs.isVisible() is not seen
    assert page.progress.value() == 100


def test_another_run_need_not_wait_for_a_large_one(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(SHORT, workspace).result(120).run == 2
    finally:
        runtime.close()
    monkeypatch.setattr(scoring, "SMALL", 0)
    monkeypatch.setattr("core.report.tables.compute", work.endless_for_the_first_run)
    window = make_window(workspace)
    page: Any = window.page("results")
    clicks.settled(qtbot, window)
    assert page.loaded.tables.run == 2
    for _ in range(2):
        window.context.look_at(1)
        qtbot.waitUntil(lambda: page.progress.value() == 25, timeout=clicks.WAIT_MS)
        window.context.look_at(2)
        clicks.settled(qtbot, window)
        assert page.loaded.tables.run == 2
        assert page.tabs.isVisible()
        page.progress.reset()
    window.context.data_changed.emit()  # what was kept is forgotten
    window.context.look_at(1)
    qtbot.waitUntil(lambda: page.progress.value() == 25, timeout=clicks.WAIT_MS)
    window.context.look_at(2)
    clicks.settled(qtbot, window)
    assert page.loaded.tables.run == 2
