"""What Results and Inspector show without a run: the newest run of the workspaces opened lately that has any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gui import format as fmt
from gui import statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.last_run import LastRun, told
from gui.widgets.text import restyle


@calm
class NoRun(LastRun):
    """Offers what was found the last time, as after a restart; without any, the way to a first run."""

    def __init__(self, context: Context, *, of_judgments: bool = False) -> None:
        super().__init__(
            context,
            _newest,
            "No judgments yet" if of_judgments else "No results yet",
            "Start a run, or open a workspace that has one.",
            ("Open latest results", self._open),
            ("Continue run", self._go_on),
            ("Set up a study", lambda: context.show("study")),
            ("Go home", lambda: context.show("home")),
        )
        self._of_judgments = of_judgments
        self._show()

    def _show(self) -> None:
        super()._show()
        first, go_on, second, _home = self.buttons
        found = self._found
        unfinished = found is not None and found[1].status in statuses.UNFINISHED
        go_on.setVisible(unfinished and not self._context.runs.active)
        first.setVisible(found is not None)
        restyle(second, kind="" if found else "primary")
        nothing = tr("No judgments yet") if self._of_judgments else tr("No results yet")
        self.heading.setText(tr("No run is being looked at") if found else nothing)
        if found:
            self.offer.setText(_of_unfinished(*found) if unfinished else _of_finished(*found))


def _newest(reader: Any) -> Any:
    """The newest run of a workspace that nobody is at work on and that has something to show, or None."""
    return next((info for info in reader.runs() if info.judgments and info.status != "running"), None)


def _of_finished(path: Path, info: Any) -> str:
    return tr(
        "The newest finished run is “{study}” of {when}, in the workspace “{workspace}”.", **told(path, info)
    )


def _of_unfinished(path: Path, info: Any) -> str:
    more = {"status": statuses.status(info.status, info.message), "n": fmt.count(info.judgments)}
    return tr(
        "The newest run with results is “{study}” of {when}, in the workspace “{workspace}”. "
        "It is unfinished ({status}): {n} judgments of it are there.",
        **told(path, info),
        **more,
    )
