"""Files that are no good workspace, and what is not in one: status 2, one line, and nothing changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import rows, write_study
from headless import GOOD_PROMPTS, SIMULATED, main


def test_files_that_are_no_workspace_are_refused_and_not_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, foreign = tmp_path / "text", tmp_path / "foreign"
    text.write_bytes(b"Dear diary")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE study (id)")
    before = text.read_bytes(), foreign.read_bytes()
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    for path in (text, foreign):
        for words in (["results"], ["judgments", "--format", "csv"], ["run", study], ["demo"]):
            assert main(*words, "--workspace", path) == 2
            out, err = capsys.readouterr()
            assert (out, err.count("\n")) == ("", 1), words
            assert str(path) in err
    assert before == (text.read_bytes(), foreign.read_bytes())


def test_a_workspace_that_cannot_be_made_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    for path in (tmp_path / "file" / "w", tmp_path):
        assert main("run", study, "--workspace", path) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)


def test_runs_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    workspace = tmp_path / "w.distilscope"
    assert main("run", study, "--workspace", workspace, "--quiet") == 0
    capsys.readouterr()
    for words in (["results", "--run", "7"], ["judgments", "--run", "-1", "--format", "json"]):
        assert main(*words, "--workspace", workspace) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "It has: 1" in err
    assert rows(workspace, "SELECT count(*) FROM run") == [(1,)]


def test_a_model_that_is_not_there_is_no_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    workspace = tmp_path / "w.distilscope"
    assert main("run", study, "--workspace", workspace, "--quiet") == 0
    capsys.readouterr()
    assert main("judgments", "--workspace", workspace, "--format", "json", "--model", "bb") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "a, b" in err
    assert main("judgments", "--workspace", workspace, "--format", "json", "--model", "b") == 0


def test_an_estimate_beside_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    assert main("estimate", study, "--workspace", tmp_path) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert main("estimate", study, "--workspace", tmp_path / "new.distilscope") == 0


def test_a_damaged_workspace_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    workspace = tmp_path / "w.distilscope"
    assert main("run", study, "--workspace", workspace, "--quiet") == 0
    with closing(sqlite3.connect(workspace)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'judgment'").fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(workspace.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    workspace.write_bytes(content)
    capsys.readouterr()
    for words in (["results"], ["judgments", "--format", "json"], ["export", "--out", tmp_path / "r.csv"]):
        assert main(*words, "--workspace", workspace) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1), words
        assert "damaged" in err
