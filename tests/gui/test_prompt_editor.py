"""Prompts of several turns are written, and edited in a copy: what is read again is what was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import clicks
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from core.prompts import bundled
from core.prompts.model import Prompt
from core.prompts.read import prompt_id
from gui.i18n import language
from gui.prompts import editor
from gui.window import MainWindow

# Letters, spaces, line ends, and the signs that the lines between prompts and turns are made of.
SIGNS = st.text(alphabet="ab 问=—-\n\t", min_size=1, max_size=30).map(str.strip).filter(bool)
SETS = st.lists(st.lists(SIGNS, min_size=1, max_size=4).map(tuple), min_size=1, max_size=5, unique=True)


@pytest.fixture(params=["en", "zh_CN"])
def spoken(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    language.choose(request.param)
    yield request.param
    language.choose("en")


def made(turns: tuple[str, ...]) -> Prompt:
    return Prompt(prompt_id(turns), turns)


@given(turns=SETS)
def test_what_is_read_is_what_was_written(turns: list[tuple[str, ...]]) -> None:
    prompts = [made(each) for each in turns]
    if editor.editable(prompts):
        assert editor.prompts_of(editor.text_of(prompts)) == prompts


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("name", bundled.names())
def test_the_sets_of_the_program_come_back_whole(name: str) -> None:
    prompts = list(bundled.load(name).prompts)
    assert editor.editable(prompts)
    written = editor.prompts_of(editor.text_of(prompts))
    assert [p.turns for p in written] == [tuple(t.strip() for t in p.turns) for p in prompts]
    assert editor.as_known(written, prompts) == prompts


@pytest.mark.parametrize(
    "text",
    [
        "One?\n— next turn —\nTwo?",
        "One?\n\n- Next turn -\n\nTwo?",
        "One?\n--next turn--\n— next turn —\nTwo?\n— next turn —\n",
        "— next turn —\nOne?\n  – NEXT TURN –  \nTwo?",
    ],
)
def test_the_line_may_be_typed_too(text: str) -> None:
    assert [p.turns for p in editor.prompts_of(text)] == [("One?", "Two?")]


def test_a_single_prompt_of_several_paragraphs_stays_whole() -> None:
    prompts = [made(("One.\n\nTwo?",))]
    assert editor.prompts_of(editor.text_of(prompts)) == prompts


def test_a_line_of_a_prompt_that_looks_like_ours_is_not_torn_apart() -> None:
    for turn in ("a\n===\nb", "a\n— next turn —\nb", " "):
        assert not editor.editable([made((turn,))])


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> Any:
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    return window.page("prompts")


def choose(qtbot: QtBot, page: Any, name: str) -> None:
    def names() -> list[str]:
        return [each.name for each in page.set_model.rows]

    qtbot.waitUntil(lambda: name in names())
    page.sets.selectRow(names().index(name))
    clicks.settled(qtbot, page.window())


def test_a_turn_is_begun_by_a_button(qtbot: QtBot, page: Any) -> None:
    clicks.click(page.write_button)
    dialog = page.dialog
    clicks.write(dialog.name, "Talk")
    qtbot.keyClicks(dialog.text, "Name a river.")
    clicks.click(dialog.turn_button)
    qtbot.keyClicks(dialog.text, "How long is it?")
    assert dialog.text.toPlainText() == "Name a river.\n— next turn —\nHow long is it?"
    clicks.press(dialog.text, Qt.Key.Key_Return)
    clicks.press(dialog.text, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.text, "What is 1 + 1?")
    assert dialog._count.text() == "2 prompts  ·  1 of several turns"
    clicks.click(dialog.ok)
    choose(qtbot, page, "Talk")
    assert [p.turns for p in page.prompt_model.rows] == [
        ("Name a river.", "How long is it?"),
        ("What is 1 + 1?",),
    ]


def test_a_copy_of_several_turns_is_edited(qtbot: QtBot, page: Any) -> None:
    choose(qtbot, page, "instructions")
    before = list(page.prompt_model.rows)
    several = next(n for n, p in enumerate(before) if len(p.turns) > 1)
    clicks.click(page.edit_button)
    dialog = page.dialog
    clicks.write(dialog.name, "Longer talks")
    last = before[several].turns[-1].strip()
    dialog.text.moveCursor(QTextCursor.MoveOperation.Start)
    assert dialog.text.find(last.splitlines()[-1])
    cursor = dialog.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    dialog.text.setTextCursor(cursor)
    clicks.click(dialog.turn_button)
    qtbot.keyClicks(dialog.text, "And then?")
    clicks.click(dialog.ok)
    choose(qtbot, page, "Longer talks")
    after = list(page.prompt_model.rows)
    assert after[several].turns == (*(t.strip() for t in before[several].turns), "And then?")
    assert after[:several] + after[several + 1 :] == before[:several] + before[several + 1 :]
