"""Sees what other programs write to the open workspace (PRAGMA data_version), without disturbing them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gui.context import Context

_EVERY_MS = 2_000


class Watch(QObject):
    """Emits the context's `data_changed` when the file changed and no run of ours is on."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._version: tuple[object, int] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        context.workspace_changed.connect(self._timer.start)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        if self._context.runs.active or (job := self._context.read(lambda r: r.data_version())) is None:
            return
        job.latest("watch").then(self._compare).otherwise(lambda _error: None).start()

    def _compare(self, version: int) -> None:
        before, self._version = self._version, (self._context.workspace, version)
        if before is not None and before[0] == self._context.workspace and before[1] != version:
            if self._context.run is None:
                self._context.find_latest_run()
            self._context.data_changed.emit()
