"""The runs of the open workspace: look at one, repeat it, tag its study, delete it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui import statuses
from gui.context import Context
from gui.home import columns
from gui.home.study_dialog import StudyDialog
from gui.home.summary import Finding
from gui.run_acts import RunActs
from gui.widgets.flow import Flow
from gui.widgets.layout import column
from gui.widgets.left_out import LeftOutLine
from gui.widgets.low_table import LowTable
from gui.widgets.rows import RowsModel
from gui.widgets.text import button


class RunsTab(QWidget):
    """Shows RunInfo rows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._findings: Mapping[int, Finding | None] = {}
        self.model = RowsModel(columns.runs(lambda: self._findings), self)
        self.table = LowTable("Runs of the open workspace", self.model, rows=True, least=3, shrinks=True)
        self.table.opened.connect(lambda _index: self._open())
        self.dialog: StudyDialog | None = None
        self._shown: tuple[Any, ...] = ()
        self.acts = acts = RunActs(context, self)
        self.open_button = button("Open run", self._open)
        self.go_on_button = button(
            "Continue run", lambda: acts.go_on(self._run()), tip="Takes up where the run stopped."
        )
        self.edit_button = button("Duplicate study", lambda: acts.duplicate(self._run()))
        self.again_button = button(
            "Repeat run afresh",
            lambda: acts.again(self._run()),
            tip="Asks every model again; nothing is taken over.",
        )
        self.notes_button = button("Tags and notes…", self._notes)
        self.delete_button = button("Delete run", self._delete, "danger")
        below = Flow(
            self.open_button,
            self.go_on_button,
            self.edit_button,
            self.again_button,
            self.notes_button,
            self.delete_button,
        )
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        context.runs.changed.connect(self._offer)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        rest = LeftOutLine(self.table, self.model.columns, lambda: self._current)
        box = column(self.table, rest, below, gap=10, margins=(0, 8, 0, 0))
        box.setStretch(0, 1)
        box.addStretch()
        self.setLayout(box)
        context.memory.keep("home.runs", self.table.horizontalHeader())

    def show_runs(
        self, runs: Sequence[Any], findings: Mapping[int, Finding | None] = MappingProxyType({})
    ) -> None:
        """Show these runs, with the highest scores that are known, by the runs' numbers."""
        self._findings = findings
        self.model.set_rows(runs)
        before, self._shown = self._shown, tuple((r.id, r.tags, r.notes, findings.get(r.id)) for r in runs)
        if runs and before != self._shown:
            self.table.fit()
            if [run for run, *_rest in before] != [r.id for r in runs]:
                self.table.selectRow(0)
        self._offer()

    @property
    def _current(self) -> Any:
        return self.model.row_at(self.table.currentIndex())

    def _open(self) -> None:
        if (info := self._current) is not None:
            self.context.show("results", info.id)

    def _offer(self) -> None:
        info = self._current
        self.delete_button.setEnabled(info is not None and not self.acts.is_on(info))
        stopped = info is not None and info.status in statuses.UNFINISHED
        self.go_on_button.setVisible(stopped and not self.context.runs.active)

    def _run(self) -> int | None:
        info = self._current
        return info.id if info else None

    def _notes(self) -> None:
        if (info := self._current) is not None:
            self.dialog = StudyDialog(info, self)
            self.dialog.changed.connect(lambda tags, notes: self._save(info.study_id, tags, notes))
            self.dialog.open()

    def _save(self, study: int, tags: str, notes: str) -> None:
        from core.store import edits

        self._write(lambda writer: (edits.tag(writer, study, tags), edits.note(writer, study, notes))[1])

    def _delete(self) -> None:
        if (info := self._current) is not None:
            self.acts.delete(info)

    def _write(self, change: Any) -> None:
        if job := self.context.write(change):
            job.owned_by(self).then(lambda _none: self.context.data_changed.emit()).start()
