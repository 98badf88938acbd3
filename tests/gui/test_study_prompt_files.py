"""Files of prompts that are added in a study: one whose column nobody knows is asked for it at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.window import MainWindow


@pytest.fixture
def step(qtbot: QtBot, window: MainWindow) -> Any:
    window.show_page("study")
    window.page("study").go(2)
    clicks.settled(qtbot, window)
    return window.page("study").prompts


def choose(monkeypatch: pytest.MonkeyPatch, step: Any, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    clicks.click(step.add_file)


def written(path: Path, head: str) -> Path:
    path.write_text(f"nr,{head}\n1,Why is the sky blue?\n2,Who wrote this?\n", encoding="utf-8")
    return path


def own(step: Any) -> list[str]:
    return [spec.path for spec in step.draft.prompt_sets if spec.path]


def test_a_file_of_a_known_form_is_added_as_it_is(
    qtbot: QtBot, step: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "known.csv", "question")
    choose(monkeypatch, step, path)
    qtbot.waitUntil(lambda: own(step) == [str(path)])
    assert step.files.dialog is None


@pytest.mark.parametrize("head", ["Frage an das Modell", "remark"])
def test_a_column_that_is_not_known_is_asked_for(
    qtbot: QtBot, window: MainWindow, step: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    choose(monkeypatch, step, written(tmp_path / "mine.csv", head))
    qtbot.waitUntil(lambda: step.files.dialog is not None)
    clicks.settled(qtbot, window)
    dialog = step.files.dialog
    if not dialog.ok.isEnabled():
        clicks.pick(dialog.column, head)
        qtbot.waitUntil(dialog.ok.isEnabled)
    clicks.click(dialog.ok)
    qtbot.waitUntil(lambda: bool(own(step)))
    assert Path(own(step)[0]).read_text(encoding="utf-8").count("Who wrote this?") == 1
    qtbot.waitUntil(lambda: step.samples["mine"].specialValueText() == "all 2")


def test_a_file_that_cannot_be_read_is_added_too_and_left_to_the_review(
    qtbot: QtBot, window: MainWindow, step: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    choose(monkeypatch, step, tmp_path / "empty.csv")
    qtbot.waitUntil(lambda: bool(own(step)))
