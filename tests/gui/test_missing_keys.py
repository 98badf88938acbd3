"""A key that is not there any more is asked for before a run begins, wherever it is begun from, and then it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from rings import MemoryKeyring

from core import keys
from core.keys import SERVICE, Keys
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study
from gui import preferences as prefs
from gui.cap_dialog import CapDialog
from gui.key_dialog import KeyDialog
from gui.preferences import Preferences
from gui.widgets.banner import Banner
from gui.window import MainWindow
from tests.loopback import Fault, LoopbackServer

MakeWindow = Callable[..., MainWindow]
KEY = "sk-loopback-0123456789abcdef"
GONE = "The key of account mine was kept for an earlier session only."


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as made:
        yield made


def study(server: LoopbackServer, key: str = "session:mine") -> Study:
    test = ModelSpec(
        "my-model-a", "test", "openai-compatible", base_url=server.base_url, key=key,
        price={"input": 0.0, "output": 0.0},
    )  # fmt: skip
    models = ModelSpec("Ref", "reference", "simulated"), test, replace(test, name="my-model-b")
    sets = (PromptSetSpec("math", bundled="math", sample=2),)
    return Study("Keyed", models=models, prompt_sets=sets)


def reviewed(qtbot: QtBot, window: MainWindow, shown: Study | None) -> Any:
    """The study page at its review."""
    window.show_page("study", shown)
    clicks.settled(qtbot, window)
    return window.page("study")


def warned(page: Any) -> list[str]:
    return [b.text() for b in page.review.findChildren(Banner) if b.isVisible()]


def asked(qtbot: QtBot, window: MainWindow) -> KeyDialog:
    """The dialog that asks for the key; nothing has begun."""
    clicks.settled(qtbot, window)
    found = [d for d in window.findChildren(KeyDialog) if d.isVisible()]
    assert len(found) == 1
    assert not window.context.runs.active
    return found[0]


def not_asked(window: MainWindow) -> bool:
    return not any(d.isVisible() for d in window.findChildren(KeyDialog))


def give(qtbot: QtBot, window: MainWindow, dialog: KeyDialog) -> None:
    """Paste the key and press Enter."""
    clicks.write(dialog.fields["mine"], KEY)
    clicks.press(dialog.fields["mine"], Qt.Key.Key_Return)
    clicks.settled(qtbot, window)


def ended(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)


def finished(qtbot: QtBot, window: MainWindow, server: LoopbackServer, cap: int = 0) -> Path:
    """A run with the key, which is then forgotten as by a restart; a cap pauses it before its end."""
    Keys().hold("mine", KEY)
    page = reviewed(qtbot, window, study(server))
    page.review.max_calls.setValue(cap)
    clicks.click(page.start)
    ended(qtbot, window)
    keys._SESSION.clear()
    return Path(window.context.workspace or "")


def runs(workspace: Path) -> int:
    reader = Reader(workspace)
    try:
        return len(reader.runs())
    finally:
        reader.close()


def test_the_start_asks_for_a_key_of_an_earlier_session_and_goes_on(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    page = reviewed(qtbot, window, study(server))
    assert [GONE in text for text in warned(page)].count(True) == 1
    clicks.click(page.start)
    dialog = asked(qtbot, window)
    field = dialog.fields["mine"]
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert dialog.focusWidget() is field
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert GONE in said
    assert server.base_url.split("/")[2] in said
    give(qtbot, window, dialog)
    ended(qtbot, window)
    assert window.front == "live"
    assert server.calls
    assert all(KEY in str(call.headers) for call in server.calls)
    assert KEY.encode() not in Path(window.context.workspace or "").read_bytes()


def test_who_gives_no_key_starts_nothing(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> None:
    page = reviewed(qtbot, window, study(server))
    clicks.click(page.start)
    dialog = asked(qtbot, window)
    clicks.click(dialog.ok)
    assert dialog.banner.text() == "Paste the key of account mine."
    clicks.write(dialog.fields["mine"], "no key at all")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert "cannot be a key" in dialog.banner.text()
    clicks.press(dialog, Qt.Key.Key_Escape)
    clicks.settled(qtbot, window)
    assert (window.front, window.context.runs.active) == ("study", False)
    assert page.start.isEnabled()
    assert not server.calls


def test_the_key_is_given_in_the_review(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> None:
    page = reviewed(qtbot, window, study(server))
    clicks.click(clicks.button(page.review, "Enter the key"))
    give(qtbot, window, asked(qtbot, window))
    assert not any(GONE in text for text in warned(page))
    assert window.front == "study"
    clicks.click(page.start)
    ended(qtbot, window)
    assert server.calls


def test_the_trial_asks_for_the_key(qtbot: QtBot, window: MainWindow, server: LoopbackServer) -> None:
    clicks.click(reviewed(qtbot, window, study(server)).trial)
    give(qtbot, window, asked(qtbot, window))
    ended(qtbot, window)
    assert server.calls


def test_a_key_can_be_stored_from_there_and_serves_the_study_from_then_on(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, ring: MemoryKeyring
) -> None:
    page = reviewed(qtbot, window, study(server))
    clicks.click(page.start)
    dialog = asked(qtbot, window)
    clicks.press(dialog.store, Qt.Key.Key_Space)
    give(qtbot, window, dialog)
    ended(qtbot, window)
    assert ring.entries[SERVICE, "mine"] == KEY
    assert keys._SESSION == {}
    assert server.calls


@pytest.mark.parametrize("stored", [True, False])
def test_a_key_kept_elsewhere_than_the_study_says_is_not_asked_for(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, ring: MemoryKeyring, stored: bool
) -> None:
    (Keys().store if stored else Keys().hold)("mine", KEY)
    page = reviewed(qtbot, window, study(server, "session:mine" if stored else "keyring:mine"))
    assert not any("account mine" in text for text in warned(page))
    clicks.click(page.start)
    clicks.settled(qtbot, window)
    ended(qtbot, window)
    assert window.front == "live"
    assert all(KEY in str(call.headers) for call in server.calls)
    assert server.calls


def test_a_key_that_the_keyring_does_not_have_is_asked_for(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer, ring: MemoryKeyring
) -> None:
    clicks.click(reviewed(qtbot, window, study(server, "keyring:mine")).start)
    dialog = asked(qtbot, window)
    assert "the keyring has no key called" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    give(qtbot, window, dialog)
    ended(qtbot, window)
    assert server.calls


def test_a_model_that_is_asked_nothing_needs_no_key(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    finished(qtbot, window, server)
    page = reviewed(qtbot, window, None)
    assert not any(GONE in text for text in warned(page))
    clicks.click(page.start)
    clicks.settled(qtbot, window)
    assert not_asked(window)
    assert window.front == "live"
    ended(qtbot, window)


def test_a_model_that_is_added_asks_for_the_key_of_the_new_part(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    finished(qtbot, window, server)
    calls = len(server.calls)
    page = reviewed(qtbot, window, study(server))
    clicks.click(page.stepper.buttons[1])
    page.models.add("test", replace(study(server).models[1], name="my-model-c", model="another"))
    clicks.click(page.models.dialog.ok)
    clicks.click(page.stepper.buttons[3])
    clicks.settled(qtbot, window)
    clicks.click(page.start)
    give(qtbot, window, asked(qtbot, window))
    ended(qtbot, window)
    assert len(server.calls) == calls + 2


def raise_the_cap(qtbot: QtBot, window: MainWindow) -> None:
    clicks.settled(qtbot, window)
    dialog = next(each for each in window.findChildren(CapDialog) if each.isVisible())
    clicks.write(dialog.max_calls.lineEdit(), "100")
    clicks.click(dialog.ok)


@pytest.mark.parametrize("from_home", [True, False])
def test_a_run_is_continued_once_its_key_was_given(
    qtbot: QtBot, make_window: MakeWindow, server: LoopbackServer, from_home: bool
) -> None:
    workspace = finished(qtbot, make_window(), server, cap=1)
    window, calls = make_window(workspace), len(server.calls)
    clicks.settled(qtbot, window)
    window.show_page("home" if from_home else "results")
    clicks.settled(qtbot, window)
    page: Any = window.page(window.front)
    if from_home:
        page.tabs.setCurrentWidget(page.runs)
        qtbot.waitUntil(lambda: page.runs.model.rowCount() > 0, timeout=clicks.WAIT_MS)
    clicks.click(page.runs.go_on_button if from_home else page.go_on)
    raise_the_cap(qtbot, window)  # it has reached its own
    dialog = asked(qtbot, window)
    assert len(server.calls) == calls
    give(qtbot, window, dialog)
    ended(qtbot, window)
    assert len(server.calls) > calls
    assert runs(workspace) == 1


def failed(qtbot: QtBot, window: MainWindow, server: LoopbackServer, **shown: Any) -> Any:
    """The live page after a run in which calls failed; its key is forgotten."""
    Keys().hold("mine", KEY)
    page = reviewed(qtbot, window, study(server))
    page.draft.again = bool(shown.get("again"))
    server.faults.append(Fault.of_status(400, {"error": {"message": "not this one"}}))
    clicks.click(page.start)
    ended(qtbot, window)
    keys._SESSION.clear()
    return window.page("live")


def test_errors_are_asked_for_again_once_the_key_was_given(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    live = failed(qtbot, window, server)
    calls = len(server.calls)
    clicks.click(live.retry)
    give(qtbot, window, asked(qtbot, window))
    ended(qtbot, window)
    assert len(server.calls) == calls + 1


def test_errors_of_a_run_afresh_are_asked_for_in_that_run(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    finished(qtbot, window, server)
    live = failed(qtbot, window, server, again=True)
    calls, run = len(server.calls), live.state.run
    clicks.click(live.retry)
    give(qtbot, window, asked(qtbot, window))
    ended(qtbot, window)
    assert len(server.calls) == calls + 1, "what was answered was asked, and paid for, again"
    assert live.state.run == run


def test_it_is_asked_in_chinese(
    qtbot: QtBot, preferences: Preferences, make_window: MakeWindow, server: LoopbackServer
) -> None:
    preferences.set(prefs.LANGUAGE, "zh_CN")
    window = make_window()
    clicks.click(reviewed(qtbot, window, study(server)).start)
    dialog = asked(qtbot, window)
    assert dialog.windowTitle() == "输入密钥"
    assert dialog.ok.text() == "继续"


def test_all_of_the_dialog_is_chinese_and_stands_within_its_margins(
    qtbot: QtBot, preferences: Preferences, make_window: MakeWindow, server: LoopbackServer
) -> None:
    preferences.set(prefs.LANGUAGE, "zh_CN")
    window = make_window()
    clicks.click(reviewed(qtbot, window, study(server)).start)
    dialog = asked(qtbot, window)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]
    host = server.base_url.split("/")[2]
    assert said == [
        "账户 mine 的密钥只保留到上次程序结束。",
        "mine 的密钥",
        f"它只会发送到 {host}。它绝不会写入文件。",
        "这样下次启动后仍可使用；否则程序结束时即被忘记。",
    ]
    assert dialog.store.text() == dialog.store.accessibleName() == "存入系统密钥环"
    assert dialog.fields["mine"].placeholderText() == "在此粘贴密钥"
    clicks.click(dialog.ok)
    assert dialog.banner.text() == "请粘贴账户 mine 的密钥。"
    qtbot.waitUntil(lambda: dialog.banner.x() > 0, timeout=clicks.WAIT_MS)
    assert dialog.width() - dialog.banner.geometry().right() > 0
    clicks.write(dialog.fields["mine"], "no key at all")
    clicks.click(dialog.ok)
    qtbot.waitUntil(lambda: "不可能是密钥" in dialog.banner.text(), timeout=clicks.WAIT_MS)
    clicks.press(dialog, Qt.Key.Key_Escape)
