"""What a page shows that has no run: the newest run of a kind in the workspaces that were opened lately, if any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from gui import format as fmt
from gui.calm import calm
from gui.context import Context
from gui.i18n import language
from gui.run_acts import RunActs
from gui.widgets.empty import EmptyState
from gui.widgets.text import label


@calm
class LastRun(EmptyState):
    """Looks again whenever it is seen; who inherits says which run of a workspace (`pick`) and what is told of it."""

    def __init__(
        self, context: Context, pick: Callable[[Any], Any], heading: str, text: str, *acts: tuple[str, Any]
    ) -> None:
        super().__init__(heading, text, *acts)
        self._context, self._pick, self._acts = context, pick, RunActs(context, self)
        self._found: tuple[Path, Any] | None = None  # a workspace, and the RunInfo that was picked
        self.offer = label("", "muted", wrap=True)
        self.offer.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.layout().insertWidget(3, self.offer)  # type: ignore[union-attr]
        language.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._found = None
        self._show()
        self._look(self._context.preferences.recent())

    def _look(self, paths: list[Path]) -> None:
        """Look through the workspaces, the one opened last first, until one of them has such a run."""
        if not paths:
            return
        first, rest = paths[0], paths[1:]
        job = self._context.tasks.read(first, self._pick).latest(f"{id(self)}.last run").owned_by(self)
        job.then(lambda info: self._take(first, info, rest)).otherwise(lambda _error: self._look(rest))
        job.start()

    def _take(self, path: Path, info: Any, rest: list[Path]) -> None:
        if info is None:
            self._look(rest)
            return
        self._found = (path, info)
        self._show()

    def _show(self) -> None:
        """What is offered in the place of the plain text."""
        self.offer.setVisible(self._found is not None)
        self.text.setVisible(self._found is None)

    def _open(self) -> None:
        if self._found is not None:
            path, info = self._found
            self._context.open_workspace(path, info.id)

    def _go_on(self) -> None:
        """In its own workspace, once its study is read."""
        if self._found is not None:
            self._open()
            self._acts.go_on(self._found[1].id)


def told(path: Path, info: Any) -> dict[str, str]:
    """How a run is named where it is offered."""
    return {"study": info.study, "when": fmt.moment(info.started), "workspace": path.stem}
