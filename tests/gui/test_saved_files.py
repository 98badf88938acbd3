"""After every export the window says what was saved, and leads to it: opened, or in its folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QProcess, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui import files
from gui.window import MainWindow

EXPORTS = {
    "Report as HTML…": "report.html",
    "Scores as spreadsheet…": "scores.xlsx",
    "Scores as Markdown…": "scores.md",
    "Judgments as CSV…": "judgments.csv",
    "Study as a bundle…": "study.distilscope.zip",
}


class Desk:
    """Stands for the system's file manager and programs."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self.there = True

    def open(self, url: QUrl) -> bool:
        self.opened.append(Path(url.toLocalFile()))
        return self.there


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(QDesktopServices, "openUrl", made.open)
    monkeypatch.setattr(sys, "platform", "linux")
    return made


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> MainWindow:
    made = make_window(workspace)
    made.resize(1280, 900)
    clicks.settled(qtbot, made)
    return made


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog cannot be clicked: it answers with this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))


def choose(qtbot: QtBot, pressed: QPushButton, words: str) -> None:
    clicks.click(pressed)
    menu = pressed.menu()
    menu.setActiveAction(next(a for a in menu.actions() if a.text() == words))
    clicks.press(menu, Qt.Key.Key_Return)
    clicks.settled(qtbot, pressed.window())


def leads_to(window: MainWindow, desk: Desk, path: Path) -> None:
    """The toast names the file; its buttons open it, and its folder."""
    assert window.notices.toast.isVisible()
    assert path.is_file()
    assert window.notices.toast.text() == f"Saved: {path.name}"
    clicks.click(clicks.button(window.notices.toast, "Open"))
    window.context.exported.emit(path)
    clicks.click(clicks.button(window.notices.toast, "Show in folder"))
    assert desk.opened == [path, path.parent]


@pytest.mark.parametrize("words", EXPORTS)
def test_each_export_of_a_run(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    answer_with(monkeypatch, tmp_path / EXPORTS[words])
    choose(qtbot, window.page("results").export, words)
    leads_to(window, desk, tmp_path / EXPORTS[words])


def test_a_dialog_begins_in_the_documents_and_then_where_the_last_one_ended(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for last in ("_folder", "_saved"):
        monkeypatch.setattr(files, last, None)
    documents, other = tmp_path / "documents", tmp_path / "other"
    for folder in (documents, other):
        folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(documents))
    begun: list[Path] = []

    def dialog(_parent: Any, _title: str, start: str, *_kinds: str) -> tuple[str, str]:
        begun.append(Path(start).parent)
        return str(other / "scores.md"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    for words in ("Scores as Markdown…", "Report as HTML…"):
        choose(qtbot, window.page("results").export, words)
    files.chosen(str(tmp_path / "opened" / "answers.jsonl"))
    choose(qtbot, window.page("results").export, "Scores as Markdown…")
    assert begun == [documents, other, other], "where a file was opened is no place to save to"
    other.rename(tmp_path / "gone")
    assert Path(files.save_at("")) == Path(files.start_at()) == documents


def test_a_chart(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: Any = window.page("results")
    results.tabs.setCurrentWidget(results.drawn)
    clicks.settled(qtbot, window)
    answer_with(monkeypatch, tmp_path / "bars.png")
    clicks.click(results.charts.export)
    clicks.click(results.charts.dialog.save_button)
    leads_to(window, desk, tmp_path / "bars.png")


@pytest.mark.parametrize(("words", "ending"), [("Save as image…", "png"), ("Save as Markdown…", "md")])
def test_a_case(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: str, ending: str,
) -> None:  # fmt: skip
    window.show_page("inspector")
    page: Any = window.page("inspector")
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    answer_with(monkeypatch, tmp_path / "case")
    choose(qtbot, page.case, words)
    leads_to(window, desk, tmp_path / f"case.{ending}")


@pytest.mark.parametrize(("words", "ending"), [("Save as image…", "png"), ("Save as Markdown…", "md")])
def test_a_case_that_cannot_be_written_is_not_said_to_be_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, ending: str
) -> None:
    window.show_page("inspector")
    page: Any = window.page("inspector")
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    answer_with(monkeypatch, tmp_path / "nowhere" / f"case.{ending}")
    choose(qtbot, page.case, words)
    desk = window.context.services.errors
    assert "nowhere" in desk._box.text()
    desk._box.close()
    assert not window.notices.toast.isVisible()


def test_what_has_gone_or_has_no_program_is_said(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    window.context.exported.emit(path)
    clicks.click(clicks.button(window.notices.toast, "Open"))
    assert window.notices.toast.text() == "The file report.html is not there any more."
    path.write_text("x")
    desk.there = False
    window.context.exported.emit(path)
    clicks.click(clicks.button(window.notices.toast, "Open"))
    assert window.notices.toast.text() == "No program of this computer opens report.html."


@pytest.mark.parametrize(("platform", "program"), [("win32", "explorer"), ("darwin", "open")])
def test_the_system_s_own_file_manager_selects_the_file(
    monkeypatch: pytest.MonkeyPatch, platform: str, program: str
) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(QProcess, "startDetached", lambda *what: started.append(what) or (True, 1))
    assert files.show_in_folder(Path("/somewhere/report.html"))
    assert started[0][0] == program
    assert started[0][1][1].endswith("report.html")


def test_the_words_and_both_buttons_fit(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.resize(800, 600)
    window.context.exported.emit(tmp_path / f"{'a long name ' * 12}.html")
    toast = window.notices.toast
    assert toast.geometry().right() < toast.parentWidget().width()
    for text in ("Open", "Show in folder"):
        assert toast.rect().contains(clicks.button(toast, text).geometry())
