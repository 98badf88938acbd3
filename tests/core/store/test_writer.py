from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import LIMIT, PROJECT, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import WorkspaceError
from core.store.reader import Reader
from core.store.statements import log
from core.store.writer import BATCH, Statement, Writer
from core.store.writers import Writers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.distilscope"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    opened = Writer(path)
    yield opened
    opened.close()


def line(text: str) -> Statement:
    return log(None, 0.0, "info", text)


BAD: Statement = ("INSERT INTO log (id, text) VALUES (1, NULL)", ())


def texts(path: Path) -> list[str]:
    return [text for (text,) in rows(path, "SELECT text FROM log ORDER BY id")]


def test_what_is_saved_can_be_read_at_once(path: Path, writer: Writer) -> None:
    writer.put(line("one"), line("two")).result(LIMIT)
    assert texts(path) == ["one", "two"]


async def test_a_task_is_done_when_its_row_is_committed(path: Path, writer: Writer) -> None:
    async def save(number: int) -> bool:
        await writer.save(line(f"{number}"))
        return (f"{number}",) in rows(path, "SELECT text FROM log")

    assert all(await asyncio.gather(*(save(n) for n in range(3 * BATCH))))
    assert sorted(map(int, texts(path))) == list(range(3 * BATCH))


def test_all_that_waits_is_one_commit(path: Path, writer: Writer) -> None:
    version = Reader(path)
    held = threading.Event()
    writer.call(lambda _: held.wait(LIMIT))
    before = version.data_version()
    waiting = [writer.put(line(str(n))) for n in range(BATCH - 1)]
    held.set()
    for future in waiting:
        future.result(LIMIT)
    assert version.data_version() != before
    assert len(texts(path)) == BATCH - 1
    version.close()


def test_a_bad_job_harms_no_other(path: Path, writer: Writer) -> None:
    held = threading.Event()
    writer.call(lambda _: held.wait(LIMIT))
    jobs = [writer.put(line("first")), writer.put(line("half"), BAD), writer.put(line("last"))]
    held.set()
    assert [type(job.exception(LIMIT)) for job in jobs] == [type(None), sqlite3.IntegrityError, type(None)]
    assert texts(path) == ["first", "last"], "nothing of the bad job stays, and all of the others"


@given(st.lists(st.sampled_from(["good", "bad", "call", "broken call"]), max_size=30))
@settings(max_examples=10)
def test_every_job_is_answered_on_its_own_merits(kinds: list[str]) -> None:
    import tempfile

    def fail(_: sqlite3.Connection) -> None:
        raise ZeroDivisionError

    with tempfile.TemporaryDirectory() as folder:
        writer = Writer(Path(folder) / "w")
        try:
            work = {"good": (line("x"),), "bad": (line("y"), BAD)}
            futures = [
                writer.put(*work[k]) if k in work else writer.call(fail if "broken" in k else lambda _: None)
                for k in kinds
            ]
            failed = [future.exception(LIMIT) is not None for future in futures]
            assert failed == [k in {"bad", "broken call"} for k in kinds]
            assert texts(writer.path) == ["x"] * kinds.count("good")
        finally:
            writer.close()


def test_a_function_runs_in_the_transaction_and_hands_back_its_value(path: Path, writer: Writer) -> None:
    def write_and_fail(db: sqlite3.Connection) -> None:
        db.execute(*line("gone"))
        raise KeyError("no")

    assert writer.call(lambda db: db.execute("SELECT 41 + 1").fetchone()[0]).result(LIMIT) == 42
    assert isinstance(writer.call(write_and_fail).exception(LIMIT), KeyError)
    assert texts(path) == []


