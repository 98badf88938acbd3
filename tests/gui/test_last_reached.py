"""A model is added where one was reached last: provider, address and key stand there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core import keys
from core.study import ModelSpec
from gui.preferences import Preferences
from gui.study.model_dialog import ModelDialog
from gui.window import MainWindow
from tests.loopback import LoopbackServer

MakeWindow = Callable[..., MainWindow]
KEY = "sk-loopback-0123456789abcdef"
URL = "http://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def session() -> Iterator[None]:
    yield
    keys._SESSION.clear()


def added(qtbot: QtBot, window: MainWindow) -> Any:
    """The dialog that "Add test model…" opens."""
    window.show_page("study")
    page: Any = window.page("study")
    page.go(1)
    clicks.settled(qtbot, window)
    clicks.click(page.models.add_test)
    clicks.settled(qtbot, window)
    return page.models.dialog


def reached(dialog: ModelDialog) -> tuple[str, str, str]:
    url, key = dialog.field("base_url").text(), dialog.field("key").currentText()
    return str(dialog.provider.currentData()), url, key


def checked(qtbot: QtBot, window: MainWindow, url: str) -> None:
    window.show_page("models")
    clicks.settled(qtbot, window)
    accounts: Any = window.page("models").accounts
    clicks.pick(accounts.provider, "openai-compatible")
    clicks.write(accounts.base_url, url)
    clicks.write(accounts.account, "mine")
    clicks.write(accounts.key, KEY)
    clicks.write(accounts.model.lineEdit(), "gpt-first")
    clicks.press(accounts.key, Qt.Key.Key_Return)
    clicks.settled(qtbot, window)
    qtbot.waitUntil(accounts.check_button.isEnabled, timeout=clicks.WAIT_MS)


def test_the_account_that_was_checked_last_stands_there(
    qtbot: QtBot, make_window: MakeWindow, preferences: Preferences
) -> None:
    with LoopbackServer() as server:
        window = make_window()
        checked(qtbot, window, server.base_url)
        dialog = added(qtbot, window)
        assert reached(dialog) == ("openai-compatible", server.base_url, "session:mine")
        assert not dialog.field("closeness").isVisible()
        clicks.write(dialog.field("model"), "gpt-second")
        clicks.click(dialog.ok)
        assert window.page("study").draft.models[0].name == "gpt-second"
    preferences.sync()
    assert KEY not in Path(preferences.file_name()).read_text(encoding="utf-8")
    assert reached(added(qtbot, make_window())) == ("openai-compatible", server.base_url, "session:mine")


def test_an_account_that_does_not_work_is_not_offered(qtbot: QtBot, window: MainWindow) -> None:
    checked(qtbot, window, URL)
    assert added(qtbot, window).provider.currentData() == "simulated"


def test_another_provider_gets_neither_address_nor_key(qtbot: QtBot, window: MainWindow) -> None:
    page: Any = window.page("study")
    window.show_page("study", ModelSpec("A", "test", "openai-compatible", base_url=URL, key="env:A_KEY"))
    clicks.click(page.models.dialog.ok)
    dialog = added(qtbot, window)
    assert reached(dialog) == ("openai-compatible", URL, "env:A_KEY")
    clicks.pick(dialog.provider, "openai")
    assert reached(dialog) == ("openai", "", "")
    clicks.write(dialog.field("base_url"), "https://mine.example/v1")
    clicks.pick(dialog.provider, "openai-compatible")
    assert reached(dialog) == ("openai-compatible", "https://mine.example/v1", "env:A_KEY")
