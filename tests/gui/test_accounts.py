"""Keys: held for the session, deleted and brought back, never shown; the machine is kept awake and let go."""

from __future__ import annotations

from collections.abc import Iterator

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core import keys
from gui import awake
from gui.i18n import language
from gui.missing_keys import keep
from gui.window import MainWindow
from tests.loopback import LoopbackServer

KEY = "sk-test-0123456789abcdefghij"


@pytest.fixture
def session() -> Iterator[None]:
    yield
    keys._SESSION.clear()


@pytest.fixture
def accounts(qtbot: QtBot, window: MainWindow, session: None) -> object:
    window.show_page("models")
    clicks.settled(qtbot, window)
    return window.page("models").accounts


def test_a_key_is_held_masked_and_listed_by_its_account_only(qtbot: QtBot, accounts: object) -> None:
    assert accounts.key.echoMode() == QLineEdit.EchoMode.Password
    clicks.write(accounts.account, "mine")
    clicks.write(accounts.key, KEY)
    clicks.click(accounts.hold)
    qtbot.waitUntil(lambda: [k.source for k in accounts.keys_model.rows] == ["session:mine"])
    assert accounts.key.text() == ""
    shown = [
        str(accounts.keys_model.index(0, column).data())
        for column in range(accounts.keys_model.columnCount())
    ]
    assert not any(KEY in text for text in shown)
    assert accounts.spec().key == "session:mine"


def test_a_keyring_that_does_not_work_says_what_to_do(
    qtbot: QtBot, accounts: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise keys.KeyUnavailable("the keyring is locked", remedy="Unlock it")

    monkeypatch.setattr(keys.Keys, "store", refuse)
    clicks.write(accounts.account, "mine")
    clicks.write(accounts.key, KEY)
    clicks.click(accounts.store)
    qtbot.waitUntil(lambda: "locked" in accounts.banner.text())
    assert "Unlock it" in accounts.banner.text()
    assert accounts.key.text() == KEY


def test_a_pasted_key_chooses_its_provider(qtbot: QtBot, accounts: object) -> None:
    clicks.write(accounts.key, "sk-ant-0123456789abcdef")
    assert accounts.provider.currentData() == "anthropic"
    assert accounts.banner.text() == "This looks like a key of Anthropic."
    assert accounts.account.text() == "anthropic"
    assert "claude" in accounts.model.currentText()
    assert accounts.key.text() == "sk-ant-0123456789abcdef", "the key stays where it is"


def test_an_address_of_ones_own_stays_whatever_the_key_looks_like(qtbot: QtBot, accounts: object) -> None:
    clicks.pick(accounts.provider, "openai-compatible")
    clicks.write(accounts.key, "sk-ant-0123456789abcdef")
    assert accounts.provider.currentData() == "openai-compatible"


def test_enter_checks_and_a_key_that_was_not_checked_is_not_lost(
    qtbot: QtBot, window: MainWindow, accounts: object
) -> None:
    with LoopbackServer(key=KEY) as server:
        clicks.write(accounts.base_url, server.base_url)
        clicks.write(accounts.key, KEY)
        clicks.press(accounts.key, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "answers" in accounts.banner.text(), timeout=clicks.WAIT_MS)
        clicks.write(accounts.account, "second")
        clicks.write(accounts.key, KEY)
        clicks.click(accounts.measure_button)
        qtbot.waitUntil(lambda: window.front == "study", timeout=clicks.WAIT_MS)
    [model] = window.page("study").draft.of_role("test")
    assert model.key == "session:second"
    assert keys.Keys().resolve("session:second") == KEY


def test_known_models_can_be_searched_and_used(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("models")
    page = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    known = page.known
    everything = known.table.model().rowCount()
    clicks.write(known.search, "deepseek")
    assert 0 < known.table.model().rowCount() < everything
    known.table.selectRow(0)
    clicks.click(known.use_button)
    dialog = window.page("study").models.dialog
    assert "deepseek" in dialog.spec().served_name.lower() + dialog.spec().name.lower()
    dialog.reject()


def test_the_machine_is_kept_awake_only_while_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awake.sys, "platform", "linux")
    monkeypatch.setattr(awake, "_command", lambda: ["/bin/sleep", "600"])
    keeper = awake.Awake()
    keeper.keep(True)
    keeper.keep(True)
    helper = keeper._helper
    assert helper is not None
    assert helper.poll() is None
    keeper.keep(False)
    assert helper.poll() is not None


def test_where_there_is_no_way_to_stay_awake_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awake.sys, "platform", "linux")
    monkeypatch.setattr(awake, "_command", lambda: None)
    keeper = awake.Awake()
    keeper.keep(True)
    assert keeper._helper is None
    keeper.keep(False)