def test_ids_are_never_given_twice(path: Path) -> None:
    first = Writer(path)
    given_out: list[int] = []
    threads = [
        threading.Thread(target=lambda: given_out.extend(first.next_id("answer") for _ in range(500)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sql = "INSERT INTO study (id, name, fingerprint, canonical, toml, base_dir, created) VALUES (9,'','f','','','',0)"
    first.put((sql, ())).result(LIMIT)
    first.close()
    again = Writer(path)
    assert again.next_id("study") == 10
    again.close()
    assert sorted(given_out) == list(range(1, 2001))


async def test_a_closed_writer_refuses_instead_of_waiting_for_ever(path: Path) -> None:
    writer = Writer(path)
    writer.close()
    writer.close()
    for refused in (lambda: writer.put(line("x")), lambda: writer.call(lambda _: None)):
        with pytest.raises(WorkspaceError, match="was closed"):
            refused()
    with pytest.raises(WorkspaceError, match="was closed"):
        await writer.save(line("x"))


def test_what_waits_at_the_close_is_committed(path: Path) -> None:
    writer = Writer(path)
    futures = [writer.put(line(str(n))) for n in range(3 * BATCH)]
    writer.close()
    assert all(future.done() and future.exception() is None for future in futures)
    assert len(texts(path)) == 3 * BATCH


def test_a_listener_that_gave_up_harms_nobody(path: Path, writer: Writer) -> None:
    held = threading.Event()
    writer.call(lambda _: held.wait(LIMIT))
    given_up, other = writer.put(line("kept anyway")), writer.put(line("other"))
    assert given_up.cancel()
    held.set()
    other.result(LIMIT)
    assert "other" in texts(path)


def test_a_second_program_is_refused_and_may_read(path: Path, writer: Writer) -> None:
    writer.put(line("mine")).result(LIMIT)
    code = f"""
from pathlib import Path
from core.errors import WorkspaceError
from core.store.reader import Reader
from core.store.writer import Writer
reader = Reader(Path({str(path)!r}))
print(reader.db.execute("SELECT text FROM log").fetchone()[0])
reader.close()
try:
    Writer(Path({str(path)!r}))
except WorkspaceError as error:
    print(error)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, timeout=LIMIT, check=True
    ).stdout
    assert told.startswith("mine\n")
    assert "in use by another DistilScope" in told


def test_the_workspace_is_free_again_after_the_close(path: Path) -> None:
    for _ in range(3):
        Writer(path).close()


def test_one_program_shares_one_writer_until_the_last_lets_go(path: Path) -> None:
    writers = Writers()
    with writers.use(path) as first, writers.use(path) as second:
        assert first is second
    with pytest.raises(WorkspaceError, match="was closed"):
        first.put(line("x"))
    with writers.use(path) as third:
        assert third is not first


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from core.errors import WorkspaceError
from core.store.statements import log
from core.store.writer import Writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = Writer(Path(sys.argv[1]))
writer.put(log(None, 0.0, "", "before")).result()
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
futures = [writer.put(log(None, 0.0, "", "x" * 100_000)) for _ in range(60)]
errors = [future.exception() for future in futures]
print(sum(error is None for error in errors))
print({type(error) for error in errors if error is not None} == {WorkspaceError})
print(next(error for error in errors if error is not None))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.put(log(None, 0.0, "", "after")).result()
writer.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        capture_output=True, text=True, cwd=PROJECT, timeout=LIMIT, check=True,
    ).stdout.splitlines()  # fmt: skip
    saved = int(told[0])
    assert 0 < saved < 60
    assert told[1] == "True"
    assert "What was saved before is kept" in told[2]
    kept = texts(path)
    assert (kept[0], kept[-1], len(kept)) == ("before", "after", saved + 2)


def test_a_database_that_may_not_grow_refuses_and_goes_on(path: Path, writer: Writer) -> None:
    def limit(db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA max_page_count={db.execute('PRAGMA page_count').fetchone()[0] + 1}")

    writer.call(limit).result(LIMIT)
    assert isinstance(writer.put(line("x" * 1_000_000)).exception(LIMIT), WorkspaceError)
    writer.put(line("small")).result(LIMIT)
    assert texts(path) == ["small"]
