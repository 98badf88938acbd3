"""Copied and moved workspaces."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core import resources
from core.errors import BadInput, WorkspaceError
from core.store import copies
from core.store.reader import Reader
from core.store.writers import Writers
from core.whole_file import NotWritten


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mine.distilscope"
    path.write_bytes(resources.path("sample", "sample.distilscope").read_bytes())
    return path


def judgments(path: Path) -> int:
    with closing(Reader(path)) as reader:
        assert reader.latest_run() == 1
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM judgment").fetchone()[0])


def test_a_copy_has_what_is_in_the_log_of_changes_too(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "copy.distilscope"
    before = judgments(source)
    with closing(sqlite3.connect(source)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("DELETE FROM judgment WHERE id = (SELECT max(id) FROM judgment)")
        db.commit()
        assert source.with_name(f"{source.name}-wal").stat().st_size
        copies.copy(source, target)
    assert judgments(target) == before - 1


def test_nothing_is_left_of_the_old_place_after_a_move(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "moved.distilscope"
    before = judgments(source)
    copies.move(source, target)
    assert judgments(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_a_workspace_is_not_moved_while_it_is_written(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "moved.distilscope"
    with Writers().use(source), pytest.raises(WorkspaceError, match="is being written"):
        copies.move(source, target)
    assert source.exists()
    assert not target.exists()


def test_another_workspace_is_never_written_over(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.distilscope"
    copies.copy(source, other)
    before = other.read_bytes()
    for take in (copies.copy, copies.move):
        with pytest.raises(BadInput, match="is a workspace"):
            take(source, other)
    assert other.read_bytes() == before
    assert judgments(source)


def test_what_is_no_workspace_stays_where_it_is(tmp_path: Path) -> None:
    source, target = tmp_path / "notes.distilscope", tmp_path / "moved.distilscope"
    source.write_text("some notes", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not a workspace"):
        copies.move(source, target)
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(NotWritten):
        copies.move(source, folder / "moved.distilscope")
    assert source.exists()
