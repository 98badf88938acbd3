"""The way from a file of results to the results page of its run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.context import Context
from gui.home.import_dialog import ImportDialog
from gui.home.importing import Done
from gui.i18n import sentences, tr

_LINES_NAMED = 10


class BringIn(QObject):
    """Opens the dialog over a page, and shows the run that comes of it."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.dialog: ImportDialog | None = None

    def ask(self, path: Path | None = None) -> None:
        """Ask what is to be imported, beginning with a file that was dropped."""
        target = self._context.default_workspace()
        self.dialog = dialog = ImportDialog(self._context, target, path, self._page)
        dialog.imported.connect(lambda done, file: self._show(done, file, target))
        dialog.prompts.connect(lambda file: self._context.show("prompts", file))
        dialog.destroyed.connect(lambda: self._forget(dialog))
        dialog.open()

    def stop(self) -> None:
        """The window closes: give up what is under way."""
        if self.dialog is not None:
            self.dialog.stop()

    def _forget(self, dialog: ImportDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _show(self, done: Done, file: Path, target: Path) -> None:
        context = self._context
        if context.workspace != target:
            context.open_workspace(target, done.run)
        context.look_at(done.run)
        context.data_changed.emit()
        context.show("results", done.run)
        context.said.emit(_words(done, file))


def _words(done: Done, file: Path) -> str:
    values = {"file": file.name, "n": fmt.count(done.number), "run": fmt.count(done.run)}
    known = tr("Run {run} is {file}, which was imported before.", **values)
    text = known if done.known else tr("Run {run} holds {n} rows of {file}.", **values)
    if not done.unmatched:
        return text
    lines = ", ".join(map(str, done.unmatched[:_LINES_NAMED]))
    more = " …" if len(done.unmatched) > _LINES_NAMED else ""
    return sentences(
        text, tr("Lines of the strict file that no row of the log answers to: {lines}.", lines=lines + more)
    )
