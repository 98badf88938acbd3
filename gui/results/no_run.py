"""What Results and Inspector show without a run: the newest run of the workspaces opened lately that has any."""

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


@calm
class NoRun(EmptyState):
    """Offers what was found the last time, as after a restart; without any, the way to a first run."""

    def __init__(self, context: Context, *, of_judgments: bool = False) -> None:
        super().__init__(
            "No judgments yet" if of_judgments else "No results yet",
            "Start a run, or open a workspace that has one.",
            ("Open latest results", self._open),
            ("Continue run", self._go_on),
            ("Set up a study", lambda: context.show("study")),
            ("Go home", lambda: context.show("home")),
        )
        self._context, self._of_judgments = context, of_judgments
        self._acts = RunActs(context, self)
        self._found: tuple[Path, Any] | None = (
            None  # a workspace, and the RunInfo of its newest run with results
        )
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
        """Look through the workspaces, the one opened last first, until one of them has a run with results."""
        if not paths:
            return
        first, rest = paths[0], paths[1:]
        job = self._context.tasks.read(first, _newest).latest(f"{id(self)}.latest").owned_by(self)
        job.then(lambda info: self._take(first, info, rest)).otherwise(lambda _error: self._look(rest))
        job.start()

    def _take(self, path: Path, info: Any, rest: list[Path]) -> None:
        if info is None:
            self._look(rest)
            return
        self._found = (path, info)
        self._show()

    def _show(self) -> None:
        first, go_on, second, _home = self.buttons
        found = self._found
        unfinished = found is not None and found[1].status in statuses.UNFINISHED
        go_on.setVisible(unfinished and not self._context.runs.active)
        first.setVisible(found is not None)
        self.offer.setVisible(found is not None)
        self.text.setVisible(found is None)
        restyle(second, kind="" if found else "primary")
        nothing = tr("No judgments yet") if self._of_judgments else tr("No results yet")
        self.heading.setText(tr("No run is being looked at") if found else nothing)
        if found:
            path, info = found
            told = {"study": info.study, "when": fmt.moment(info.started), "workspace": path.stem}
            self.offer.setText(_of_unfinished(info, told) if unfinished else _of_finished(told))

    def _go_on(self) -> None:
        """In its own workspace, once its study is read."""
        if self._found is not None:
            self._open()
            self._acts.go_on(self._found[1].id)

    def _open(self) -> None:
        if self._found is not None:
            path, info = self._found
            self._context.open_workspace(path, info.id)


def _newest(reader: Any) -> Any:
    """The newest run of a workspace that nobody is at work on and that has something to show, or None."""
    return next((info for info in reader.runs() if info.judgments and info.status != "running"), None)


def _of_finished(told: dict[str, str]) -> str:
    return tr("The newest finished run is “{study}” of {when}, in the workspace “{workspace}”.", **told)


def _of_unfinished(info: Any, told: dict[str, str]) -> str:
    more = {"status": statuses.status(info.status, info.message), "n": fmt.count(info.judgments)}
    return tr(
        "The newest run with results is “{study}” of {when}, in the workspace “{workspace}”. "
        "It is unfinished ({status}): {n} judgments of it are there.",
        **told,
        **more,
    )
