"""Everything the menus offer, each with its shortcut and its place in the system's menus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui import pages
from gui.i18n import bind, tr

if TYPE_CHECKING:
    from gui.window import MainWindow

Role = QAction.MenuRole
Key = QKeySequence.StandardKey
_LONGEST = 70  # letters of what was done, in a menu


class Actions(QObject):
    """The window's actions and its menu bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._file()
        self._edit()
        self._run()
        self._view()
        self._help()

    def refresh(self) -> None:
        """Offer what can be done now."""
        runs = self._window.context.runs
        self.pause.setEnabled(runs.active and not runs.paused)
        self.resume.setEnabled(runs.active and runs.paused)
        self.cancel.setEnabled(runs.active and not runs.cancelling)

    def _file(self) -> None:
        menu, window = self._menu("&File"), self._window
        self._add(menu, "New study", window.new_study, Key.New)
        self._add(menu, "Open workspace…", window.ask_workspace, Key.Open)
        self._add(menu, "New workspace…", window.ask_new_workspace)
        self._add(menu, "Open study file…", window.ask_study)
        self._add(menu, "Import results…", window.ask_import)
        menu.addSeparator()
        self._add(
            menu, "Settings", lambda: window.show_page("settings"), Key.Preferences, Role.PreferencesRole
        )
        menu.addSeparator()
        self._add(menu, "Quit", window.close, Key.Quit, Role.QuitRole)

    def _edit(self) -> None:
        menu, notices = self._menu("&Edit"), self._window.notices
        self.undo = self._add(menu, "Undo", notices.undo, Key.Undo)
        self.undo.setEnabled(False)
        notices.undoable.connect(self.undo.setEnabled)
        menu.addSeparator()
        self.copy = self._add(menu, "Copy", lambda: _copies(self._focus(), "copy"))
        self.copy_table = self._add(menu, "Copy table", lambda: _copies(self._focus(), "copy_all"))
        menu.aboutToShow.connect(self._say_undo)
        menu.aboutToShow.connect(self._offer_copies)

    def _focus(self) -> QWidget | None:
        """What the keyboard is in. Copy has no key here: tables and texts have theirs, and two block each other."""
        return self._window.focusWidget()

    def _offer_copies(self) -> None:
        focus = self._focus()
        self.copy.setEnabled(callable(getattr(focus, "copy", None)))
        self.copy_table.setEnabled(callable(getattr(focus, "copy_all", None)))

    def _say_undo(self) -> None:
        """What would be taken back. Names in it come from outside: a tab or an "&" would be no part of the text."""
        done = " ".join(self._window.notices.last_done().split()).rstrip(".。")
        short = done if len(done) <= _LONGEST else f"{done[: _LONGEST - 1]}…"
        self.undo.setText(tr("Undo: {what}", what=short.replace("&", "&&")) if done else tr("Undo"))

    def _run(self) -> None:
        menu, window = self._menu("&Run"), self._window
        self.start = self._add(menu, "Start run", window.start_run, "Ctrl+R")
        menu.addSeparator()
        self.pause = self._add(menu, "Pause run", window.context.runs.pause, "Ctrl+P")
        self.resume = self._add(menu, "Continue run", window.context.runs.resume, "Ctrl+Shift+P")
        self.cancel = self._add(menu, "Cancel run", window.context.runs.cancel, "Ctrl+.")

    def _view(self) -> None:
        menu, window = self._menu("&View"), self._window
        for number, (name, title) in enumerate(pages.TITLES.items(), 1):
            self._add(menu, title, partial(window.show_page, name), f"Ctrl+{number}")

    def _help(self) -> None:
        menu, window = self._menu("&Help"), self._window
        self._add(menu, "Help for this page", window.show_help, Key.HelpContents)
        self._add(menu, "What the words mean", window.show_words)
        self._add(menu, "About DistilScope", window.show_about, role=Role.AboutRole)

    def _menu(self, title: str) -> QMenu:
        menu = QMenu(self._window)
        bind(menu, "setTitle", title)
        self._window.menuBar().addMenu(menu)
        return menu

    def _add(
        self,
        menu: QMenu,
        text: str,
        act: Callable[[], object],
        key: Key | str | None = None,
        role: QAction.MenuRole = Role.NoRole,
    ) -> QAction:
        action = QAction(self._window)
        bind(action, "setText", text)
        action.setMenuRole(role)
        if key is not None:
            action.setShortcuts(QKeySequence.keyBindings(key)) if isinstance(
                key, Key
            ) else action.setShortcut(key)
        action.triggered.connect(lambda: act())  # noqa: PLW0108 - the signal brings `checked` along
        menu.addAction(action)
        return action


def _copies(focus: QWidget | None, how: str) -> None:
    """Tables and texts copy themselves."""
    copy = getattr(focus, how, None)
    if callable(copy):
        copy()
