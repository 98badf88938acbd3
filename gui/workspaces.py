"""Copies of workspace files."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_workspace(source: Path, target: Path, move: bool) -> None:
    """Copy or move a workspace; what still stands in its write-ahead log is taken along."""
    from core.store.workspace import connect_to_write

    connection = connect_to_write(source)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.move if move else shutil.copy2)(source, target)


def own_copy(source: Path, folder: Path) -> Path:
    """A copy below the folder under a name that is free there. Blocking."""
    taken = {path.name for path in folder.glob("*.distilscope")}
    names = (f"{source.stem} {number}.distilscope" for number in range(2, len(taken) + 3))
    target = folder / next(n for n in (source.name, *names) if n not in taken)
    copy_workspace(source, target, move=False)
    return target
