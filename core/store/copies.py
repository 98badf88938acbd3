"""Copies of workspace files, whole or not there at all, and moves, after which there is one file again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from core.errors import WorkspaceError
from core.store import lock
from core.store.workspace import connect_to_read
from core.whole_file import replacing

_COMPANIONS = ("-wal", "-shm", ".lock")


def copy(source: Path, target: Path) -> None:
    """Copy a workspace with what still stands in its write-ahead log; it may be written meanwhile.

    Raises BadInput where `target` is a workspace or cannot be written, WorkspaceError where `source` cannot be read.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with replacing(target, remedy="Choose another folder") as draft:
            _copy_into(draft, source)
    except sqlite3.Error as error:
        raise WorkspaceError(f"{source} could not be copied ({error})", kept="It was not changed") from error


def _copy_into(draft: Path, source: Path) -> None:
    with closing(connect_to_read(source)) as db, closing(sqlite3.connect(draft)) as into:
        db.backup(into)


def move(source: Path, target: Path) -> None:
    """Move a workspace: the old file goes once the new one is whole.

    Raises what `copy` raises, and WorkspaceError while a run or a label is being written.
    """
    if lock.held(source):
        raise WorkspaceError(
            f"{source} is being written", remedy="Wait for its run to end, or cancel it, then move it"
        )
    copy(source, target)
    for ending in ("", *_COMPANIONS):
        source.with_name(f"{source.name}{ending}").unlink(missing_ok=True)
