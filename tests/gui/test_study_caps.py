"""The caps of a study that comes from elsewhere: a file holds none, so that those of the settings hold for it."""

from __future__ import annotations

from pathlib import Path

import clicks
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core import study_file
from core.study import ModelSpec, PromptSetSpec, Study
from gui import preferences as prefs
from gui.study.draft import Afresh
from gui.window import MainWindow

STUDY = Study(
    "From a file",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)


@pytest.fixture
def capped(window: MainWindow) -> MainWindow:
    window.context.preferences.set(prefs.MAX_COST, 2.5)
    window.context.preferences.set(prefs.MAX_CALLS, 40)
    return window


def caps(window: MainWindow) -> tuple[float, int]:
    review = window.page("study").review  # type: ignore[attr-defined]
    return review.max_cost.value(), review.max_calls.value()


def test_a_study_file_is_opened_under_the_caps_of_the_settings(
    qtbot: QtBot, capped: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    study_file.write(STUDY, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_more: (str(path), ""))
    capped.show_page("study")
    page = capped.page("study")
    clicks.click(page.open_button)
    qtbot.waitUntil(lambda: page.draft.path == path, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, capped)
    assert caps(capped) == (2.5, 40)


@pytest.mark.parametrize("what", [STUDY, Afresh(STUDY)])
def test_so_is_a_study_of_a_run(qtbot: QtBot, capped: MainWindow, what: object) -> None:
    capped.show_page("study", what)
    clicks.settled(qtbot, capped)
    assert caps(capped) == (2.5, 40)


def test_a_cap_that_was_entered_stays_while_the_study_is_edited(qtbot: QtBot, capped: MainWindow) -> None:
    capped.show_page("study", STUDY)
    clicks.settled(qtbot, capped)
    page = capped.page("study")
    clicks.write(page.review.max_cost.lineEdit(), "7")
    clicks.click(page.stepper.buttons[1])
    clicks.click(page.stepper.buttons[3])
    assert caps(capped) == (7.0, 40)
