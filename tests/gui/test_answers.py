"""Answers that exist already: a known form, any two columns, or a table from the clipboard."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import clicks
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.errors import BadInput, DistilScopeError
from gui.study import answers
from gui.window import MainWindow


def test_a_known_form_is_used_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"prompt": "Why?", "response": "Because."}\n', encoding="utf-8")
    assert answers.look(path).guess is None
    assert answers.usable(path, None, tmp_path / "out") == (path, 1)
    assert not (tmp_path / "out").exists()


def test_any_two_columns_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ask,said\nWhy?,Because.\nWho?,Me.\n", encoding="utf-8")
    found = answers.look(path)
    assert (found.columns, found.guess) == (("ask", "said"), ("ask", "said"))
    made, number = answers.usable(path, ("ask", "said"), tmp_path / "out")
    assert number == 2
    assert made.parent == tmp_path / "out"


@pytest.mark.parametrize("text", ["", "one line only", "  \n \n"])
def test_a_clipboard_without_a_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="no table"):
        answers.keep_pasted(text, tmp_path)


@given(st.text(max_size=120))
def test_whatever_is_pasted_is_read_or_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("pasted")
    with suppress(DistilScopeError):
        answers.look(answers.keep_pasted(text, folder))


def test_a_pasted_table_becomes_a_model_of_the_study(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("study")
    study = window.page("study")
    study.go(1)
    QGuiApplication.clipboard().setText("question\tanswer of mine\nWhy?\tBecause.\nWho?\tMe.")
    clicks.click(study.models.add_answers)
    dialog = study.models.answers
    clicks.click(dialog.paste)
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    clicks.write(dialog.name, "From my chat")
    boxes = dialog.columns
    assert (boxes.prompt.currentText(), boxes.response.currentText()) == ("question", "answer of mine")
    clicks.click(dialog.ok)
    qtbot.waitUntil(lambda: [m.name for m in study.draft.models] == ["From my chat"])
    assert study.draft.models[0].provider == "recorded"


def test_a_sheet_of_questions_alone_is_not_taken_for_answers(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text(
        "id,topic,User question,note\nq1,x,Why is the sky blue?,for the second part\n", encoding="utf-8"
    )
    (tmp_path / "theirs.csv").write_text("ask,said\nWhy?,Because it is.\n", encoding="utf-8")
    window.show_page("study")
    study = window.page("study")
    study.go(1)
    clicks.click(study.models.add_answers)
    dialog = study.models.answers
    dialog.look(tmp_path / "mine.csv")
    clicks.settled(qtbot, window)
    boxes = dialog.columns
    assert boxes.prompt.currentText() == "User question"
    clicks.click(dialog.ok)
    assert dialog.isVisible()
    assert "Choose the column of the responses" in dialog.banner.text()
    dialog.look(tmp_path / "theirs.csv")
    clicks.settled(qtbot, window)
    assert dialog.name.text() == "theirs", "the name is that of the file that is taken"
    clicks.write(dialog.name, "Mine")
    dialog.look(tmp_path / "mine.csv")
    assert dialog.name.text() == "Mine", "unless somebody gave one"
    clicks.settled(qtbot, window)
    clicks.press(dialog, Qt.Key.Key_Escape)
