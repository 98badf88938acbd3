"""A run is at work only while somebody writes to its workspace; whoever finds it left behind calls it interrupted."""

from __future__ import annotations

import contextlib
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


@pytest.mark.parametrize("table", ["answer", "judgment"])
def test_what_failed_is_told_while_the_run_is_on_and_where_it_was_cut_off(path: Path, table: str) -> None:
    with contextlib.closing(started(path)) as writer:
        for sql in (*_ASKED, _FAILED[table]):
            writer.put((sql, ())).result()
        assert errors(path) == 1
    assert errors(path) == 1
    Writer(path).close()
    assert errors(path) == 1


_ASKED = (
    "INSERT INTO run_model (id, run_id, name, role, provider, served_name, spec) VALUES (1, 1, 'm', '', '', 'm', '{}')",
    "INSERT INTO prompt (id, run_id, key, position, turns) VALUES (1, 1, 'p', 0, '[]')",
)
_FAILED = {
    "answer": "INSERT INTO answer (run_id, task_key, model_id, prompt_id, repeat, outcome, created)"
    " VALUES (1, 'a', 1, 1, 0, 'error', 0)",
    "judgment": "INSERT INTO judgment (run_id, task_key, metric, model_id, judge, prompt_id, outcome, created)"
    " VALUES (1, 'j', 'ice', 1, 'rules', 1, 'error', 0)",
}


def errors(path: Path) -> int:
    with contextlib.closing(Reader(path)) as reader:
        return reader.run(1).errors
