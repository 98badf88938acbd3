"""A workspace: one SQLite file (WAL). Opening checks, backs up and migrates it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from core.errors import WorkspaceError
from core.store.search import pairs

SUFFIX = ".distilscope"
# The tables of the first released version; see core.store.schema for how they are made.
_HEADER = b"SQLite format 3\x00"


def prepare(path: Path) -> None:
    """Make or migrate the workspace at `path`. Raises WorkspaceError: not a workspace, newer, unreadable."""
    from core.store.schema import VERSION

    path.parent.mkdir(parents=True, exist_ok=True)
    version = _version(path)
    if version > VERSION:
        raise WorkspaceError(
            f"{path} was written by a newer DistilScope (format {version}, this one reads {VERSION})",
            kept="It was not changed",
            remedy="Update DistilScope, or open another workspace",
        )
    if version < VERSION:
        _migrate(path, version)


def connect_to_write(path: Path) -> sqlite3.Connection:
    """The one connection that writes; only core.store.writer calls this."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    # NORMAL: a killed program loses nothing in WAL mode; only a power cut can take the last commits.
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
    connection.create_function("pairs", 1, pairs, deterministic=True)
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises WorkspaceError where there is no workspace."""
    if not path.is_file():
        raise WorkspaceError(
            f"there is no workspace at {path}", remedy="Check the path, or run a study into it"
        )
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT 1 FROM study LIMIT 1")
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} cannot be read as a workspace ({error})") from error
    return connection


def _version(path: Path) -> int:
    """PRAGMA user_version; 0 where there is no file yet."""
    from core.store.schema import APPLICATION_ID

    if not path.exists() or path.stat().st_size == 0:
        return 0
    try:
        if path.open("rb").read(16) != _HEADER:
            raise WorkspaceError(f"{path} is not a workspace", kept="It was not changed")
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.close()
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(f"{path} cannot be read ({error})") from error
    if application != APPLICATION_ID:
        raise WorkspaceError(f"{path} is a SQLite file of another program", kept="It was not changed")
    return version


def _migrate(path: Path, version: int) -> None:
    from sqlite_utils import Database

    from core.store.schema import APPLICATION_ID, VERSION, migrations

    if version:
        shutil.copy2(path, path.with_name(f"{path.name}.v{version}.backup"))
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.create_function("pairs", 1, pairs, deterministic=True)
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.commit()
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(f"{path} could not be brought up to date ({error})") from error
    finally:
        connection.close()
