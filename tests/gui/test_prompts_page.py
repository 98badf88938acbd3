"""Prompt sets: look, import with a choice of column, write, delete and undo, download."""

from __future__ import annotations

from pathlib import Path

import clicks
import pytest
import xlsxwriter
from prompt_library import choose_set, names
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.widgets.left_out import LeftOutLine
from gui.window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> object:
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    return window.page("prompts")


def test_the_sets_of_the_program_are_there(qtbot: QtBot, page: object) -> None:
    assert names(page) == ["reasoning", "math", "instructions"]
    assert len(page.prompt_model.rows) == 40
    assert page.text.toPlainText() == page.prompt_model.rows[0].text
    assert not page.delete_button.isEnabled()


def test_categories_of_the_program_are_said_in_chinese(qtbot: QtBot, page: object) -> None:
    place = [column.title for column in page.prompt_model.columns].index("Category")
    assert page.prompt_model.index(0, place).data() == "logic"
    language.choose("zh_CN")
    choose_set(qtbot, page, "math")
    said = [page.prompt_model.index(n, place).data() for n in range(page.prompt_model.rowCount())]
    assert said
    assert not [category for category in said if category.isascii()]


def test_categories_of_a_file_stay_as_they_are_written(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("prompt,category\nWhy?,Zeta\n", encoding="utf-8")
    page.import_file(file)
    clicks.settled(qtbot, page.window())
    clicks.click(page.dialog.ok)
    choose_set(qtbot, page, "mine")
    language.choose("zh_CN")
    place = [column.title for column in page.prompt_model.columns].index("Category")
    assert page.prompt_model.index(0, place).data() == "Zeta"


def test_a_file_is_imported_by_the_column_that_was_chosen(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("number,remark\n1,Why is the sky blue?\n2,Who wrote this?\n", encoding="utf-8")
    page.import_file(file)
    dialog = page.dialog
    clicks.settled(qtbot, page.window())
    assert not dialog.ok.isEnabled()
    assert dialog.model.rowCount() == 2
    clicks.pick(dialog.column, "remark")
    dialog.column.activated.emit(dialog.column.currentIndex())
    clicks.settled(qtbot, page.window())
    clicks.click(dialog.ok)
    choose_set(qtbot, page, "mine")
    assert [p.text for p in page.prompt_model.rows] == ["Why is the sky blue?", "Who wrote this?"]


def test_the_column_of_a_sheet_is_guessed_as_in_the_other_imports(
    qtbot: QtBot, page: object, tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    lines = ("id,topic,User question,note", "1,sky,Why is the sky blue?,short", "2,who,Who wrote this?,long")
    file.write_text("\n".join(lines), encoding="utf-8")
    page.import_file(file)
    dialog = page.dialog
    clicks.settled(qtbot, page.window())
    assert dialog.column.currentText() == "User question"
    assert dialog.banner.text().startswith("Read as: the column User question.")
    clicks.click(dialog.ok)
    choose_set(qtbot, page, "mine")
    assert [p.text for p in page.prompt_model.rows] == ["Why is the sky blue?", "Who wrote this?"]


def choose(qtbot: QtBot, page: object, box: object, name: str) -> None:
    clicks.pick(box, name)
    box.activated.emit(box.currentIndex())
    clicks.settled(qtbot, page.window())


def test_another_sheet_of_a_spreadsheet_is_chosen(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("notes").write_column(0, 0, ["remark", "see the other sheet"])
        book.add_worksheet("asked").write_column(0, 0, ["prompt", "Why is the sky blue?"])
    page.import_file(tmp_path / "book.xlsx")
    dialog = page.dialog
    clicks.settled(qtbot, page.window())
    assert dialog.sheet.isVisible()
    assert not dialog.encoding.isVisible()
    assert not dialog.ok.isEnabled()
    choose(qtbot, page, dialog.column, "remark")
    choose(qtbot, page, dialog.sheet, "asked")  # which has no column of that name
    assert [dialog.column.itemText(i) for i in range(dialog.column.count())] == ["as recognised", "prompt"]
    clicks.click(dialog.ok)
    choose_set(qtbot, page, "book")
    assert [p.text for p in page.prompt_model.rows] == ["Why is the sky blue?"]


def test_an_encoding_that_was_guessed_can_be_corrected(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("天空為什麼是藍色的？".encode("big5"))
    page.import_file(file)
    dialog = page.dialog
    clicks.settled(qtbot, page.window())
    assert dialog.encoding.isVisible()
    assert not dialog.sheet.isVisible()
    assert dialog.model.rows[0]["text"] == "天空為什麼是藍色的？"
    assert dialog.encoding.currentText() == "as recognised: Traditional Chinese (Big5)"
    assert dialog.banner.text().startswith("Read as: the column text.")
    choose(qtbot, page, dialog.encoding, "gb18030")
    assert dialog.model.rows[0]["text"] != "天空為什麼是藍色的？"
    choose(qtbot, page, dialog.encoding, "euc_jp")
    assert not dialog.ok.isEnabled()
    assert "euc_jp" in dialog.banner.text()
    choose(qtbot, page, dialog.encoding, "big5hkscs")
    clicks.click(dialog.ok)
    choose_set(qtbot, page, "old")
    assert [p.text for p in page.prompt_model.rows] == ["天空為什麼是藍色的？"]


def test_a_bad_file_says_why(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"a": [1, 2', encoding="utf-8")
    page.import_file(file)
    dialog = page.dialog
    clicks.settled(qtbot, page.window())
    assert dialog.banner.isVisible()
    assert not dialog.ok.isEnabled()
    clicks.press(dialog, Qt.Key.Key_Escape)


def test_prompts_are_written_deleted_and_brought_back(qtbot: QtBot, page: object) -> None:
    clicks.click(page.write_button)
    dialog = page.dialog
    clicks.write(dialog.name, "By hand")
    dialog.text.setPlainText("One?\n\nTwo,\non two lines?\n\nOne?")
    clicks.click(dialog.ok)
    qtbot.waitUntil(lambda: page.set_model.row_at(page.sets.currentIndex()).name == "By hand")
    clicks.settled(qtbot, page.window())
    assert [p.text for p in page.prompt_model.rows] == ["One?", "Two,\non two lines?"]
    clicks.click(page.delete_button)
    qtbot.waitUntil(lambda: "By hand" not in names(page))
    clicks.click(clicks.button(page.window(), "Undo"))
    qtbot.waitUntil(lambda: "By hand" in names(page))


def write_set(qtbot: QtBot, page: object, name: str, text: str) -> None:
    clicks.click(page.write_button)
    clicks.write(page.dialog.name, name)
    page.dialog.text.setPlainText(text)
    clicks.click(page.dialog.ok)
    choose_set(qtbot, page, name)


def marked(page: object) -> list[str]:
    """The sets whose rows are marked in the list."""
    return [page.set_model.row_at(index).name for index in page.sets.selectionModel().selectedRows()]


def wait_for(qtbot: QtBot, page: object, name: str, prompts: list[str]) -> None:
    """Until that set is marked, its prompts are shown, and the buttons are those of a set of the user."""
    qtbot.waitUntil(lambda: marked(page) == [name])
    qtbot.waitUntil(lambda: [p.text for p in page.prompt_model.rows] == prompts)
    qtbot.waitUntil(lambda: page.text.toPlainText() == prompts[0])
    qtbot.waitUntil(lambda: page.delete_button.isEnabled() and page.use_button.isEnabled())


def undo(qtbot: QtBot, page: object) -> None:
    page.window().notices.toast.hide()
    page.window().activateWindow()  # a dialog had the keyboard
    qtbot.waitUntil(page.window().isActiveWindow)
    clicks.press(page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_after_a_deletion_its_neighbour_is_chosen_and_after_undo_what_came_back(
    qtbot: QtBot, page: object
) -> None:
    for name in ("Ant", "Bee", "Cow"):
        write_set(qtbot, page, name, f"{name}?")
    choose_set(qtbot, page, "Bee")
    clicks.click(page.delete_button)
    wait_for(qtbot, page, "Cow", ["Cow?"])
    clicks.click(page.delete_button)  # the last row
    wait_for(qtbot, page, "Ant", ["Ant?"])
    assert "Cow" not in names(page)
    undo(qtbot, page)
    wait_for(qtbot, page, "Cow", ["Cow?"])


def test_where_no_own_set_is_left_one_of_the_program_is_chosen(qtbot: QtBot, page: object) -> None:
    write_set(qtbot, page, "Ant", "Ant?")
    clicks.click(page.delete_button)
    qtbot.waitUntil(lambda: marked(page) == ["instructions"])
    qtbot.waitUntil(lambda: len(page.prompt_model.rows) > 1 and not page.delete_button.isEnabled())
    clicks.click(page.use_button)
    boxes = page.window().page("study").prompts.boxes
    qtbot.waitUntil(lambda: "instructions" in boxes and boxes["instructions"].isChecked())


@pytest.mark.parametrize(
    ("code", "count", "same"),
    [
        ("en", "Prompts in it: 2.", "mine has the same prompts."),
        ("zh_CN", "其中有 2 个提示。", "mine 含有相同的提示。"),
    ],
)
def test_an_import_tells_its_prompts_and_which_set_has_the_same(
    qtbot: QtBot, window: MainWindow, page: object, tmp_path: Path, code: str, count: str, same: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("prompt\nWhy is the sky blue?\nWho wrote this?\n", encoding="utf-8")
    language.choose(code)
    for name, ending in (("mine", count), ("mine 2", count + (" " if code == "en" else "") + same)):
        page.import_file(file)
        qtbot.waitUntil(page.dialog.ok.isEnabled)
        clicks.click(page.dialog.ok)
        qtbot.waitUntil(lambda name=name: marked(page) == [name])
        qtbot.waitUntil(lambda ending=ending: window.notices.toast.text().endswith(ending))


def test_a_set_that_comes_back_takes_no_place_of_another(qtbot: QtBot, page: object) -> None:
    for text in ("First?", "Second?"):
        write_set(qtbot, page, "Mine", text)
        clicks.click(page.delete_button)
        qtbot.waitUntil(lambda: "Mine" not in names(page))
    write_set(qtbot, page, "Mine", "Third?")
    for back in ("Mine 2", "Mine 3"):
        undo(qtbot, page)
        qtbot.waitUntil(lambda back=back: back in names(page))
    assert not page.window().actions_.undo.isEnabled()
    found = []
    for name in ("Mine", "Mine 2", "Mine 3"):
        choose_set(qtbot, page, name)
        found += [p.text for p in page.prompt_model.rows]
    assert found == ["Third?", "Second?", "First?"]


def test_a_copy_is_edited_and_keeps_what_is_known_of_the_rest(qtbot: QtBot, page: object) -> None:
    choose_set(qtbot, page, "math")
    before = list(page.prompt_model.rows)
    clicks.click(page.edit_button)
    dialog = page.dialog
    clicks.write(dialog.name, "Own math")
    dialog.text.setPlainText(dialog.text.toPlainText().replace(before[0].text, "What is 1 + 1?"))
    clicks.click(dialog.ok)
    choose_set(qtbot, page, "Own math")
    after = list(page.prompt_model.rows)
    assert after[0].text == "What is 1 + 1?"
    assert [(p.id, p.answer) for p in after[1:]] == [(p.id, p.answer) for p in before[1:]]
    choose_set(qtbot, page, "math")
    assert list(page.prompt_model.rows) == before


def test_prompts_of_several_paragraphs_stay_whole(qtbot: QtBot, page: object) -> None:
    write_set(qtbot, page, "Long", "One.\n\nTwo?\n===\nThree?")
    assert [p.text for p in page.prompt_model.rows] == ["One.\n\nTwo?", "Three?"]
    clicks.click(page.edit_button)
    clicks.write(page.dialog.name, "Longer")
    page.dialog.text.appendPlainText("===\nFour?")
    clicks.click(page.dialog.ok)
    choose_set(qtbot, page, "Longer")
    assert [p.text for p in page.prompt_model.rows] == ["One.\n\nTwo?", "Three?", "Four?"]


def test_prompts_of_several_turns_are_not_torn_apart(qtbot: QtBot, page: object) -> None:
    choose_set(qtbot, page, "instructions")
    before = list(page.prompt_model.rows)
    assert any(len(p.turns) > 1 for p in before)
    clicks.click(page.edit_button)
    clicks.write(page.dialog.name, "The same")
    clicks.click(page.dialog.ok)
    choose_set(qtbot, page, "The same")
    assert list(page.prompt_model.rows) == before


def test_a_set_goes_into_the_study(qtbot: QtBot, page: object) -> None:
    choose_set(qtbot, page, "math")
    clicks.click(page.use_button)
    window = page.window()
    assert window.front == "study"
    assert window.page("study").prompts.boxes["math"].isChecked()


def test_what_a_small_window_leaves_out_of_a_prompt_is_said_below(qtbot: QtBot, page: object) -> None:
    page.window().resize(800, 600)
    line = page.findChild(LeftOutLine)
    qtbot.waitUntil(lambda: line.isVisible() and "Category: logic" in line.text())
