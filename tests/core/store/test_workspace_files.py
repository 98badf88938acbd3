"""Opening files of every kind: new, older, newer, foreign, broken."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
from command import rows

from core.errors import WorkspaceError
from core.store import format as file_format
from core.store import schema, workspace
from core.store.reader import Reader
from core.store.writer import Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.distilscope"


def texts(path: Path) -> list[str]:
    return [text for (text,) in rows(path, "SELECT text FROM log ORDER BY id")]


def made_by_version_one(path: Path, *, leave_in_wal: str = "") -> sqlite3.Connection:
    """A workspace as the first version left it."""
    from sqlite_utils import Database

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    migrations = schema.migrations
    migrations.apply(Database(connection), stop_before="search_and_sort")
    connection.execute(f"PRAGMA application_id={file_format.APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("INSERT INTO log (created, level, text) VALUES (0, '', ?)", (leave_in_wal or "old",))
    connection.commit()
    return connection


def test_an_older_workspace_is_backed_up_with_its_wal_and_migrated(path: Path) -> None:
    old = made_by_version_one(path, leave_in_wal="only in the WAL")
    # A program that was killed leaves its WAL behind.
    copies = [(file, file.read_bytes()) for file in path.parent.iterdir() if not file.name.endswith("-shm")]
    old.close()
    for file, content in copies:
        file.write_bytes(content)
    Writer(path).close()
    backup = path.with_name(f"{path.name}.v1.backup")
    assert texts(path) == texts(backup) == ["only in the WAL"]
    assert rows(path, "PRAGMA user_version") == [(file_format.VERSION,)]
    assert rows(backup, "PRAGMA user_version") == [(1,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_reading_an_older_workspace_migrates_it_first(path: Path) -> None:
    made_by_version_one(path).close()
    reader = Reader(path)
    assert reader.runs() == []
    reader.close()
    assert path.with_name(f"{path.name}.v1.backup").exists()


def test_a_second_backup_leaves_the_first_alone(path: Path) -> None:
    made_by_version_one(path).close()
    first = path.with_name(f"{path.name}.v1.backup")
    first.write_bytes(b"precious")
    Writer(path).close()
    assert first.read_bytes() == b"precious"
    assert texts(path.with_name(f"{path.name}.v1.backup-2")) == ["old"]


def test_a_failed_migration_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by_version_one(path).close()
    before = path.read_bytes()

    def fail(_: Path) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(workspace, "_bring_up_to_date", fail)
    with pytest.raises(WorkspaceError, match="It was not changed"):
        Writer(path)
    assert path.read_bytes() == before
    assert list(path.parent.glob("*.part*")) == []
    monkeypatch.undo()
    Writer(path).close()
    assert texts(path) == ["old"]


@pytest.mark.parametrize("older", [False, True])
def test_a_file_of_somebody_else_beside_it_is_left_alone(path: Path, older: bool) -> None:
    if older:
        made_by_version_one(path).close()
    part = path.with_name(f"{path.name}.part")
    part.write_text("mine", encoding="utf-8")
    Writer(path).close()
    assert part.read_text("utf-8") == "mine"
    assert rows(path, "SELECT count(*) FROM run") == [(0,)]
    assert [each for each in path.parent.glob("*.part") if each != part] == []


@pytest.mark.parametrize("version", [0, -1])
@pytest.mark.parametrize("open_it", [Writer, Reader])
def test_a_workspace_that_lost_its_version_is_refused_and_stays(
    path: Path, version: int, open_it: type[Writer | Reader]
) -> None:
    made_by_version_one(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    with pytest.raises(WorkspaceError, match=r"does not say of which version.*It was not changed"):
        open_it(path)
    assert texts(path) == ["old"]


@pytest.mark.parametrize("open_it", [Writer, Reader])
def test_a_newer_workspace_is_refused_politely(path: Path, open_it: type[Writer | Reader]) -> None:
    Writer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={file_format.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match=r"newer DistilScope.*It was not changed.*Update DistilScope"):
        open_it(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permission there")
def test_a_copy_in_a_folder_that_may_not_be_written_is_read(path: Path) -> None:
    """The copy has none of SQLite's files beside it, and none can be made."""
    Writer(path).close()
    folder = path.parent / "published"
    folder.mkdir()
    (folder / "w").write_bytes(path.read_bytes())
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("root may write everywhere")
        reader = Reader(folder / "w")
        assert reader.runs() == []
        reader.close()
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_workspace_that_is_damaged_inside_is_refused_by_the_writer(path: Path) -> None:
    Writer(path).close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="is damaged"):
        Writer(path)


@pytest.mark.parametrize("open_it", [Writer, Reader])
@pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 3\x00" + b"\xff" * 5000, b"\x00" * 100])
def test_other_files_are_refused_and_left_alone(
    path: Path, content: bytes, open_it: type[Writer | Reader]
) -> None:
    path.write_bytes(content)
    with pytest.raises(WorkspaceError):
        open_it(path)
    assert path.read_bytes() == content


def test_a_file_of_another_program_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE study (id)")
    connection.close()
    before = path.read_bytes()
    for open_it in (Writer, Reader):
        with pytest.raises(WorkspaceError, match="another program"):
            open_it(path)
    assert path.read_bytes() == before


def test_a_reader_cannot_write_and_makes_no_file(path: Path) -> None:
    with pytest.raises(WorkspaceError, match="there is no workspace"):
        Reader(path)
    assert not path.exists()
    Writer(path).close()
    reader = Reader(path)
    with pytest.raises(sqlite3.OperationalError):
        reader.db.execute("DELETE FROM log")
    reader.close()


def test_an_empty_file_becomes_a_workspace(path: Path) -> None:
    path.touch()
    Writer(path).close()
    assert rows(path, "PRAGMA application_id") == [(file_format.APPLICATION_ID,)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_refused_and_never_replaced(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(WorkspaceError, match="is not a file"):
        Writer(path)
    assert stat.S_ISFIFO(path.stat().st_mode)
