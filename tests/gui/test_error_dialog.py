"""One calm dialog for errors of any thread, and no key in what can be copied."""

from __future__ import annotations

import threading
from collections.abc import Callable

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core import redact
from core.errors import WorkspaceError
from gui.i18n import language
from gui.window import MainWindow

KEY = "sk-abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture
def desk(window: MainWindow) -> object:
    return window.context.services.errors


def box_of(qtbot: QtBot, desk: object) -> QMessageBox:
    qtbot.waitUntil(lambda: desk._box is not None)  # type: ignore[attr-defined]
    return desk._box  # type: ignore[attr-defined]


def test_an_error_of_a_thread_is_shown_and_copied_without_its_key(qtbot: QtBot, desk: object) -> None:
    desk.install()  # type: ignore[attr-defined]
    try:
        worker = threading.Thread(target=raise_it)
        worker.start()
        worker.join()
    finally:
        desk.remove()  # type: ignore[attr-defined]
    box = box_of(qtbot, desk)
    assert "kept" in box.informativeText()
    clicks.click(clicks.button(box, "Copy details"))
    copied = QGuiApplication.clipboard().text()
    assert "RuntimeError" in copied
    assert redact.HIDDEN in copied
    assert KEY not in copied
    assert box.isVisible()
    box.close()


def raise_it() -> None:
    raise RuntimeError(f"authorization: Bearer {KEY}")


def test_an_expected_error_says_what_was_kept_and_what_to_do(qtbot: QtBot, desk: object) -> None:
    desk.take(WorkspaceError("the disk is full", kept="All answers are kept", remedy="Make room"))  # type: ignore[attr-defined]
    box = box_of(qtbot, desk)
    assert box.text() == "The disk is full."
    assert box.informativeText() == "All answers are kept.\nMake room."
    box.close()


def test_errors_that_follow_go_into_the_open_dialog(qtbot: QtBot, desk: object) -> None:
    desk.show(WorkspaceError("first"))  # type: ignore[attr-defined]
    desk.show(WorkspaceError("second"))  # type: ignore[attr-defined]
    box = box_of(qtbot, desk)
    assert "first" in box.detailedText()
    assert "second" in box.detailedText()
    box.close()
    assert desk._box is None  # type: ignore[attr-defined]


def test_a_failed_read_opens_the_dialog(
    qtbot: QtBot, window: MainWindow, desk: object, tmp_path: object
) -> None:
    read: Callable[..., object] = lambda: 1 / 0  # noqa: E731
    window.context.tasks.work(read).start()
    box_of(qtbot, desk).close()


def test_enter_closes_it_and_does_not_unfold_the_details(qtbot: QtBot, desk: object) -> None:
    desk.take(ValueError("a reply of an unknown form"))  # type: ignore[attr-defined]
    box = box_of(qtbot, desk)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Close)
    clicks.press(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.isVisible())


def test_details_are_not_read_in_a_narrow_strip_in_chinese(qtbot: QtBot, desk: object) -> None:
    language.choose("zh_CN")
    desk.take(ValueError("a reply of an unknown form"))  # type: ignore[attr-defined]
    box = box_of(qtbot, desk)
    qtbot.waitUntil(lambda: box.width() >= 460)
    box.close()
