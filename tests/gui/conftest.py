"""A window of its own for each test, with settings and a data folder of its own, closed after it."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import app as gui_app
from gui import preferences as prefs
from gui.i18n import language
from gui.preferences import Preferences
from gui.window import MainWindow


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["distilscope"]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    QApplication.setStyle("Fusion")
    return QApplication


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "settings.ini")
    made.set(prefs.FOLDER, str(tmp_path / "data"))
    made.set(prefs.APPEARANCE, "light")
    made.set(prefs.LANGUAGE, "en")
    made.set(prefs.DISCOVER, False)
    return made


@pytest.fixture
def make_window(
    qtbot: QtBot, qapp: QApplication, preferences: Preferences
) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(workspace: Path | None = None) -> MainWindow:
        window = gui_app.build(qapp, preferences, workspace)
        windows.append(window)
        window.show()
        return window

    yield make
    for window in windows:
        window.shutdown()
        window.context.services.dispose()
        window.deleteLater()
    qapp.processEvents()
    language.choose("en")


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()
