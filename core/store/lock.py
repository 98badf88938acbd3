"""The file lock that says which program writes to a workspace."""

from __future__ import annotations

import threading
from pathlib import Path

from filelock import FileLock, Timeout

LEFT_BEHIND = "The program ended while the run was on; what was finished is kept."
# A look at the lock holds it for a moment; whoever wants to write waits that long.
_PATIENCE_SECONDS = 0.3
# One look at a time: a second one would take the first for a writer.
_looking = threading.Lock()


def of(path: Path) -> FileLock:
    """The lock of a workspace; `acquire` raises filelock.Timeout where another writer has it."""
    return FileLock(_file(path), timeout=_PATIENCE_SECONDS)


def held(path: Path) -> bool:
    """Whether somebody writes to the workspace, this program included."""
    if not Path(_file(path)).exists():
        return False
    try:
        with _looking, FileLock(_file(path), timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # nobody writes where nobody may
        return False


def _file(path: Path) -> str:
    return f"{path}.lock"
