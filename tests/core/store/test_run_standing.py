"""A run is at work only while somebody writes to its workspace; whoever finds it left behind calls it interrupted."""

from __future__ import annotations

from pathlib import Path
from threading import Thread, Timer
from typing import Self

import pytest
from command import LIMIT, rows
from filelock import FileLock

from core.store import lock
from core.store.reader import Reader
from core.store.runs import NewRun, begin
from core.store.writer import Writer

RUN = NewRun("s", "f", '{"metrics": ["rse"]}', "", "", "{}", models=())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.distilscope"


def started(path: Path) -> Writer:
    writer = Writer(path)
    writer.call(lambda db: begin(db, RUN, writer.next_id, again=False, reopen=False)).result()
    return writer


def seen(path: Path) -> set[tuple[str, str]]:
    reader = Reader(path)
    try:
        found = {(info.status, info.message) for info in (*reader.runs(), reader.run(1))}
    finally:
        reader.close()
    return found


def test_a_run_is_running_while_its_workspace_is_written_to(path: Path) -> None:
    writer = started(path)
    assert seen(path) == {("running", "")}
    writer.close()
    assert seen(path) == {("interrupted", lock.LEFT_BEHIND)}
    assert rows(path, "SELECT status FROM run") == [("running",)], "a reader changes nothing"


def test_the_next_writer_keeps_what_was_seen(path: Path) -> None:
    started(path).close()
    Writer(path).close()
    assert rows(path, "SELECT status, message FROM run") == [("interrupted", lock.LEFT_BEHIND)]


def test_a_look_at_the_lock_does_not_keep_a_writer_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PATIENCE_SECONDS", LIMIT)
    started(path).close()
    looking = FileLock(f"{path}.lock", thread_local=False)
    looking.acquire()
    Timer(0.05, looking.release).start()
    Writer(path).close()


def test_two_who_look_at_once_do_not_take_each_other_for_a_writer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(path).close()
    seen_by: list[bool] = []
    second = Thread(target=lambda: seen_by.append(lock.held(path)))

    class Slowly(FileLock):
        def __enter__(self) -> Self:
            entered: Self = super().__enter__()
            if not second.ident:
                second.start()
                second.join(0.2)  # until it has looked, where nothing keeps it from that
            return entered

    monkeypatch.setattr(lock, "FileLock", Slowly)
    assert not lock.held(path)
    second.join()
    assert seen_by == [False]
