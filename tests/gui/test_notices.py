"""The end of a run is told to who is not looking: by the system where it can, and by the window in any case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.events import RunEnded
from core.study import ModelSpec, PromptSetSpec, Study
from gui import notices, tray
from gui import preferences as prefs
from gui.runs import Wish
from gui.tray import TrayNotifier
from gui.window import MainWindow

STUDY = Study(
    "Short",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)
TOLD = "The run of Short has ended: Completed."


class Told:
    """A Notifier that keeps what it was told."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.clicked: Callable[[], object] = lambda: None
        self.quieted = 0

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> bool:
        self.messages.append((title, text))
        self.clicked = clicked
        return True

    def quiet(self) -> None:
        self.quieted += 1


@pytest.fixture
def told(window: MainWindow) -> Told:
    window.context.services.notifier = made = Told()
    return made


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody works with another program: no screen can be asked for that here."""
    monkeypatch.setattr(notices, "in_front", lambda: False)


def run(qtbot: QtBot, window: MainWindow) -> None:
    context = window.context
    context.open_workspace(context.default_workspace())
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        context.runs.start(STUDY, context.default_workspace())
    clicks.settled(qtbot, window)


def test_who_looks_elsewhere_is_told(
    qtbot: QtBot, window: MainWindow, told: Told, elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", alerted.append)
    run(qtbot, window)
    assert told.messages == [("DistilScope", TOLD)]
    assert alerted == [window]
    assert window.notices.toast.text() == TOLD
    assert not window.notices._timer.isActive(), "it waits until somebody can have read it"
    window.notices.looked_at()
    assert window.notices._timer.isActive()
    assert told.quieted
    clicks.click(clicks.button(window.notices.toast, "See results"))
    clicks.settled(qtbot, window)
    assert (window.front, window.context.run) == ("results", 1)


def test_the_message_goes_when_its_results_are_reached_by_another_way(
    qtbot: QtBot, window: MainWindow, told: Told, elsewhere: None
) -> None:
    run(qtbot, window)
    assert window.notices.toast.isVisible()
    window.show_page("results", 1)
    clicks.settled(qtbot, window)
    assert not window.notices.toast.isVisible()
    assert not window.notices._timer.isActive()


def test_going_to_a_page_lets_the_message_go_after_its_time(
    qtbot: QtBot, window: MainWindow, told: Told, elsewhere: None
) -> None:
    """Where the system never says that the window came to the front, too."""
    run(qtbot, window)
    window.show_page("models")
    assert window.notices.toast.isVisible()
    assert window.notices._timer.isActive()
    window.notices._timer.timeout.emit()
    assert not window.notices.toast.isVisible()


@pytest.mark.parametrize(
    ("status", "kind", "sign"),
    [("error", "bad", "✖"), ("degraded", "warn", "⚠"), ("completed", "info", "ℹ")],
)
def test_a_failed_run_is_no_calm_notice(
    window: MainWindow, told: Told, elsewhere: None, status: str, kind: str, sign: str
) -> None:
    window.notices.run_ended(Wish(STUDY, Path("w"), {}), RunEnded(1, status, ""))
    toast = window.notices.toast
    assert toast.property("banner") == kind
    assert sign in [label.text() for label in toast.findChildren(QLabel)]


def test_a_run_none_of_whose_calls_came_through_is_told_as_failed(
    window: MainWindow, told: Told, elsewhere: None
) -> None:
    ended = RunEnded(1, "degraded", "8 of 8 calls failed, and m could not be asked to the end.")
    window.notices.run_ended(Wish(STUDY, Path("w"), {}), ended)
    assert told.messages == [("DistilScope", "The run of Short has ended: Failed: no call succeeded.")]


def test_a_click_on_the_message_leads_to_the_results(
    qtbot: QtBot, window: MainWindow, told: Told, elsewhere: None
) -> None:
    run(qtbot, window)
    window.showMinimized()
    told.clicked()
    clicks.settled(qtbot, window)
    assert not window.isMinimized()
    assert window.front == "results"


def test_who_looks_at_the_window_is_not_told(qtbot: QtBot, window: MainWindow, told: Told) -> None:
    window.activateWindow()
    qtbot.waitUntil(notices.in_front)
    run(qtbot, window)
    assert told.messages == []
    assert not window.notices.toast.isVisible()


def test_who_does_not_want_to_be_told_is_not(
    qtbot: QtBot, window: MainWindow, told: Told, elsewhere: None
) -> None:
    window.context.preferences.set(prefs.NOTIFY, False)
    run(qtbot, window)
    assert told.messages == []
    assert not window.notices.toast.isVisible()


class Tray(QObject):
    """Stands for QSystemTrayIcon."""

    messageClicked, activated = Signal(), Signal(object)  # noqa: N815 - Qt's names
    there = messages = True
    made: list[Tray] = []  # noqa: RUF012 - reset by the fixture

    def __init__(self, _icon: object) -> None:
        super().__init__()
        self.shown: bool | None = None
        self.said: list[tuple[str, str]] = []
        self.made.append(self)

    @classmethod
    def isSystemTrayAvailable(cls) -> bool:  # noqa: N802 - Qt's name
        return cls.there

    @classmethod
    def supportsMessages(cls) -> bool:  # noqa: N802 - Qt's name
        return cls.messages

    def setToolTip(self, _text: str) -> None:  # noqa: N802 - Qt's name
        """Nobody looks."""

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def showMessage(self, title: str, text: str, _icon: object) -> None:  # noqa: N802 - Qt's name
        self.said.append((title, text))


@pytest.fixture
def icon(monkeypatch: pytest.MonkeyPatch) -> type[Tray]:
    monkeypatch.setattr(tray, "QSystemTrayIcon", Tray)
    monkeypatch.setattr(Tray, "made", [])
    return Tray


def test_the_tray_shows_messages_beside_an_icon_that_goes_again(qtbot: QtBot, icon: Any) -> None:
    notifier, followed = TrayNotifier(), []
    notifier.quiet()
    assert notifier.tell("a", "first", lambda: followed.append("first"))
    assert notifier.tell("b", "second", lambda: followed.append("second"))
    (made,) = icon.made
    assert made.said == [("a", "first"), ("b", "second")]
    assert made.shown
    made.messageClicked.emit()
    assert followed == ["second"]
    notifier.quiet()
    assert made.shown is False


@pytest.mark.parametrize("lacking", ["there", "messages"])
def test_without_a_tray_nothing_is_shown_and_that_is_said(
    icon: Any, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    monkeypatch.setattr(icon, lacking, False)
    assert not TrayNotifier().tell("a", "b", lambda: None)
    assert icon.made == []


def test_where_there_is_no_screen_there_is_no_tray(qtbot: QtBot) -> None:
    assert not TrayNotifier().tell("a", "b", lambda: None)
