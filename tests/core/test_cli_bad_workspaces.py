"""Files that are no good workspace, and what is not in one: status 2, one line, and nothing changed."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from command import rows, write_study
from filelock import FileLock
from headless import GOOD_PROMPTS, SIMULATED, main

from core.store import damage
from core.store import workspace as workspace_file

JUNK = ("junk {", "[1]", 1e308)
# (table, column, value) that no program of ours wrote.
CELLS = [
    ("response", "request", "junk {"),
    *(("study", "canonical", junk) for junk in (*JUNK, "{}")),
    *(("run", column, junk) for column in ("manifest", "started", "calls", "errors") for junk in JUNK),
    ("run", "cost", "junk"),
    ("prompt", "turns", "[1]"),
    ("prompt", "position", "junk"),
    ("prompt_set", "notes", "[1]"),
    ("run_model", "run_id", 99),
    ("judgment", "outcome", "junk"),
    ("judgment", "components", "junk"),
    ("judgment", "style", "junk"),
    ("study", "name", b"\xff\xfe"),
    ("judgment", "rationale", b"\xff\xfe"),
]
COMMANDS = (["results"], ["judgments", "--format", "json"], ["templates"], ["export"], ["report"])
ENDINGS = {"templates": ".jsonl", "export": ".csv", "report": ".html"}


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


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished study, in one file."""
    folder = tmp_path_factory.mktemp("sound")
    both = {"metrics": ["rse", "ice"]}
    ice = {"queries": 4, "mode": "paired"}
    study = write_study(folder / "study.toml", SIMULATED, prompts=GOOD_PROMPTS, study=both, ice=ice)
    assert main("run", study, "--workspace", folder / "w", "--quiet") == 0
    with closing(sqlite3.connect(folder / "w")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "w"


def test_a_sound_workspace_is_not_called_damaged(sound: Path) -> None:
    assert damage.found(sound) == ""
    assert damage.explained(sound, KeyError("a mistake of ours")) is None


@pytest.mark.parametrize(("table", "column", "value"), CELLS, ids=str)
def test_values_that_no_program_wrote_are_one_line_that_names_the_file(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, value: object
) -> None:
    workspace = tmp_path / "w"
    workspace.write_bytes(sound.read_bytes())
    with closing(sqlite3.connect(workspace)) as connection:
        cell = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        connection.execute(f"UPDATE {table} SET {column} = {cell}", (value,))
        connection.commit()
    for words in COMMANDS:
        out = ["--out", tmp_path / f"out{ENDINGS[words[0]]}"] if words[0] in ENDINGS else []
        status = main(*words, *out, "--workspace", workspace)
        said = capsys.readouterr().err
        assert (status, said) == (0, "") or (status, said.count("\n")) == (2, 1), (words, said)
        assert status == 0 or f"{workspace} is damaged" in said, (words, said)
    assert damage.found(workspace)


def test_a_damaged_table_of_contents_is_one_line_also_for_a_run(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "w"
    workspace.write_bytes(sound.read_bytes().replace(b"CREATE TABLE judgment", b"CREATE TABLE judgm\xe6nt"))
    for words in (["results"], ["run", sound.parent / "study.toml"]):
        assert main(*words, "--workspace", workspace) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1), words
        assert f"{workspace} is damaged" in err


def refuse_the_lock(patch: pytest.MonkeyPatch) -> None:
    def acquire(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    patch.setattr(FileLock, "acquire", acquire)


def refuse_to_write(patch: pytest.MonkeyPatch) -> None:
    def connect(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    patch.setattr(workspace_file, "connect_to_write", connect)


@pytest.mark.parametrize("refuse", [refuse_the_lock, refuse_to_write], ids=lambda each: each.__name__)
def test_a_run_into_what_may_only_be_read_says_how_to_read_it(
    sound: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    refuse: Callable[[pytest.MonkeyPatch], None],
) -> None:
    workspace = tmp_path / "w"
    workspace.write_bytes(sound.read_bytes())
    refuse(monkeypatch)
    assert main("run", sound.parent / "study.toml", "--workspace", workspace) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"{workspace} cannot be written" in err
    assert "distilscope results" in err
    assert main("results", "--workspace", workspace) == 0
