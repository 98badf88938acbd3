"""Runs: the queue, what is refused after the end, and changes that go through the one writer while a run is on."""

from __future__ import annotations

from pathlib import Path

import clicks
from pytestqt.qtbot import QtBot

from core.store import edits
from core.study import ModelSpec, PromptSetSpec, Study
from gui.window import MainWindow

STUDY = Study(
    "Queue",
    models=(
        ModelSpec("Ref", "reference", "simulated"),
        ModelSpec("Near", "test", "simulated", closeness=0.8),
    ),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
)


def test_a_waiting_run_can_be_dropped(qtbot: QtBot, window: MainWindow) -> None:
    runs, workspace = window.context.runs, window.context.default_workspace()
    runs.start(STUDY, workspace)
    runs.start(Study("Never", models=STUDY.models, prompt_sets=STUDY.prompt_sets), workspace)
    (waiting,) = runs.waiting
    runs.drop(waiting)
    with qtbot.waitSignal(runs.ended, timeout=clicks.WAIT_MS):
        pass
    assert not runs.active
    assert runs.waiting == ()


def test_tags_can_be_written_while_a_run_is_on(qtbot: QtBot, window: MainWindow) -> None:
    context, workspace = window.context, window.context.default_workspace()
    done: list[object] = []
    context.runs.start(STUDY, workspace)
    qtbot.waitUntil(lambda: context.runs.run is not None, timeout=clicks.WAIT_MS)
    context.runs.write(workspace, lambda writer: edits.tag(writer, 1, "while running")).then(
        done.append
    ).start()
    qtbot.waitUntil(lambda: bool(done) and not context.runs.active, timeout=clicks.WAIT_MS)
    seen: list[str] = []
    context.tasks.read(workspace, lambda reader: reader.run(1).tags).then(seen.append).start()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["while running"]


def test_cancelling_at_once_ends_the_run(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    runs = window.context.runs
    runs.start(STUDY, tmp_path / "w.distilscope")
    runs.cancel()
    assert runs.cancelling
    qtbot.waitUntil(lambda: not runs.active, timeout=clicks.WAIT_MS)


def test_nothing_starts_after_the_end(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    runs = window.context.runs
    runs.close()
    failed: list[object] = []
    runs.failed.connect(failed.append)
    runs.start(STUDY, tmp_path / "w.distilscope")
    qtbot.waitUntil(lambda: bool(failed), timeout=clicks.WAIT_MS)
    assert not runs.active
    assert not (tmp_path / "w.distilscope").exists()
    window.context.services.errors._box.close()
