"""Recorded responses under columns of any name, imported from the window."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import clicks
import pytest
from command import rows
from dropping import dialog_of, drop
from pytestqt.qtbot import QtBot

from core.llm.recorded import Recorded
from gui.window import MainWindow

ASKED, SAID = "What is {n} plus one, in words?", "It is {m}, as everybody knows."


def table(path: Path, head: list[str], *cells: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([head, *cells])
    return path


@pytest.fixture
def own_names(tmp_path: Path) -> Path:
    cells = [[str(n), ASKED.format(n=n), SAID.format(m=n + 1)] for n in range(5)]
    return table(tmp_path / "recorded.csv", ["Nr", "Question text", "What it said"], *cells)


def test_columns_with_names_of_their_own_are_guessed_and_imported(
    qtbot: QtBot, window: MainWindow, own_names: Path
) -> None:
    drop(window, own_names)
    dialog = dialog_of(qtbot, window)
    boxes = dialog.columns
    assert boxes.prompt.isVisible()
    assert boxes.prompt.currentText() == "Question text"
    assert boxes.response.currentText() == "What it said"
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert window.front == "results"
    workspace = window.context.workspace
    found = rows(workspace, "SELECT text FROM answer ORDER BY id")
    assert found[0] == ("It is 1, as everybody knows.",)
    assert len(found) == 5
    assert rows(workspace, "SELECT name FROM prompt_set") == [("recorded (prompts)",)]


def test_other_columns_are_chosen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    cells = [["a first long text", "a second long text", "a third long text"]]
    drop(window, table(tmp_path / "odd.csv", ["one", "two", "three"], *cells))
    dialog = dialog_of(qtbot, window)
    boxes = dialog.columns
    assert (boxes.prompt.currentText(), boxes.response.currentText()) == ("one", "two")
    clicks.pick(boxes.response, "one")
    clicks.click(dialog.ok)
    assert "Choose the column of the responses" in dialog.banner.text(), "not that of the prompts"
    clicks.pick(boxes.response, "three")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert rows(window.context.workspace, "SELECT text FROM answer") == [("a third long text",)]


def test_a_second_import_with_the_same_columns_is_known(
    qtbot: QtBot, window: MainWindow, own_names: Path
) -> None:
    for said in ("Run 1 holds 5 rows of recorded.csv", "Run 1 is recorded.csv"):
        drop(window, own_names)
        clicks.click(dialog_of(qtbot, window).ok)
        clicks.settled(qtbot, window)
        assert said in window.notices.toast.text()
    [kept] = (window.context.preferences.data_folder() / "answers").iterdir()
    assert kept.name == "recorded.jsonl"
    assert len(Recorded.load(kept)) == 5, "as a comparison reads it"


def test_prompts_with_an_unknown_column_beside_them_leave_the_choice(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(window, table(tmp_path / "asked.csv", ["Question", "Score"], ["Who made you, and when?", "3"]))
    dialog: Any = dialog_of(qtbot, window)
    assert "No column is recognised as responses" in dialog.banner.text()
    assert clicks.button(dialog.banner, "Import as prompt set").isVisible()
    assert dialog.columns.prompt.currentText() == "Question"
    clicks.click(dialog.ok)
    assert "Choose the column of the responses" in dialog.banner.text()
    clicks.pick(dialog.columns.response, "Score")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert rows(window.context.workspace, "SELECT text FROM answer") == [("3",)]


def test_an_empty_column_is_refused_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = table(tmp_path / "empty.csv", ["Question text", "What it said"], ["Who are you, please?", ""])
    drop(window, path)
    dialog = dialog_of(qtbot, window)
    clicks.pick(dialog.columns.response, "What it said")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert "no answer could be read with these columns" in dialog.banner.text()
    dialog.reject()


def test_known_columns_leave_nothing_to_choose(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, table(tmp_path / "known.csv", ["Prompt", "Response"], ["Who?", "Me."]))
    dialog = dialog_of(qtbot, window)
    assert not dialog.columns.prompt.isVisible()
    assert not dialog.columns.response.isVisible()
    dialog.reject()


def as_prompts(qtbot: QtBot, window: MainWindow, dialog: Any) -> None:
    """Go on to the import of prompts, and see that it has opened with the file."""
    clicks.click(clicks.button(dialog.banner, "Import as prompt set"))
    clicks.settled(qtbot, window)
    assert window.front == "prompts"
    asked = window.page("prompts").dialog
    assert asked.isVisible()
    asked.reject()


def test_a_sheet_of_questions_leads_to_the_import_of_prompts(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    cells = [[str(n), ASKED.format(n=n)] for n in range(3)]
    drop(window, table(tmp_path / "sheet.csv", ["Nr", "Wording of it"], *cells))
    dialog = dialog_of(qtbot, window)
    assert "No column is recognised as responses" in dialog.banner.text()
    clicks.click(dialog.ok)
    assert "Choose the column of" in dialog.banner.text()
    as_prompts(qtbot, window, dialog)


def test_what_was_taken_for_responses_may_be_prompts(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    cells = [[ASKED.format(n=n), f"The theme is number {n}."] for n in range(3)]
    drop(window, table(tmp_path / "themes.csv", ["Wording of it", "What it is about"], *cells))
    dialog = dialog_of(qtbot, window)
    assert dialog.columns.response.currentText() == "What it is about"
    assert "without responses?" in dialog.banner.text()
    as_prompts(qtbot, window, dialog)
