"""A workspace: one SQLite file (WAL). Opening checks, backs up and migrates it."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from core.errors import WorkspaceError
from core.store import format as file_format
from core.store.search import pairs
from core.whole_file import draft_name

SUFFIX = ".distilscope"
_HEADER = b"SQLite format 3\x00"


class OlderWorkspace(WorkspaceError):
    """The file has to be migrated before it can be read."""


def prepare(path: Path) -> None:
    """Make or migrate the workspace at `path`. Raises WorkspaceError: not a workspace, newer, unreadable."""
    version = _version(path)
    _refuse_newer(path, version)
    if version < _this_version():
        _migrate(path, version)


def connect_to_write(path: Path) -> sqlite3.Connection:
    """The one connection that writes; only core.store.writer calls this."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    # NORMAL: a killed program loses nothing in WAL mode; only a power cut can take the last commits.
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
    connection.create_function("pairs", 1, pairs, deterministic=True)
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises WorkspaceError where there is no workspace, or a newer one.

    Raises OlderWorkspace where the file has to be migrated first.
    """
    if not path.is_file():
        raise WorkspaceError(
            f"there is no workspace at {path}", remedy="Check the path, or run a study into it"
        )
    version = _version(path)
    if version < _this_version():
        raise OlderWorkspace(
            f"{path} was written by an older DistilScope", remedy="Open it in the window once"
        )
    _refuse_newer(path, version)
    connection = _open_read_only(path)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only=ON")
    return connection


def _open_read_only(path: Path) -> sqlite3.Connection:
    connection = _opened(path, "mode=ro")
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError) and _nobody_can_write(path):
            return _opened(path, "mode=ro&immutable=1")
        raise
    return connection


def _nobody_can_write(path: Path) -> bool:
    """Whether SQLite fails only since it may not put its files beside a workspace in which no change waits."""
    wal = path.resolve().with_name(f"{path.resolve().name}-wal")
    return not os.access(wal.parent, os.W_OK) and not (wal.exists() and wal.stat().st_size)


def _opened(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, check_same_thread=False)


def _this_version() -> int:
    return file_format.VERSION


def _refuse_newer(path: Path, version: int) -> None:
    if version > _this_version():
        raise WorkspaceError(
            f"{path} was written by a newer DistilScope (format {version}, this one reads {_this_version()})",
            kept="It was not changed",
            remedy="Update DistilScope, or open another workspace",
        )


def _version(path: Path) -> int:
    """PRAGMA user_version; 0 where there is no file yet. Raises WorkspaceError for any other kind of file."""
    if not path.exists():
        return 0
    if not path.is_file():  # a folder, or a device such as /dev/null, which a new file must not replace
        raise WorkspaceError(f"{path} is not a file", remedy="Choose another place")
    if path.stat().st_size == 0:
        return 0
    try:
        with path.open("rb") as file:
            if file.read(16) != _HEADER:
                raise WorkspaceError(f"{path} is not a workspace", kept="It was not changed")
        with closing(_open_read_only(path)) as connection:
            application, version = (
                int(connection.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("application_id", "user_version")
            )
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(f"{path} cannot be read ({error})") from error
    if application != file_format.APPLICATION_ID:
        raise WorkspaceError(f"{path} is a SQLite file of another program", kept="It was not changed")
    if (
        version < 1
    ):  # somebody took the number away; as a file of no version it would be replaced by an empty one
        raise WorkspaceError(
            f"{path} is a workspace that does not say of which version it is ({version})",
            kept="It was not changed",
            remedy="Use a copy of it, or run the study into a new one",
        )
    return version


def _migrate(path: Path, version: int) -> None:
    """Make the workspace of this version beside the old file, then put it in its place: whole or not at all."""
    part = draft_name(path)
    try:
        if version:
            _copy(path, _backup(path, version))
            _copy(path, part)
        _bring_up_to_date(part)
        if version:
            _empty_wal(path)
        part.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(
            f"{path} could not be {'brought up to date' if version else 'made'} ({error})",
            kept="It was not changed" if version else "",
        ) from error
    finally:
        _remove(part)


def _bring_up_to_date(path: Path) -> None:
    from sqlite_utils import Database

    from core.store.schema import migrations

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.create_function("pairs", 1, pairs, deterministic=True)
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA application_id={file_format.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={_this_version()}")
        connection.commit()


def _copy(path: Path, target: Path) -> None:
    """A copy that holds what is in the WAL too."""
    with closing(_open_read_only(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _backup(path: Path, version: int) -> Path:
    """A name for the backup that nothing has yet."""
    name = f"{path.name}.v{version}.backup"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(found for found in map(path.with_name, names) if not found.exists())


def _empty_wal(path: Path) -> None:
    """Nothing of the old file may be left for SQLite to add to the new one."""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise sqlite3.OperationalError("another program reads it")


def _remove(path: Path) -> None:
    """What is left of a draft that failed, as far as the system lets it go."""
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
