"""The runs of the open workspace: look at one, repeat it, tag its study, delete it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gui import statuses
from gui.context import Context
from gui.home import columns
from gui.home.study_dialog import StudyDialog
from gui.i18n import tr
from gui.widgets.flow import Flow
from gui.widgets.layout import column
from gui.widgets.rows import RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button


class RunsTab(QWidget):
    """Shows RunInfo rows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = RowsModel(columns.RUNS, self)
        self.table = DataTable("Runs of the open workspace", self.model, rows=True)
        self.table.opened.connect(lambda _index: self._open())
        self.dialog: StudyDialog | None = None
        self._shown: tuple[Any, ...] = ()
        self.open_button = button("Open run", self._open, "primary")
        self.go_on_button = button("Continue run", self._go_on, tip="Takes up where the run stopped.")
        self.edit_button = button("Duplicate study", self._duplicate)
        self.again_button = button(
            "Repeat run afresh", self._again, tip="Asks every model again; nothing is taken over."
        )
        self.notes_button = button("Tags and notes…", self._notes)
        self.delete_button = button("Delete run", self._delete, "danger")
        acts = Flow(
            self.open_button,
            self.go_on_button,
            self.edit_button,
            self.again_button,
            self.notes_button,
            self.delete_button,
        )
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer_to_go_on())
        box = column(self.table, acts, gap=10, margins=(0, 8, 0, 0))
        box.setStretch(0, 1)
        self.setLayout(box)
        context.memory.keep("home.runs", self.table.horizontalHeader())

    def show_runs(self, runs: Sequence[Any]) -> None:
        """Show these runs."""
        self.model.set_rows(runs)
        if runs and tuple(r.id for r in runs) != self._shown:
            self._shown = tuple(r.id for r in runs)
            self.table.fit()
            self.table.selectRow(0)
        self._offer_to_go_on()

    @property
    def _current(self) -> Any:
        return self.model.row_at(self.table.currentIndex())

    def _open(self) -> None:
        if (info := self._current) is not None:
            self.context.show("results", info.id)

    def _duplicate(self) -> None:
        self._with_study(lambda study: self.context.show("study", study))

    def _offer_to_go_on(self) -> None:
        info = self._current
        stopped = info is not None and info.status in statuses.UNFINISHED
        self.go_on_button.setVisible(stopped and not self.context.runs.active)

    def _go_on(self) -> None:
        self._with_study(self.context.go_on)

    def _again(self) -> None:
        self._with_study(self._start)

    def _start(self, study: Any) -> None:
        workspace = self.context.default_workspace()
        if workspace != self.context.workspace:
            self.context.open_workspace(workspace)
        self.context.show("live")
        self.context.runs.start(study, workspace, again=True)

    def _with_study(self, use: Any) -> None:
        info = self._current
        if info is not None and (job := self.context.read(lambda reader: reader.study(info.id))):
            job.owned_by(self).then(use).start()

    def _notes(self) -> None:
        if (info := self._current) is not None:
            self.dialog = StudyDialog(info, self)
            self.dialog.changed.connect(lambda tags, notes: self._save(info.study_id, tags, notes))
            self.dialog.open()

    def _save(self, study: int, tags: str, notes: str) -> None:
        from core.store import edits

        self._write(lambda writer: (edits.tag(writer, study, tags), edits.note(writer, study, notes))[1])

    def _delete(self) -> None:
        from core.store import edits

        info = self._current
        if info is not None:
            self._write(lambda writer: edits.delete_run(writer, info.id), lambda: self._deleted(info))

    def _deleted(self, info: Any) -> None:
        from core.store import edits

        if self.context.run == info.id:
            self.context.look_at(None)
            self.context.find_latest_run()
        text = tr("Run {n} of {study} was deleted.", n=info.id, study=info.study)
        self.context.offer_undo.emit(
            text, lambda: self._write(lambda writer: edits.restore_run(writer, info.id))
        )

    def _write(self, change: Any, then: Any = None) -> None:
        if job := self.context.write(change):
            job.owned_by(self).then(lambda _none: self._written(then)).start()

    def _written(self, then: Any) -> None:
        if then is not None:
            then()
        self.context.data_changed.emit()
