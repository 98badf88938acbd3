"""The settings of the comparison of responses in the study page, and what the review says before anything is paid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clicks
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core import study_file
from core.rse import rubric
from core.study import ModelSpec, PromptSetSpec, RseSpec, Study
from gui.study.rse_options import RseOptions
from gui.window import MainWindow


def options(window: MainWindow) -> RseOptions:
    clicks.click(window._rail.buttons["study"])
    step = window.page("study").measure
    clicks.click(step._toggle)
    found: RseOptions = step.rse_options
    assert found.isVisible()
    return found


def test_what_is_set_becomes_the_study(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 1600)
    found = options(window)
    clicks.write(found.repeats.lineEdit(), "3")
    clicks.pick(found.judge_on, "last")
    clicks.press(found.ceiling, Qt.Key.Key_Space)
    clicks.press(found.floor, Qt.Key.Key_Space)
    rse = window.page("study").draft.rse
    assert (rse.repeats, rse.judge_on, rse.ceiling, rse.floor) == (3, "last", True, False)
    assert rse.rubric is None


def test_the_standard_rubric_is_there_to_be_read(qtbot: QtBot, window: MainWindow) -> None:
    found = options(window)
    clicks.click(found.show_rubric)
    assert found.dialog.text.toPlainText() == rubric.STANDARD.text
    assert rubric.STANDARD.version in found.dialog.facts.text()
    clicks.click(found.dialog.ok)
    assert window.page("study").draft.rse.rubric is None


def test_an_own_rubric_is_kept_in_a_file_of_the_study(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    found = options(window)
    clicks.click(found.show_rubric)
    found.dialog.text.setPlainText("Give 1 to 5 for style, structure, content, overall.")
    clicks.click(found.dialog.ok)
    draft = window.page("study").draft
    own = rubric.read(Path(str(draft.rse.rubric)))
    assert own.text == "Give 1 to 5 for style, structure, content, overall."
    assert own.version in found.rubric_name.text()
    draft.name, draft.models = (
        "s",
        [ModelSpec("r", "reference", "simulated"), ModelSpec("t", "test", "simulated")],
    )
    draft.prompt_sets = [PromptSetSpec("math", bundled="math", sample=2)]
    study_file.write(draft.study(), tmp_path / "s.toml")
    assert rubric.load(study_file.read(tmp_path / "s.toml")) == own
    clicks.click(found.standard)
    assert draft.rse.rubric is None


def test_a_rubric_that_is_gone_is_said_and_the_standard_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.page("study").draft.rse = RseSpec(rubric="gone.txt")
    window.page("study").edit(window.page("study").draft)
    found = options(window)
    clicks.click(found.show_rubric)
    assert found.dialog.text.toPlainText() == rubric.STANDARD.text
    assert "cannot be read" in found.dialog.facts.text()


def test_an_empty_rubric_cannot_be_kept(qtbot: QtBot, window: MainWindow) -> None:
    found = options(window)
    clicks.click(found.show_rubric)
    found.dialog.text.setPlainText("   \n")
    assert not found.dialog.ok.isEnabled()


def test_review_tells_of_shared_makers_and_of_what_so_few_prompts_can_show(
    qtbot: QtBot, window: MainWindow
) -> None:
    made: Any = {"provider": "simulated"}
    models = (
        ModelSpec("r", "reference", vendor="openai", **made),
        ModelSpec("t", "test", **made),
        ModelSpec("j", "judge", vendor="openai", **made),
    )
    sets = (PromptSetSpec("math", bundled="math", sample=16),)
    study = Study("s", models=models, prompt_sets=sets, rse=RseSpec(judges=("measured", "j")))
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    review = window.page("study").review
    assert "With 16 prompts" in review.power.text()
    assert "0.49 points" in review.power.text()
    said = " ".join(each.text() for each in review.findChildren(QLabel))
    assert "The judge j and the reference r share a maker" in said
