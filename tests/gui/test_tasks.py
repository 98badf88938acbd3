"""Background work: results on the window's thread, only the newest heard, errors to whoever wants them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.errors import BadInput
from gui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
    made.deleteLater()


def test_work_is_done_elsewhere_and_heard_here(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[tuple[str, str]] = []
    job = tasks.work(lambda: threading.current_thread().name)
    job.then(lambda name: heard.append((name, threading.current_thread().name))).start()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("distilscope-work", threading.main_thread().name)]


def test_only_the_newest_of_a_key_is_heard(qtbot: QtBot, tasks: Tasks) -> None:
    gate, heard = threading.Event(), []
    tasks.work(lambda: gate.wait(30)).start()
    for number in range(20):
        tasks.work(lambda number=number: number).latest("key").then(heard.append).start()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard == [19]


def test_a_cancelled_job_is_not_heard(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[int] = []
    tasks.work(lambda: 1).then(heard.append).start().cancel()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard == []


def test_a_job_whose_owner_is_gone_is_not_heard(qtbot: QtBot, tasks: Tasks) -> None:
    import shiboken6

    owner, heard = QObject(), []
    tasks.work(lambda: 1).owned_by(owner).then(heard.append).start()
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard == []


def test_expected_errors_go_to_who_asked(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[str] = []

    def fail() -> None:
        raise BadInput("no such thing")

    tasks.work(fail).otherwise(lambda error: heard.append(str(error))).start()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["no such thing."]


def test_other_errors_go_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.failed) as caught:
        tasks.work(lambda: 1 / 0).otherwise(lambda error: None).start()
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_a_coroutine_is_run_to_its_end(qtbot: QtBot, tasks: Tasks) -> None:
    async def later() -> int:
        return 7

    heard: list[int] = []
    tasks.net(later).then(heard.append).start()
    qtbot.waitUntil(lambda: heard == [7])


def test_reads_share_one_reader_of_their_thread(qtbot: QtBot, tasks: Tasks, workspace: Path) -> None:
    heard: list[int] = []
    for _round in range(2):
        tasks.read(workspace, id).then(heard.append).start()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == heard[1]


def test_nothing_starts_after_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    tasks.close()
    tasks.work(lambda: 1).start()
    assert not tasks.busy


def test_a_read_that_fails_on_a_damaged_workspace_says_so(
    qtbot: QtBot, tasks: Tasks, workspace: Path, tmp_path: Path
) -> None:
    damaged, heard = tmp_path / "damaged", []
    with closing(sqlite3.connect(workspace)) as source, closing(sqlite3.connect(damaged)) as copy:
        source.backup(copy)
        copy.execute("UPDATE study SET canonical = '[1]'")
        copy.commit()
    tasks.read(damaged, lambda reader: reader.runs()).otherwise(heard.append).start()
    qtbot.waitUntil(lambda: not tasks.busy)
    [error] = heard
    assert str(error).startswith(f"{damaged} is damaged (study.canonical")


def test_a_mistake_in_a_read_is_not_laid_to_a_sound_workspace(
    qtbot: QtBot, tasks: Tasks, workspace: Path
) -> None:
    with qtbot.waitSignal(tasks.failed) as caught:
        tasks.read(workspace, lambda _reader: 1 / 0).otherwise(lambda error: None).start()
    assert isinstance(caught.args[0], ZeroDivisionError)
