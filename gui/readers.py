"""One Reader for each workspace and thread: a connection never leaves the thread that made it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

_KEPT = 3
_local = threading.local()


def reader(path: Path) -> Any:
    """This thread's Reader of that workspace. Raises WorkspaceError where there is none."""
    from core.store.reader import Reader

    open_ones: dict[Path, Any] = _local.__dict__.setdefault("readers", {})
    if path in open_ones:
        open_ones[path] = open_ones.pop(path)
    else:
        open_ones[path] = Reader(path)
        while len(open_ones) > _KEPT:
            open_ones.pop(next(iter(open_ones))).close()
    return open_ones[path]


def close_all() -> None:
    """Close this thread's readers."""
    for each in _local.__dict__.pop("readers", {}).values():
        each.close()
