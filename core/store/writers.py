"""Writers that are open in this program: runs, labels and undo of one workspace all go through the same one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.store.writer import Writer


class Writers:
    """Opens at most one writer a workspace and closes it when the last user lets go. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[Writer, int]] = {}

    @contextmanager
    def use(self, path: Path) -> Iterator[Writer]:
        """The workspace's writer; raises WorkspaceError where another program owns it."""
        path = path.resolve()
        writer = self._take(path)
        try:
            yield writer
        finally:
            self._give_back(path)

    def _take(self, path: Path) -> Writer:
        with self._lock:
            writer, users = self._open.get(path) or (Writer(path), 0)
            self._open[path] = writer, users + 1
            return writer

    def _give_back(self, path: Path) -> None:
        with self._lock:
            writer, users = self._open.pop(path)
            if users > 1:
                self._open[path] = writer, users - 1
            else:
                writer.close()
