"""Prompt sets: look, import with a choice of column, write, delete and undo, download."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
import xlsxwriter
from hub_server import StandIn
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.prompts import hub_dialog
from gui.widgets.left_out import LeftOutLine
from gui.window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> object:
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    return window.page("prompts")


def names(page: object) -> list[str]:
    return [each.name for each in page.set_model.rows]


def choose_set(qtbot: QtBot, page: object, name: str) -> None:
    qtbot.waitUntil(lambda: name in names(page))
    page.sets.selectRow(names(page).index(name))
    clicks.settled(qtbot, page.window())


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


@pytest.fixture
def hub_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    rows: list[dict[str, object]] = [{"uid": f"u{n}", "prompt": f"Question {n}?"} for n in range(500)]
    with StandIn(rows, "lmarena-ai/arena-hard-auto-v0.1") as server:
        monkeypatch.setenv("DISTILSCOPE_HUB", server.url)
        yield server


def test_a_download_shows_the_licence_first(qtbot: QtBot, page: object, hub_server: StandIn) -> None:
    clicks.click(page.hub_button)
    dialog = page.dialog
    assert dialog.dataset.currentText() == "ArenaHard"
    assert "Apache-2.0" in dialog.about.text(), "before anything is asked"
    assert not dialog.ok.isEnabled()
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert "Apache-2.0" in dialog.banner.text()
    assert dialog.part.currentText() == "default / train (500 rows)"
    clicks.write(dialog.count.lineEdit(), "20")
    clicks.click(dialog.ok)
    name = "lmarena-ai_arena-hard-auto-v0.1-default-train-20-seed-7"
    choose_set(qtbot, page, name)
    assert page.prompt_model.rows[0].text.startswith("Question ")
    assert "20 of the 500 rows" in page.window().notices.toast.text()


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("en", "Rows left out – cut by the server: 3; empty or repeated: 2."),
        ("zh_CN", "未收录的行——被服务器截断：3；空白或重复：2。"),
    ],
)
def test_rows_that_a_download_left_out_are_counted(
    qtbot: QtBot, window: MainWindow, page: object, hub_server: StandIn, code: str, left_out: str
) -> None:
    hub_server.truncated = {1, 2, 3}
    hub_server.rows[10:12] = [{"uid": "x", "prompt": ""}, {"uid": "y", "prompt": "Question 9?"}]
    language.choose(code)
    clicks.click(page.hub_button)
    clicks.click(page.dialog.look_button)
    qtbot.waitUntil(page.dialog.ok.isEnabled)
    clicks.write(page.dialog.count.lineEdit(), "500")
    clicks.click(page.dialog.ok)
    qtbot.waitUntil(lambda: left_out in window.notices.toast.text())


def test_another_name_has_to_be_looked_up_again(qtbot: QtBot, page: object, hub_server: StandIn) -> None:
    clicks.click(page.hub_button)
    dialog = page.dialog
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    clicks.write(dialog.dataset.lineEdit(), "no/such")
    assert not dialog.ok.isEnabled()
    assert not dialog.about.isVisible()
    clicks.click(dialog.look_button)
    qtbot.waitUntil(lambda: "no/such" in dialog.banner.text())
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_a_download_tells_how_far_it_is_and_can_be_given_up(
    qtbot: QtBot, page: object, monkeypatch: pytest.MonkeyPatch, hub_server: StandIn
) -> None:
    asked, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    async def download(*args: Any) -> None:
        tell = args[-1]
        tell(40, 100)
        asked.set()
        go_on.wait(30)
        try:
            tell(60, 100)
        finally:
            ended.set()

    monkeypatch.setattr(hub_dialog, "_download", download)
    clicks.click(page.hub_button)
    dialog = page.dialog
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    clicks.click(dialog.ok)
    assert asked.wait(30)
    qtbot.waitUntil(lambda: dialog.standing.text() == "40 of 100 prompts")
    assert (dialog.bar.value(), dialog.bar.maximum()) == (40, 100)
    assert not dialog.ok.isEnabled()
    progress = dialog.progress
    dialog.reject()
    go_on.set()
    assert ended.wait(30)
    assert progress.stopped
    assert progress.done == 60, "it ended with the next page"


def test_what_a_small_window_leaves_out_of_a_prompt_is_said_below(qtbot: QtBot, page: object) -> None:
    page.window().resize(800, 600)
    line = page.findChild(LeftOutLine)
    qtbot.waitUntil(lambda: line.isVisible() and "Category: logic" in line.text())
