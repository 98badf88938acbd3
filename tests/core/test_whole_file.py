"""Exports are written whole or not at all, and never over a workspace."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
from command import LIMIT, PROJECT, Ended, distilscope

from core.errors import BadInput
from core.store import lock
from core.store.writer import Writer
from core.whole_file import NotWritten, replacing, write_bytes, write_text

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")
WRITES = {
    "labels task": ("labels", "task"),
    "export": ("export",),
    "judgments": ("export", "--judgments"),
    "report": ("report",),
    "chart": ("chart", "rse-bars"),
    "templates": ("templates",),
    "bundle": ("bundle", "export"),
}
# Under a limit for the size of files, the same calls fail as on a full disk.
ON_A_FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from gui.main import main
sys.exit(main(sys.argv[2:]))
"""
SHARED_MEMORY = 32_768  # bytes of the file beside a workspace that SQLite has to write even to read


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Named as an export could be, so that no ending saves it."""
    made = hostile.similarity_run(tmp_path_factory.mktemp("rse"))
    return made.rename(made.with_name("w.csv"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def on_a_full_disk(*args: object) -> Ended:
    done = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(SHARED_MEMORY), *map(str, args)],
        capture_output=True, text=True, cwd=PROJECT, timeout=LIMIT, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def fail_halfway(draft: Path, wrong: type[BaseException] | BaseException) -> None:
    draft.write_text("half", encoding="utf-8")
    raise wrong


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_no_command_writes_over_the_workspace(workspace: Path, write: tuple[str, ...]) -> None:
    endings = {"report": ".html", "bundle": ".zip"}
    out = workspace
    if write[0] in endings:
        out = workspace.with_name(f"{write[0]}{endings[write[0]]}")
        out.symlink_to(workspace)
    before = workspace.read_bytes()
    ended = distilscope(*write, "--workspace", workspace, "--out", out)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "is a workspace, which is not overwritten" in ended.err
    assert workspace.read_bytes() == before


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal", ".lock", "-WAL"])
def test_a_workspace_and_what_lies_beside_it_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "w"
    Writer(path).close()
    with pytest.raises(BadInput, match="workspace"):
        write_bytes(path.with_name(f"w{ending}"), b"x")
    assert lock.held(path) is False
    Writer(path).close()


@POSIX
def test_a_workspace_is_known_through_every_kind_of_link(tmp_path: Path) -> None:
    path = tmp_path / "w"
    Writer(path).close()
    (tmp_path / "a.csv").symlink_to("w")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    (tmp_path / "hard.csv").hardlink_to(path)
    (tmp_path / "wal.csv").symlink_to("w-wal")
    (tmp_path / "folder").symlink_to(tmp_path)
    for name in ("a.csv", "b.csv", "hard.csv", "wal.csv", "folder/w", "folder/a.csv", "a.csv.lock"):
        with pytest.raises(BadInput, match="workspace"):
            write_bytes(tmp_path / name, b"x")
    Writer(path).close()


def test_names_like_those_beside_a_workspace_are_free(tmp_path: Path) -> None:
    for name in ("x-wal", ".lock", "x.lock", "notes-shm"):
        write_text(tmp_path / name, "x")
    assert names(tmp_path) == {"x-wal", ".lock", "x.lock", "notes-shm"}


def test_a_task_is_a_table(workspace: Path, tmp_path: Path) -> None:
    precious = tmp_path / "study.toml"
    precious.write_text("mine", encoding="utf-8")
    ended = distilscope("labels", "task", "--workspace", workspace, "--out", precious)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "a task is written as .csv" in ended.err
    assert precious.read_text("utf-8") == "mine"


@POSIX
@pytest.mark.parametrize(
    ("write", "name"),
    [
        (("export",), "o.xlsx"),
        (("export", "--judgments"), "o.csv"),
        (("export", "--judgments"), "o.jsonl"),
        (("export",), "o.csv"),
        (("export",), "o.zip"),
        (("export",), "o.md"),
        (("report",), "o.html"),
        (("report",), "o.pdf"),
        (("labels", "task"), "o.csv"),
        (("bundle", "export", "--responses"), "o.zip"),
        (("chart", "rse-bars"), "o.png"),
        (("chart", "rse-bars"), "o.svg"),
        (("chart", "rse-bars"), "o.pdf"),
        (("chart", "rse-bars"), "o.csv"),
    ],
)
def test_a_device_that_is_full_is_said_in_one_line(
    workspace: Path, tmp_path: Path, write: tuple[str, ...], name: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device is always full here")
    (tmp_path / name).symlink_to("/dev/full")
    ended = distilscope(*write, "--workspace", workspace, "--out", tmp_path / name)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err == f"{tmp_path / name}: cannot be written (No space left on device).\n"
    assert Path("/dev/full").is_char_device()
    assert names(tmp_path) == {name}


@POSIX
@pytest.mark.parametrize(
    ("write", "name"),
    [
        (("export", "--judgments"), "o.csv"),
        (("export",), "o.xlsx"),
        (("report",), "o.html"),
        (("report",), "o.pdf"),
        (("chart", "rse-bars"), "o.png"),
    ],
)
def test_a_full_disk_leaves_the_older_file(
    workspace: Path, tmp_path: Path, write: tuple[str, ...], name: str
) -> None:
    (tmp_path / name).write_text("good", encoding="utf-8")
    ended = on_a_full_disk(*write, "--workspace", workspace, "--out", tmp_path / name)
    assert (ended.status, ended.err.count("\n")) == (2, 1), ended.err
    assert "cannot be written (File too large)" in ended.err
    assert (tmp_path / name).read_text("utf-8") == "good"
    assert names(tmp_path) == {name}


def test_nothing_is_left_of_a_draft_that_failed(tmp_path: Path) -> None:
    write_text(tmp_path / "x", "old")
    for wrong in (KeyboardInterrupt, ValueError, BadInput("no")):
        with pytest.raises((KeyboardInterrupt, ValueError, BadInput)), replacing(tmp_path / "x") as draft:
            fail_halfway(draft, wrong)
    assert (tmp_path / "x").read_text("utf-8") == "old"
    assert names(tmp_path) == {"x"}


def test_files_of_others_that_are_called_part_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.part").write_text("mine", encoding="utf-8")
    write_text(tmp_path / "x", "new")
    assert (tmp_path / "x.part").read_text("utf-8") == "mine"


@POSIX
def test_a_link_stays_one_and_rights_stay_as_they_were(tmp_path: Path) -> None:
    target = tmp_path / "there" / "x"
    target.parent.mkdir()
    write_text(target, "old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert target.read_text("utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    (tmp_path / "dangling").symlink_to(tmp_path / "there" / "y")
    write_text(tmp_path / "dangling", "new")
    assert (tmp_path / "there" / "y").read_text("utf-8") == "new"


@POSIX
def test_a_new_file_has_the_rights_of_every_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_bytes(tmp_path / "x", b"")
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "plain").stat().st_mode


@POSIX
def test_a_pipe_is_written_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_bytes(tmp_path / "pipe", b"through")
    reader.join()
    assert read == [b"through"]
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    "at", [lambda f: f, lambda f: f / "no" / "x", lambda f: f / ("x" * 300), lambda f: f / "file" / "x"]
)
def test_places_that_cannot_be_written_are_said(tmp_path: Path, at: Callable[[Path], Path]) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritten, match="cannot be written"), replacing(at(tmp_path)):
        pytest.fail("found out too late")
    assert names(tmp_path) == {"file"}


@POSIX
def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path) -> None:
    write_text(tmp_path / "x", "kept")
    (tmp_path / "x").chmod(0o400)
    if os.access(tmp_path / "x", os.W_OK):
        pytest.skip("root may write everywhere")
    with pytest.raises(NotWritten):
        write_text(tmp_path / "x", "new")
    assert (tmp_path / "x").read_text("utf-8") == "kept"
