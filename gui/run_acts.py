"""What can be done with a run of the open workspace, from whichever page shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from gui.caps import Standing, standing, with_caps
from gui.context import Context
from gui.i18n import tr
from gui.study.draft import Afresh


class RunActs(QObject):
    """Belongs to the page; a run is known by its number or its RunInfo (core.store.reader)."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def go_on(self, run: int | None, **options: Any) -> None:
        """Take the run up where it stopped, under its caps; options are those of RunOptions."""
        context = self._context
        if (
            run is None
            or (job := context.read(lambda reader: (reader.study(run), standing(reader, run)))) is None
        ):
            return

        def start(study: Any, left: Standing) -> None:
            with_caps(context, left, lambda caps: context.go_on(study, **{"run": run, **caps, **options}))

        job.owned_by(self).then(lambda found: start(*found)).start()

    def duplicate(self, run: int | None) -> None:
        """Show a copy of its study, to be changed."""
        self._with_study(run, lambda study: self._context.show("study", study))

    def again(self, run: int | None) -> None:
        """Show what it takes to ask every model again, in a run of its own: that is paid for again."""
        self._with_study(run, lambda study: self._context.show("study", Afresh(study)))

    def can_retry(self, info: Any) -> bool:
        """Whether calls of this run failed, and can be made again now."""
        return bool(info and info.errors) and not (self._context.runs.active or self._context.read_only)

    def is_on(self, info: Any) -> bool:
        """Whether this program is at work on it."""
        runs = self._context.runs
        here = runs.current is not None and runs.current.workspace == self._context.workspace
        return here and (runs.run == info.id or info.status == "running")

    def delete(self, info: Any) -> None:
        """Take it out of all lists; it can be brought back."""
        from core.store import edits

        if self.is_on(info):
            self._context.said.emit(tr("Run {n} is on. Cancel it before you delete it.", n=info.id))
        elif job := self._context.write(lambda writer: edits.delete_run(writer, info.id)):
            workspace, looked_at = self._context.workspace or Path(), self._context.run == info.id
            job.owned_by(self).then(lambda _none: self._deleted(info, workspace, looked_at)).start()

    def _deleted(self, info: Any, workspace: Path, looked_at: bool) -> None:
        context = self._context
        context.run_deleted.emit(info.id)
        if context.run == info.id:
            context.look_at(None)
            context.find_latest_run()
        text = tr("Run {n} of {study} was deleted.", n=info.id, study=info.study)
        context.offer_undo.emit(text, partial(self._restore, info.id, workspace, looked_at))
        context.data_changed.emit()

    def _restore(self, run: int, workspace: Path, looked_at: bool) -> None:
        """In the workspace that it was deleted from, whichever is open by now."""
        from core.store import edits

        job = self._context.runs.write(workspace, lambda writer: edits.restore_run(writer, run))
        job.owned_by(self).then(lambda _none: self._restored(run, workspace, looked_at)).start()

    def _restored(self, run: int, workspace: Path, looked_at: bool) -> None:
        if looked_at and self._context.workspace == workspace:
            self._context.look_at(run)
        self._context.data_changed.emit()

    def _with_study(self, run: int | None, use: Callable[[Any], None]) -> None:
        if run is not None and (job := self._context.read(lambda reader: reader.study(run))):
            job.owned_by(self).then(use).start()
