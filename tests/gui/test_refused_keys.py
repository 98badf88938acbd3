"""A key that the provider refuses is said at the head of the run, is asked for there, and the run goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from rings import MemoryKeyring

from core.keys import SERVICE, Keys
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.key_dialog import KeyDialog
from gui.window import MainWindow
from tests.loopback import LoopbackServer

MAY_ANSWER = threading.Event()
OLD, NEW = "sk-loopback-old-0123456789", "sk-loopback-new-0123456789"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(key=NEW) as made:
        yield made


def refused(qtbot: QtBot, window: MainWindow, server: LoopbackServer, key: str = "session:mine") -> Any:
    """The live page after a run whose key was refused."""
    price = {"input": 0.0, "output": 0.0}
    test = ModelSpec(
        "mine", "test", "openai-compatible", base_url=server.base_url, key=key, price=price, model="stand-in"
    )
    sets = (PromptSetSpec("math", bundled="math", sample=2),)
    window.show_page(
        "study", Study("K", models=(ModelSpec("Ref", "reference", "simulated"), test), prompt_sets=sets)
    )
    clicks.settled(qtbot, window)
    clicks.click(window.page("study").start)
    ended(qtbot, window)
    return window.page("live")


def ended(qtbot: QtBot, window: MainWindow) -> None:
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)


def give(qtbot: QtBot, window: MainWindow) -> str:
    """Paste the new key; what the dialog said."""
    clicks.settled(qtbot, window)
    dialog = next(d for d in window.findChildren(KeyDialog) if d.isVisible())
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    clicks.write(dialog.fields["mine"], NEW)
    clicks.press(dialog.fields["mine"], Qt.Key.Key_Return)
    ended(qtbot, window)
    return said


@pytest.mark.parametrize("by", ["Enter the key", "Retry errors only"])
def test_a_refused_key_is_asked_for_and_the_run_goes_on(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, by: str
) -> None:
    Keys().hold("mine", OLD)
    live = refused(qtbot, window, server)
    run, host = live.state.run, server.base_url.split("/")[2]
    assert live.head.refused.text() == f"The provider {host} refused the key."
    language.choose("zh_CN")
    assert live.head.refused.text() == f"服务商 {host} 拒绝了密钥。"
    language.choose("en")
    clicks.click(clicks.button(live, by))
    assert f"The provider {host} refused the key of account mine." in give(qtbot, window)
    assert NEW in str(server.calls[-1].headers)
    assert (live.state.run, live.state.error_count) == (run, 0)
    assert live.head.refused.isHidden()


def test_a_refused_key_of_the_keyring_is_replaced_there(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, ring: MemoryKeyring
) -> None:
    Keys().store("mine", OLD)
    live = refused(qtbot, window, server, "keyring:mine")
    clicks.click(clicks.button(live, "Enter the key"))
    give(qtbot, window)
    assert ring.entries[SERVICE, "mine"] == NEW
    assert live.state.error_count == 0


def test_who_enters_no_key_is_offered_it_still(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    Keys().hold("mine", OLD)
    live, calls = refused(qtbot, window, server), len(server.calls)
    clicks.click(clicks.button(live, "Enter the key"))
    clicks.settled(qtbot, window)
    clicks.press(next(d for d in window.findChildren(KeyDialog) if d.isVisible()), Qt.Key.Key_Escape)
    clicks.settled(qtbot, window)
    assert len(server.calls) == calls
    assert clicks.button(live, "Enter the key").isVisible()


@pytest.fixture
def slow() -> Iterator[LoopbackServer]:
    """Answers without a key, once it may."""
    MAY_ANSWER.clear()
    with LoopbackServer(lambda _prompt: "Four." if MAY_ANSWER.wait(60) else "") as made:
        yield made
        MAY_ANSWER.set()


@pytest.mark.parametrize("by_page", [True, False])
def test_a_refused_key_is_said_while_the_run_goes_on_and_a_new_one_is_used_without_asking_again(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, slow: LoopbackServer, by_page: bool
) -> None:
    Keys().hold("mine", OLD)
    begun(qtbot, window, server, slow)
    live: Any = window.page("live")
    qtbot.waitUntil(live.head.refused.isVisible, timeout=clicks.WAIT_MS)
    assert window.context.runs.active
    if by_page:
        Keys().hold("mine", NEW)  # as the Models page does
    else:
        clicks.click(clicks.button(live, "Enter the key"))
        qtbot.waitUntil(lambda: _dialog(window) is not None, timeout=clicks.WAIT_MS)
        dialog = _dialog(window)
        assert dialog is not None
        clicks.write(dialog.fields["mine"], NEW)
        clicks.press(dialog.fields["mine"], Qt.Key.Key_Return)
    after = "A new key was entered. Once this run has ended, “Retry errors only” asks for what failed."
    live.refresh()
    qtbot.waitUntil(lambda: live.head.refused.text() == after, timeout=clicks.WAIT_MS)
    MAY_ANSWER.set()
    ended(qtbot, window)
    assert live.head.refused.text() == "A new key was entered. “Retry errors only” asks for what failed."
    assert "“Retry errors only” asks for these." in live.head.message.text()
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(clicks.button(live, "Retry errors only"))
    clicks.settled(qtbot, window)
    assert NEW in str(server.calls[-1].headers)
    assert live.state.error_count == 0
    assert live.head.refused.isHidden()


def begun(qtbot: QtBot, window: MainWindow, server: LoopbackServer, slow: LoopbackServer) -> None:
    """A run of a model whose key is refused, beside one that takes its time."""
    price = {"input": 0.0, "output": 0.0}
    reach: Any = {"provider": "openai-compatible", "price": price, "model": "stand-in"}
    mine = ModelSpec("mine", "test", base_url=server.base_url, key="session:mine", **reach)
    other = ModelSpec("other", "test", base_url=slow.base_url, **reach)
    models = (ModelSpec("Ref", "reference", "simulated"), mine, other)
    sets = (PromptSetSpec("math", bundled="math", sample=2),)
    window.show_page("live")
    context = window.context
    context.open_workspace(context.default_workspace())
    context.runs.start(Study("K", models=models, prompt_sets=sets), context.default_workspace())


def _dialog(window: MainWindow) -> KeyDialog | None:
    return next((each for each in window.findChildren(KeyDialog) if each.isVisible()), None)


@pytest.mark.parametrize("by_row", [True, False])
def test_the_models_page_opens_where_that_model_is_reached(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, by_row: bool
) -> None:
    Keys().hold("mine", OLD)
    live = refused(qtbot, window, server)
    if by_row:
        live.tabs.setCurrentWidget(live.errors)
        live.errors.setCurrentIndex(live.error_model.index(0, 0))
        clicks.press(live.errors, Qt.Key.Key_Return)
    else:
        clicks.click(clicks.button(live, "Open the Models page"))
    clicks.settled(qtbot, window)
    accounts: Any = window.page("models").accounts
    assert window.front == "models"
    assert accounts.provider.currentData() == "openai-compatible"
    assert (accounts.base_url.text(), accounts.account.text()) == (server.base_url, "mine")
    assert accounts.model.currentText() == "stand-in"


@pytest.mark.parametrize("by_menu", [True, False])
def test_the_results_of_such_a_run_say_it_ask_and_go_on(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, by_menu: bool
) -> None:
    Keys().hold("mine", OLD)
    live = refused(qtbot, window, server)
    run, host = live.state.run, server.base_url.split("/")[2]
    clicks.click(clicks.button(live, "See results"))
    clicks.settled(qtbot, window)
    results: Any = window.page("results")
    assert results.failed.refused.text() == f"The provider {host} refused the key."
    if by_menu:
        clicks.click(results.more)
        menu = results.more.menu()
        menu.setActiveAction(next(a for a in menu.actions() if a.text() == "Retry errors only"))
        clicks.press(menu, Qt.Key.Key_Return)
    else:
        clicks.click(clicks.button(results, "Enter the key"))
    give(qtbot, window)
    window.show_page("results")
    clicks.settled(qtbot, window)
    assert (results.loaded.tables.run, results._info().errors) == (run, 0)
    assert results.failed.refused.isHidden()
    assert results.failed.see.isHidden()


@pytest.mark.parametrize(
    ("code", "words", "cause"), [("en", "See the errors", "wrong key"), ("zh_CN", "查看错误", "密钥错误")]
)
def test_the_errors_of_a_run_are_listed_from_its_results(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, code: str, words: str, cause: str
) -> None:
    Keys().hold("mine", OLD)
    live = refused(qtbot, window, server)
    clicks.click(clicks.button(live, "See results"))
    clicks.settled(qtbot, window)
    language.choose(code)
    clicks.settled(qtbot, window)
    failed: Any = window.page("results").failed
    clicks.click(clicks.button(window.page("results"), words))
    model = failed.dialog.model
    row = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert row[:3] == [cause, "mine", str(window.page("results")._info().errors)]
