"""Home: recent workspaces and runs, copied, deleted, tagged, with undo. Settings count at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui import preferences as prefs
from gui.i18n import language
from gui.window import MainWindow


@pytest.fixture
def window_on_work(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> MainWindow:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    window.show_page("home")
    qtbot.waitUntil(lambda: bool(window.page("home").runs.model.rows))
    clicks.settled(qtbot, window)
    return window


def test_recent_workspaces_have_status_and_headline(qtbot: QtBot, window_on_work: MainWindow) -> None:
    home = window_on_work.page("home")
    (summary,) = home.workspace_model.rows
    assert summary.latest.status == "completed"
    columns = [column.title for column in home.workspace_model.columns]
    found = summary.headline
    said = home.workspace_model.index(0, columns.index("Highest score of the latest run")).data()
    assert said == f"Similarity {found.score:.2f} of 5: {found.model} to {found.reference}"
    language.choose("zh_CN")
    assert found.words.startswith("相似度 ")


def test_a_study_has_its_tags_notes_and_highest_score_in_both_lists(
    qtbot: QtBot, window_on_work: MainWindow
) -> None:
    home = window_on_work.page("home")
    home.runs._save(home.runs.model.rows[0].study_id, "paper", "second try")
    qtbot.waitUntil(lambda: home.workspace_model.rows[0].latest.tags == "paper")
    found = home.workspace_model.rows[0].headline.words
    lists = ((home.workspace_model, "Highest score of the latest run"), (home.runs.model, "Highest score"))
    for model, highest in lists:
        titles = [column.title for column in model.columns]
        said = [model.index(0, titles.index(name)).data() for name in ("Tags", "Notes", highest)]
        assert said == ["paper", "second try", found]


def test_the_date_of_a_workspace_is_not_cut(qtbot: QtBot, window_on_work: MainWindow) -> None:
    home = window_on_work.page("home")
    window_on_work.resize(800, 600)
    place = [column.title for column in home.workspace_model.columns].index("Changed")
    table = home.workspaces
    assert table.columnWidth(place) >= table.sizeHintForColumn(place)
    left = table.columnViewportPosition(place)
    assert left + table.columnWidth(place) <= table.viewport().width()


def test_a_workspace_that_was_forgotten_comes_back(qtbot: QtBot, window_on_work: MainWindow) -> None:
    home = window_on_work.page("home")
    clicks.click(home.forget_button)
    assert window_on_work.context.preferences.recent() == []
    clicks.click(clicks.button(window_on_work, "Undo"))
    assert len(window_on_work.context.preferences.recent()) == 1


def test_a_run_is_deleted_and_brought_back(qtbot: QtBot, window_on_work: MainWindow) -> None:
    home = window_on_work.page("home")
    home.tabs.setCurrentIndex(1)
    clicks.click(home.runs.delete_button)
    qtbot.waitUntil(lambda: home.runs.model.rows == [])
    clicks.settled(qtbot, window_on_work)
    clicks.click(clicks.button(window_on_work, "Undo"))
    qtbot.waitUntil(lambda: len(home.runs.model.rows) == 1)


def test_a_run_is_brought_back_by_key_after_its_message_has_gone(
    qtbot: QtBot, window_on_work: MainWindow
) -> None:
    home = window_on_work.page("home")
    home.tabs.setCurrentIndex(1)
    clicks.click(home.runs.delete_button)
    qtbot.waitUntil(lambda: home.runs.model.rows == [])
    window_on_work.notices.toast.hide()
    clicks.press(window_on_work, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(home.runs.model.rows) == 1)
    assert not window_on_work.actions_.undo.isEnabled()


def undo_in_the_menu(window: MainWindow) -> str:
    """The words of Undo in the menu "Edit", which is opened for it."""
    bar = window.menuBar()
    entry = next(a for a in bar.actions() if window.actions_.undo in a.menu().actions())
    bar.setActiveAction(entry)
    assert entry.menu().isVisible()
    clicks.press(entry.menu(), Qt.Key.Key_Escape)
    return window.actions_.undo.text()


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "Undo: Run 1 of {study} was deleted"), ("zh_CN", "撤销：已删除 {study} 的运行 1")],
)
def test_the_menu_says_what_undo_takes_back(
    qtbot: QtBot, window_on_work: MainWindow, code: str, words: str
) -> None:
    home = window_on_work.page("home")
    home.tabs.setCurrentIndex(1)
    study = home.runs.model.rows[0].study
    clicks.click(home.runs.delete_button)
    qtbot.waitUntil(lambda: home.runs.model.rows == [])
    language.choose(code)
    clicks.settled(qtbot, window_on_work)
    assert undo_in_the_menu(window_on_work) == words.format(study=study)
    clicks.press(window_on_work, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(home.runs.model.rows) == 1)
    assert window_on_work.notices.last_done() == ""


def test_what_the_menu_says_of_undo_is_short_and_plain(window: MainWindow) -> None:
    window.context.offer_undo.emit("A & B\tCtrl+Q " + "long " * 50, lambda: None)
    said = undo_in_the_menu(window)
    assert said.startswith("Undo: A && B Ctrl+Q long")
    assert said.endswith("…")
    assert len(said) < 90


def test_a_study_gets_tags_and_notes(qtbot: QtBot, window_on_work: MainWindow) -> None:
    home = window_on_work.page("home")
    home.tabs.setCurrentIndex(1)
    clicks.click(home.runs.notes_button)
    dialog = home.runs.dialog
    clicks.write(dialog.tags, "first, small")
    dialog.notes.setPlainText("to be repeated")
    dialog.accept()
    qtbot.waitUntil(lambda: home.runs.model.rows[0].tags == "first, small")
    assert home.runs.model.rows[0].notes == "to be repeated"


def test_a_dropped_study_file_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text('[study]\nname = "Dropped"\nmetrics = ["ice"]\n[[model]]\nname = "m"\nrole = "test"\n'
                     'provider = "simulated"\n', encoding="utf-8")  # fmt: skip
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(study))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.page("study").draft.name == "Dropped")
    assert window.front == "study"


def test_a_bad_study_file_opens_the_calm_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text('[study]\nname = "x"\ncolour = 3\n', encoding="utf-8")
    window.show_page("study", study)
    desk = window.context.services.errors
    qtbot.waitUntil(lambda: desk._box is not None)
    assert "colour" in desk._box.text()
    desk._box.close()


def test_a_saved_study_can_be_opened_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "saved.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **kwargs: (str(target), ""))
    clicks.click(window.page("home").ways.try_now)
    qtbot.waitUntil(lambda: window.front == "study", timeout=clicks.WAIT_MS)
    study = window.page("study")
    clicks.settled(qtbot, window)
    clicks.click(study.save_button)
    qtbot.waitUntil(target.is_file)
    before = study.draft.study()
    window.new_study()
    window.show_page("study", target)
    qtbot.waitUntil(lambda: study.draft.path == target)
    assert study.draft.study() == before


def test_settings_count_at_once_and_are_kept(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("settings")
    page = window.page("settings")
    clicks.settled(qtbot, window)
    clicks.pick(page.appearance, "dark")
    assert window.context.theme.colors.dark
    clicks.write(page.concurrency.lineEdit(), "12")
    assert window.context.preferences.get(prefs.CONCURRENCY) == 12
    clicks.pick(page.language, "zh_CN")
    try:
        assert page.title.text() == "设置"
        assert window._rail.buttons["home"].accessibleName() == "首页"
    finally:
        clicks.pick(page.language, "en")
    assert language.code == "en"
    assert page.title.text() == "Settings"


def test_deleted_runs_are_removed_for_good_only_once_that_was_confirmed(
    qtbot: QtBot, window_on_work: MainWindow
) -> None:
    from core.store.workspace import connect_to_read

    def runs_in_the_file() -> int:
        db = connect_to_read(window_on_work.context.workspace)
        try:
            return int(db.execute("SELECT count(*) FROM run").fetchone()[0])
        finally:
            db.close()

    home = window_on_work.page("home")
    home.tabs.setCurrentIndex(1)
    clicks.click(home.runs.delete_button)
    qtbot.waitUntil(lambda: home.runs.model.rows == [])
    window_on_work.show_page("settings")
    page = window_on_work.page("settings")
    clicks.settled(qtbot, window_on_work)
    for words, left in (("Cancel", 1), ("Remove for good", 0)):
        clicks.click(page.tidy)
        clicks.click(clicks.button(page, words))
        clicks.settled(qtbot, window_on_work)
        assert runs_in_the_file() == left


def test_what_is_kept_where_is_said_and_shown(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("gui.files.open_file", lambda path: opened.append(path) or True)
    window.show_page("settings")
    page = window.page("settings")
    clicks.settled(qtbot, window)
    folder = window.context.preferences.data_folder()
    assert str(folder) in page.places.text()
    assert "never in a file" in page.places.text()
    clicks.click(page.folder_button)
    assert opened == [folder]


def test_help_and_about_open_by_key(qtbot: QtBot, window: MainWindow) -> None:
    from PySide6.QtWidgets import QDialog

    clicks.press(window, Qt.Key.Key_F1)
    dialogs = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert [d.windowTitle() for d in dialogs] == ["Help: Home"]
    dialogs[0].close()
    window.show_about()
    boxes = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert boxes[0].windowTitle() == "About DistilScope"
    boxes[0].close()


def test_pages_are_reached_by_key(qtbot: QtBot, window: MainWindow) -> None:
    from gui import pages

    for number, name in enumerate(pages.TITLES, 1):
        clicks.press(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.front == name
        clicks.settled(qtbot, window)


def test_a_workspace_is_moved_by_a_click_and_stays_open(
    qtbot: QtBot, window_on_work: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "elsewhere" / "moved.distilscope"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **kwargs: (str(target), ""))
    home, old = window_on_work.page("home"), window_on_work.context.workspace
    clicks.click(home.move_button)
    qtbot.waitUntil(lambda: window_on_work.context.workspace == target)
    assert target.is_file()
    assert old is not None
    assert not old.exists()
    qtbot.waitUntil(lambda: [row.path for row in home.workspace_model.rows] == [target])
