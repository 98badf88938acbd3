"""Files of prompts that are added to a study: one whose column is not known is imported first, which asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from gui.context import Context
from gui.prompts import files as library

Add = Callable[[Path], None]


class PromptFiles:
    """Hands each file to `add` that can be read as it is, or what was imported of it. `dialog`: the last one opened."""

    def __init__(self, context: Context, owner: QWidget, add: Add) -> None:
        self._context, self._owner, self._add = context, owner, add
        self._folder = context.preferences.data_folder() / "prompts"
        self.dialog: QDialog | None = None

    def take(self, path: Path) -> None:
        """Look into a file; one that cannot be read at all is added too, and the review says what is wrong with it."""
        job = self._context.tasks.work(lambda: _asks_for_a_column(path)).owned_by(self._owner)
        job.then(lambda asks: self._ask(path) if asks else self._add(path)).start()

    def _ask(self, path: Path) -> None:
        from gui.prompts.import_dialog import ImportDialog

        dialog = ImportDialog(self._context, path, self._owner)
        dialog.imported.connect(self._keep)
        self.dialog = dialog
        dialog.open()

    def _keep(self, name: str, found: Any) -> None:
        folder = self._folder
        job = self._context.tasks.work(lambda: library.save(name, found.prompts, folder)).owned_by(
            self._owner
        )
        job.then(self._add).start()


def _asks_for_a_column(path: Path) -> bool:
    from core.errors import DistilScopeError
    from core.prompts import read

    try:
        found = read.preview(path)
    except DistilScopeError:
        return False
    return bool(found.columns) and not found.form
