"""Puts the program together: the application, its services, the window."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui import preferences as prefs
from gui.bridge import Bridge
from gui.context import Context, Services
from gui.errors import ErrorDesk
from gui.i18n import language
from gui.preferences import Preferences
from gui.tasks import Tasks
from gui.theme import Theme
from gui.window import MainWindow

_SETTLED_MS = 3_000

# A thread that computes may keep the window waiting this long each time that it wants to go on (Python's own: 5 ms).
_SWITCH_SECONDS = 0.0005


def open_window(workspace: Path | None) -> int:
    """Show the window until it is closed; the exit status."""
    app = application(sys.argv[:1])
    window = build(app, prefs.from_environment(), workspace)
    # Ctrl+C in a terminal, or the end of the session, ends the program at once (a handler of Python's own would wait
    # for the next event); what was finished is on disk.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    window.context.services.errors.install()
    window.show()
    QTimer.singleShot(_SETTLED_MS, lambda: settle(window))
    return app.exec()


def settle(window: MainWindow) -> None:
    """What can wait until the window has been there for a while."""
    from gui.ahead import Ahead

    settle_memory()
    Ahead(window).start()


def settle_memory() -> None:
    """Set what will live as long as the program apart: a full collection over it stops the window for tens of ms."""
    gc.collect()
    gc.freeze()


def application(argv: Sequence[str]) -> QApplication:
    """The application, in our style; the one that exists already, if there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    sys.setswitchinterval(_SWITCH_SECONDS)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(list(argv))
    app.setApplicationName("DistilScope")
    app.setDesktopFileName("distilscope")
    app.setStyle("Fusion")
    return app


def build(app: QApplication, preferences: Preferences, workspace: Path | None = None) -> MainWindow:
    """The window with all its services; `window.close()` ends them."""
    language.choose(str(preferences.get(prefs.LANGUAGE)))
    theme = Theme(app, str(preferences.get(prefs.APPEARANCE)))
    tasks = Tasks(app)
    tasks.hold()
    services = Services(preferences, theme, tasks, Bridge(app), ErrorDesk())
    window = MainWindow(Context(services, app))
    services.errors.serve(window)
    if workspace is not None:
        window.open_workspace(workspace)
    if not window.front:
        window.show_page("home")
    # Once it is painted: threads that import and read would only hold that up.
    QTimer.singleShot(0, tasks, lambda: QTimer.singleShot(0, tasks, tasks.release))
    return window
