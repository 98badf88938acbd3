"""What just happened: said over the window for a while, and to the system when the window is not in front."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from core.events import RunEnded
from gui import files, statuses
from gui import preferences as prefs
from gui.context import Context
from gui.i18n import again, tr
from gui.runs import Wish
from gui.widgets.banner import Act
from gui.widgets.copies import copies
from gui.widgets.toast import Toast

_AT_LEAST_MS, _AT_MOST_MS = 3_000, 12_000
_A_LETTER_MS, _A_SIGN_MS, _A_BUTTON_MS = 55, 160, 2_000  # to read unhurriedly; a Chinese sign is half a word
_FIRST_SIGN = "\u2e80"
_UNDOS = 30

Place = tuple[Path, int]  # a workspace and a run of it
Done = tuple[str, Callable[[], object]]  # what was done, and the call that takes it back


class Notices(QObject):
    """Listens to the context, and shows one line at a time; it stays until somebody has had the time to read it.

    What can be undone can be so after its message has gone, too: the latest first.
    """

    undoable = Signal(bool)

    def __init__(self, context: Context, window: QMainWindow, toast: Toast) -> None:
        super().__init__(window)
        self._context, self._window, self.toast = context, window, toast
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(toast.hide)
        self._undos: list[Done] = []  # the latest last
        self._ended: Place | None = None  # the run whose end is told, while that is what is said
        context.said.connect(self.say)
        context.offered.connect(lambda text, words, act: self.say(text, (words, act)))
        context.offer_undo.connect(self._offer_undo)
        context.exported.connect(self.saved)
        copies.made.connect(self.say)

    def say(self, text: str, *acts: Act, tip: str = "", kind: str = "info") -> None:
        """Show a line with up to two buttons. Kinds: those of a banner."""
        self._ended = None
        self.toast.say(text, kind, *acts)
        self.toast.setToolTip(tip)
        self._timer.setInterval(time_to_read(text, len(acts)))
        self._timer.start() if in_front() else self._timer.stop()

    def undo(self) -> None:
        """Take back what was done last, of all that can be."""
        if self._undos:
            self._take_back(self._undos[-1])

    def last_done(self) -> str:
        """What `undo` would take back, in words; empty where there is nothing."""
        return again(self._undos[-1][0]) if self._undos else ""

    def _offer_undo(self, text: str, take_back: Callable[[], object]) -> None:
        done = (text, take_back)
        self._undos = [*self._undos, done][-_UNDOS:]
        self.undoable.emit(True)
        self.say(text, (tr("Undo"), lambda: self._take_back(done)))

    def _take_back(self, done: Done) -> None:
        if done in self._undos:
            self._undos.remove(done)
            self.undoable.emit(bool(self._undos))
            self.toast.hide()  # it may say something new in a moment
            done[1]()

    def saved(self, path: Path) -> None:
        """A file was saved for the user: say its name, and lead to it."""
        opened = (tr("Open"), lambda: self._hand_over(path, files.open_file))
        shown = (tr("Show in folder"), lambda: self._hand_over(path, files.show_in_folder))
        self.say(tr("Saved: {name}", name=path.name), opened, shown, tip=str(path))

    def run_ended(self, wish: Wish | None, ended: RunEnded) -> None:
        """Say how the run that somebody wished for ended, unless it is being looked at."""
        if not self._context.preferences.get(prefs.NOTIFY) or in_front():
            return
        study, status = wish.study.name if wish else "", statuses.status(ended.status, ended.message)
        text = tr("The run of {study} has ended: {status}.", study=study, status=status)
        place = (wish.workspace, ended.run) if wish and ended.run else None
        results = ((tr("See results"), lambda: self._lead(place)),) if place else ()
        self.say(text, *results, kind=statuses.kind(ended.status, ended.message))
        self._ended = place
        self._context.services.notifier.tell("DistilScope", text, lambda: self._come_forward(place))
        QApplication.alert(self._window)

    def looked_at(self) -> None:
        """The window is in front again: what waited to be read may go after a while."""
        self._context.services.notifier.quiet()
        if self.toast.isVisible() and not self._timer.isActive():
            self._timer.start()

    def went_to(self, page: str) -> None:
        """Somebody went to a page, so somebody looks: not every system tells that a window came to the front.

        What the end of a run leads to is followed when its results are there, whichever way was taken.
        """
        if (
            page == "results"
            and self._ended is not None
            and self._ended == (self._context.workspace, self._context.run)
        ):
            self._ended = None
            self._timer.stop()
            self.toast.hide()
        self.looked_at()

    def stop(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self._context.services.notifier.quiet()

    def _hand_over(self, path: Path, how: Callable[[Path], bool]) -> None:
        if not path.exists():
            self.say(tr("The file {name} is not there any more.", name=path.name))
        elif not how(path):
            self.say(tr("No program of this computer opens {name}.", name=path.name))

    def _lead(self, place: Place | None) -> None:
        """To the results of a run in its own workspace, whichever is open."""
        if place is not None:
            self._context.look_into(*place)
            self._context.show("results", place[1])

    def _come_forward(self, place: Place | None) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._lead(place)


def time_to_read(text: str, buttons: int = 0) -> int:
    """For how many milliseconds a message stays: as long as it takes to read it, and to decide."""
    signs = sum(letter >= _FIRST_SIGN for letter in text)
    needed = signs * _A_SIGN_MS + (len(text) - signs) * _A_LETTER_MS + buttons * _A_BUTTON_MS
    return min(_AT_MOST_MS, _AT_LEAST_MS + needed)


def in_front() -> bool:
    """Whether a window of the program has the keyboard."""
    return QApplication.activeWindow() is not None
