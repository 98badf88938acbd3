"""One calm dialog for whatever goes wrong, from whichever thread, with details that hold no key."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QMessageBox, QSpacerItem, QWidget

from core.errors import DistilScopeError
from core.redact import redact
from gui.i18n import tr
from gui.messages import message, place

_WIDTH = 460  # pixels


class ErrorDesk(QObject):
    """Takes errors from any thread, and shows one dialog at a time."""

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._window: QWidget | None = None
        self._box: QMessageBox | None = None
        self._hooks = (sys.excepthook, threading.excepthook)
        self._arrived.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def serve(self, window: QWidget) -> None:
        """Show the dialogs over this window."""
        self._window = window

    def install(self) -> None:
        """Hear of unexpected errors in all threads, until `remove`."""
        sys.excepthook = self._unexpected
        threading.excepthook = lambda a: self._unexpected(a.exc_type, a.exc_value, a.exc_traceback)

    def remove(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook = self._hooks

    def take(self, error: BaseException) -> None:
        """Show an error; may be called from any thread."""
        self._arrived.emit(error)

    def show(self, error: BaseException) -> None:
        """Show an error now; while another one is open this one is added to its details."""
        details = details_of(error)
        if self._box is not None:
            self._box.setDetailedText(f"{self._box.detailedText()}\n\n{details}"[-20_000:])
            return
        self._box = _box(self._window, error, details)
        self._box.finished.connect(self._closed)
        self._box.open()

    def _closed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
        self._box = None

    def _unexpected(
        self, kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error or kind(), _trace)
        else:
            self.take(error or kind())


def details_of(error: BaseException) -> str:
    """The traceback and the versions, without keys."""
    versions = f"Python {platform.python_version()}, {platform.platform()}"
    return redact("".join(traceback.format_exception(error)) + "\n" + versions)


def _box(window: QWidget | None, error: BaseException, details: str) -> QMessageBox:
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("DistilScope")
    _say(box, error)
    box.setDetailedText(details)
    _widen(box)
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    # An action button would close the box.
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(box.detailedText()))
    return box


def _widen(box: QMessageBox) -> None:
    """Chinese says it in few words: details would be read in a narrow strip."""
    if isinstance(grid := box.layout(), QGridLayout):
        grid.addItem(QSpacerItem(_WIDTH, 0), grid.rowCount(), 0, 1, grid.columnCount())


def _say(box: QMessageBox, error: BaseException) -> None:
    if isinstance(error, DistilScopeError):
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(redact(_sentence(place(error) + message(error.what))))
        box.setInformativeText(
            redact("\n".join(_sentence(message(p)) for p in (error.kept, error.remedy) if p))
        )
        return
    box.setIcon(QMessageBox.Icon.Critical)
    box.setText(tr("Something went wrong that the program did not expect."))
    box.setInformativeText(
        tr(
            "What is in the workspace was kept. You can go on; if it happens again, copy the details and report them."
        )
    )


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?", "。")) else f"{text}."
