"""One of several runs of a study is gone on with; lists tell runs of one study apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import rows
from engine import Engine
from live_study import study_of

from core.store.reader import Reader
from tests.loopback import LoopbackServer


@pytest.fixture(autouse=True)
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REF_KEY", "ONE_KEY"):
        monkeypatch.setenv(name, "sk-loopback-0123456789abcdef")


def test_the_run_that_is_named_is_gone_on_with_and_not_the_newest(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    assert engine.run(study, workspace, max_calls=5).status == "paused"
    assert engine.run(study, workspace, again=True).run == 2
    assert engine.run(study, workspace).run == 2, "the newest, where none is named"
    ended = engine.run(study, workspace, run=1)
    assert (ended.run, ended.status) == (1, "completed")
    assert rows(workspace, "SELECT status FROM run") == [("completed",), ("completed",)]


def test_runs_of_one_study_are_told_apart(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    engine.run(study, workspace)
    engine.run(study, workspace, again=True)
    reader = Reader(workspace)
    try:
        told = [(info.id, info.place, info.namesakes, info.afresh) for info in reader.runs()]
    finally:
        reader.close()
    assert told == [(2, 2, 2, True), (1, 1, 2, False)]
