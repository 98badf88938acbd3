"""What a person changes in a workspace beside running: tags, notes, deletions that can be undone."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future

from core.store.writer import Writer

# From the leaves to the root, so that no row is left without the one that it belongs to.
_BELONGINGS = (
    "DELETE FROM label WHERE judgment_id IN (SELECT id FROM judgment WHERE run_id = ?)",
    "DELETE FROM judgment WHERE run_id = ?",
    "DELETE FROM answer WHERE run_id = ?",
    "DELETE FROM selection WHERE run_id = ?",
    "DELETE FROM prompt WHERE run_id = ?",
    "DELETE FROM template WHERE run_id = ?",
    "DELETE FROM prompt_set WHERE run_id = ?",
    "DELETE FROM run_model WHERE run_id = ?",
    "DELETE FROM log WHERE run_id = ?",
    "DELETE FROM label_task WHERE run_id = ?",
    "DELETE FROM run WHERE id = ?",
)


def tag(writer: Writer, study: int, tags: str) -> Future[None]:
    """Set a study's tags, separated by commas."""
    return writer.put(("UPDATE study SET tags = ? WHERE id = ?", (tags, study)))


def note(writer: Writer, study: int, notes: str) -> Future[None]:
    """Set a study's notes."""
    return writer.put(("UPDATE study SET notes = ? WHERE id = ?", (notes, study)))


def delete_run(writer: Writer, run: int) -> Future[None]:
    """Hide a run everywhere; `restore_run` brings it back until the workspace is tidied."""
    return writer.put(("UPDATE run SET deleted = ? WHERE id = ?", (time.time(), run)))


def restore_run(writer: Writer, run: int) -> Future[None]:
    """Undo `delete_run`."""
    return writer.put(("UPDATE run SET deleted = NULL WHERE id = ?", (run,)))


def tidy(writer: Writer, before: float) -> Future[int]:
    """Remove for good what was deleted before that time (seconds since 1970); how many runs that were.

    Cached responses stay: another run may have them too, and they cost money.
    """

    def remove(db: sqlite3.Connection) -> int:
        runs = [row[0] for row in db.execute("SELECT id FROM run WHERE deleted < ?", (before,))]
        for run in runs:
            for sql in _BELONGINGS:
                db.execute(sql, (run,))
        db.execute("DELETE FROM study WHERE id NOT IN (SELECT study_id FROM run)")
        return len(runs)

    return writer.call(remove)
