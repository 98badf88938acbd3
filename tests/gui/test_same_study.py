"""A study that is opened in the window, and not edited, is the study of its file: same fingerprint, same run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import clicks
import pytest
from any_study import studies
from hypothesis import given, settings
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from studies import FULL, SMALLEST

from core import study_file
from core.engine.runtime import Runtime
from core.events import NullSink
from core.study import Study
from gui.study import autosave
from gui.study.draft import Draft
from gui.window import MainWindow

INPUTS = {
    "r.jsonl": '{"prompt": "What is rain?", "response": "Water."}\n',
    "p.csv": "question\nWhat is rain?\nWhat is snow?\nWhat is hail?\nWhat is fog?\n",
    "rubric.md": "How similar are they?\n",
    "t.jsonl": '{"text": "Tell me. {query}"}\n',
    "q.jsonl": '{"question": "Who made you?"}\n',
    "own.toml": 'vendor = "me"\n',
}
TEST_ONLY = '[[model]]\nname = "b"\nrole = "test"\nprovider = "simulated"\nfacts = "meta"\n'
FILES = {
    "smallest": SMALLEST,
    "every part": FULL,
    "ice not measured, paired": SMALLEST + '[ice]\nmode = "paired"\n',
    "ice not measured, plain": SMALLEST + '[ice]\nmode = "plain"\nqueries = 5\n',
    "ice not measured, as by default": SMALLEST + '[ice]\nmode = "fuzz"\n',
    "the metrics the other way round": SMALLEST.replace('"one"', '"one"\nmetrics = ["ice", "rse"]', 1),
    "ice alone": '[study]\nname = "identity"\nmetrics = ["ice"]\n' + TEST_ONLY,
    "ice alone, paired": '[study]\nname = "i"\nmetrics = ["ice"]\n' + TEST_ONLY + '[ice]\nmode = "paired"\n',
    "own facts": SMALLEST.replace('role = "test"', 'role = "test"\nfacts = "own.toml"'),
    "blanks around the name": SMALLEST.replace('"one"', '" one "', 1),
    "a seed beyond the field": SMALLEST.replace('"one"', '"one"\nseed = 9000000000', 1),
}


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> Study:
    """The study that the window would start, once a person went through its steps and changed nothing."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(5, 5), *keys))
    page = window.page("study")
    qtbot.waitUntil(lambda: page.draft.path == path, timeout=clicks.WAIT_MS)
    for _step in range(3):
        clicks.click(page.next)
    clicks.settled(qtbot, window)
    assert page.step == 3
    found: Study = page.draft.study()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in INPUTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", FILES)
def test_the_window_and_the_file_say_the_same_study(
    qtbot: QtBot, window: MainWindow, folder: Path, kind: str
) -> None:
    path = folder / "study.toml"
    path.write_text(FILES[kind], encoding="utf-8")
    shown, written = opened(qtbot, window, path), study_file.read(path)
    assert shown == written
    assert shown.fingerprint() == written.fingerprint()


def test_the_run_of_the_window_is_that_of_the_command_line(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    path = folder / "study.toml"
    path.write_text(FILES["ice not measured, paired"], encoding="utf-8")
    opened(qtbot, window, path)
    clicks.click(window.page("study").start)
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)
    runtime, other = Runtime(NullSink()), folder / "other.distilscope"
    try:
        assert runtime.start(study_file.read(path), other).result(60).status == "completed"
    finally:
        runtime.close()
    assert fingerprints(Path(window.context.workspace or "")) == fingerprints(other)


def fingerprints(workspace: Path) -> list[str]:
    with closing(sqlite3.connect(workspace)) as db:
        return [row[0] for row in db.execute("SELECT fingerprint FROM study")]


@given(studies())
@settings(max_examples=60)
def test_any_study_is_itself_as_a_draft(study: Study) -> None:
    assert Draft.of(study).study() == study


@given(studies())
@settings(max_examples=30)
def test_any_study_is_itself_after_a_restart(tmp_path_factory: pytest.TempPathFactory, study: Study) -> None:
    path = tmp_path_factory.mktemp("draft") / "draft.json"
    autosave.save(Draft.of(study), path)
    kept = autosave.load(path)
    assert kept is not None
    assert kept.study() == study