def test_a_key_that_was_refused_stays_in_its_field_and_is_not_listed(qtbot: QtBot, accounts: object) -> None:
    with LoopbackServer(key=KEY) as server:
        clicks.pick(accounts.provider, "openai-compatible")
        clicks.write(accounts.base_url, server.base_url)
        clicks.write(accounts.account, "mine")
        clicks.write(accounts.key, f"{KEY}-slip")
        clicks.write(accounts.model.lineEdit(), "m")
        clicks.click(accounts.check_button)
        qtbot.waitUntil(lambda: "wrong key" in accounts.banner.text(), timeout=clicks.WAIT_MS)
        assert accounts.keys_model.rows == []
        assert accounts.key.text() == f"{KEY}-slip"
        clicks.write(accounts.key, KEY)
        clicks.click(accounts.check_button)
        qtbot.waitUntil(lambda: [k.source for k in accounts.keys_model.rows] == ["session:mine"])
        qtbot.waitUntil(lambda: accounts.key.text() == "", timeout=clicks.WAIT_MS)


def test_a_check_without_an_address_says_what_to_write(qtbot: QtBot, accounts: object) -> None:
    clicks.pick(accounts.provider, "openai-compatible")
    clicks.click(accounts.check_button)
    qtbot.waitUntil(lambda: "base URL" in accounts.banner.text(), timeout=clicks.WAIT_MS)
    assert accounts.banner.text() == (
        "Other, OpenAI-compatible needs a base URL. Write where the server is reached, as http://127.0.0.1:1234/v1."
    )


def test_providers_are_called_in_the_language_in_use(
    qtbot: QtBot, window: MainWindow, accounts: object
) -> None:
    clicks.pick(accounts.provider, "openai-compatible")
    assert accounts.provider.currentText() == "Other, OpenAI-compatible"
    language.choose("zh_CN")
    window.page("models").retranslate()
    assert accounts.provider.currentText() == "其他（兼容 OpenAI 接口）"
    clicks.click(accounts.check_button)
    qtbot.waitUntil(
        lambda: "其他（兼容 OpenAI 接口） 需要基础地址" in accounts.banner.text(), timeout=clicks.WAIT_MS
    )


def test_where_no_page_makes_keys_there_is_no_empty_line_for_it(qtbot: QtBot, accounts: object) -> None:
    clicks.pick(accounts.provider, "openai")
    assert accounts.page.isVisible()
    assert accounts.copy_page.isVisible()
    clicks.pick(accounts.provider, "openai-compatible")

    def gap() -> int:
        store, key = accounts.store, accounts.key
        below = store.mapTo(accounts, store.rect().topLeft()).y()
        return below - key.mapTo(accounts, key.rect().bottomLeft()).y()

    qtbot.waitUntil(lambda: gap() < accounts.key.height(), timeout=clicks.WAIT_MS)
    assert not accounts.page.isVisible()
    assert not accounts.copy_page.isVisible()


def test_stored_keys_stand_beside_the_account_where_there_is_room(
    qtbot: QtBot, window: MainWindow, accounts: object
) -> None:
    def beside() -> bool:
        return accounts.stored.x() > accounts.check_button.x() + accounts.model.width()

    window.resize(1000, 700)
    qtbot.waitUntil(lambda: accounts.stored.y() > 0 and not beside(), timeout=clicks.WAIT_MS)
    window.resize(1920, 1000)
    qtbot.waitUntil(beside, timeout=clicks.WAIT_MS)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: not beside(), timeout=clicks.WAIT_MS)


def test_a_key_given_in_the_dialog_of_a_run_is_listed(
    qtbot: QtBot, window: MainWindow, session: None
) -> None:
    keep({"mine": KEY}, store=False)
    window.show_page("models")
    listed = window.page("models").accounts.keys_model
    qtbot.waitUntil(lambda: [key.source for key in listed.rows] == ["session:mine"], timeout=clicks.WAIT_MS)
