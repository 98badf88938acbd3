"""The calls of a run that failed: a button leads to their causes, and a refused key is said and asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from core.study import ModelSpec
from gui import format as fmt
from gui.context import Context
from gui.i18n import tr
from gui.live.columns import ERRORS
from gui.live.model import ErrorLine
from gui.refused import RefusedKeys, refused_models, with_new_keys
from gui.widgets.layout import column
from gui.widgets.rows import RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label

_SIZE = (760, 320)  # pixels


class FailedCalls:
    """`see` leads to the errors by cause, `refused` asks for refused keys; `retry` makes the calls again."""

    def __init__(self, context: Context, parent: QWidget, retry: Callable[[], object]) -> None:
        self._context, self._parent, self._go_on = context, parent, retry
        self.see = button("See the errors", self._open, "quiet", "Which calls failed, why, and what to do.")
        self.refused = RefusedKeys(context, self.retry)
        self.see.hide()
        self._info: Any = None
        self._lines: list[ErrorLine] = []
        self.dialog: ErrorsDialog | None = None

    def show_run(self, info: Any) -> None:
        """Show what is known of a run (RunInfo) at once, and read the rest."""
        if self._info is None or info is None or self._info.id != info.id:
            self._lines = []
            self.refused.show_models([])
        self._info = info
        failed = info is not None and info.errors > 0
        self.see.setVisible(failed)
        if not failed:
            self.refused.show_models([])
        elif job := self._context.read(lambda reader: _read(reader, info.id)):
            job.latest("results.failed").owned_by(self._parent)
            job.then(lambda found: self._take(info, *found)).otherwise(lambda _error: None).start()

    def retry(self) -> None:
        """Make the calls that failed once more, with new keys where they were refused."""
        with_new_keys(self._context, self.refused.models, self._go_on)

    def _take(self, info: Any, lines: list[ErrorLine], models: list[ModelSpec]) -> None:
        if self._info is not None and info.id == self._info.id:
            self._lines = lines
            idle = not (self._context.runs.active or self._context.read_only)
            self.refused.show_models(models if idle else [])

    def _open(self) -> None:
        self.dialog = ErrorsDialog(self._lines, self._info.errors, self._parent)
        self.dialog.open()


class ErrorsDialog(QDialog):
    """Errors by cause, with what to do."""

    def __init__(self, lines: list[ErrorLine], total: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Errors by cause"))
        self.model = RowsModel(ERRORS, self)
        self.model.set_rows(lines)
        table = DataTable("Errors by cause", self.model, rows=True)
        table.fit_at_first()
        rest = total - sum(line.count for line in lines)
        note = label(role="muted", wrap=True)
        note.setText(tr("Failed while judging: {n}. They are under “Look at judgments”.", n=fmt.count(rest)))
        note.setVisible(rest > 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        self.setLayout(column(table, note, buttons, margins=(14, 14, 14, 14)))
        self.resize(*_SIZE)


def _read(reader: Any, run: int) -> tuple[list[ErrorLine], list[ModelSpec]]:
    groups = reader.errors(run)
    lines = [ErrorLine(g.cause, g.model, g.message or "", g.calls) for g in groups]
    return lines, refused_models(reader.study(run).models, ((g.model, g.cause) for g in groups))
