"""What the live page shows while no run is on: the newest run that was not finished, as after a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from gui import format as fmt
from gui import statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import language, tr
from gui.run_acts import RunActs
from gui.widgets.empty import EmptyState
from gui.widgets.text import label, restyle

_LEFT_OFF = (
    "“{study}” of {when}, in the workspace “{workspace}”, is unfinished ({status}). "
    "What is there of it is kept, and only the rest is asked."
)


@calm
class NothingOn(EmptyState):
    """Offers to continue the last unfinished run of the workspaces that were opened lately."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            "No run is on",
            "Set up a study and start it; its progress and its first scores appear here.",
            ("Continue run", self._go_on),
            ("Set up a study", lambda: context.show("study")),
            ("See results", lambda: context.show("results")),
        )
        self._context, self._acts = context, RunActs(context, self)
        self._found: tuple[Path, Any] | None = None  # a workspace, and the RunInfo of its newest run
        self.offer = label("", "muted", wrap=True)
        self.offer.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.layout().insertWidget(3, self.offer)  # type: ignore[union-attr]
        language.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._found = None
        self._show()
        self._look(self._context.preferences.recent())

    def _look(self, paths: list[Path]) -> None:
        """Look through the workspaces, the one opened last first, until one of them has an unfinished run."""
        if not paths:
            return
        first, rest = paths[0], paths[1:]
        job = self._context.tasks.read(first, _unfinished).latest(f"{id(self)}.unfinished").owned_by(self)
        job.then(lambda info: self._take(first, info, rest)).otherwise(lambda _error: self._look(rest))
        job.start()

    def _take(self, path: Path, info: Any, rest: list[Path]) -> None:
        if info is None:
            self._look(rest)
            return
        self._found = (path, info)
        self._show()

    def _show(self) -> None:
        go_on, set_up, _results = self.buttons
        found = self._found
        go_on.setVisible(found is not None)
        self.offer.setVisible(found is not None)
        self.text.setVisible(found is None)
        restyle(set_up, kind="" if found else "primary")
        if found:
            path, info = found
            told = {"study": info.study, "when": fmt.moment(info.started), "workspace": path.stem}
            status = statuses.status(info.status, info.message)
            self.offer.setText(tr(_LEFT_OFF, status=status, **told))

    def _go_on(self) -> None:
        """In its own workspace, once its study is read."""
        if self._found is not None:
            path, info = self._found
            self._context.open_workspace(path, info.id)
            self._acts.go_on(info.id)


def _unfinished(reader: Any) -> Any:
    """The newest run of a workspace, where it can be taken up."""
    newest = next(iter(reader.runs()), None)
    return newest if newest is not None and newest.status in statuses.UNFINISHED else None
