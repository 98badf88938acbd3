"""What the live page shows while no run is on: the newest run that was not finished, as after a restart."""

from __future__ import annotations

from typing import Any

from gui import statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.last_run import LastRun, told
from gui.widgets.text import restyle

_LEFT_OFF = (
    "“{study}” of {when}, in the workspace “{workspace}”, is unfinished ({status}). "
    "What is there of it is kept, and only the rest is asked."
)


@calm
class NothingOn(LastRun):
    """Offers to continue the last unfinished run of the workspaces that were opened lately."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _unfinished,
            "No run is on",
            "Set up a study and start it; its progress and its first scores appear here.",
            ("Continue run", self._go_on),
            ("Set up a study", lambda: context.show("study")),
            ("See results", lambda: context.show("results")),
        )
        self._show()

    def _show(self) -> None:
        super()._show()
        go_on, set_up, _results = self.buttons
        found = self._found
        go_on.setVisible(found is not None)
        restyle(set_up, kind="" if found else "primary")
        if found:
            status = statuses.status(found[1].status, found[1].message)
            self.offer.setText(tr(_LEFT_OFF, status=status, **told(*found)))


def _unfinished(reader: Any) -> Any:
    """The newest run of a workspace, where it can be taken up."""
    newest = next(iter(reader.runs()), None)
    return newest if newest is not None and newest.status in statuses.UNFINISHED else None
