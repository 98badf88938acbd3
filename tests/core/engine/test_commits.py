"""What is committed together, and what is not asked twice though two wait for it."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import rows, served, write_study
from engine import Engine
from live_study import PROMPTS, study_of

from core.engine import garbage
from tests.loopback import LoopbackServer


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REF_KEY", "key-of-the-reference")
    monkeypatch.setenv("ONE_KEY", "key-of-the-first-test")


def test_two_that_ask_the_same_at_once_pay_once_and_both_have_the_answer(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = [
        served("ref", "reference", server.base_url, model="the-same"),
        served("one", "test", server.base_url, model="the-same"),
    ]
    study = write_study(tmp_path / "study.toml", models, prompts=PROMPTS)
    assert engine.run(study, workspace).status == "completed"
    assert len(server.calls) == len(PROMPTS)
    stored = (
        "SELECT m.name, count(*), min(length(a.text)) > 0 FROM answer a JOIN run_model m ON m.id = a.model_id"
    )
    assert rows(workspace, f"{stored} GROUP BY m.name") == [
        ("one", len(PROMPTS), 1),
        ("ref", len(PROMPTS), 1),
    ]
    assert rows(workspace, "SELECT count(*) FROM response")[0][0] == len(PROMPTS)


def test_an_answer_is_committed_with_the_last_of_its_replies(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    """However a program is cut off, no reply is paid for and stored without being an answer."""
    study = study_of(tmp_path, server)
    assert engine.run(study, workspace, max_calls=3).status == "paused"
    with closing(sqlite3.connect(workspace)) as db, db:
        db.execute("CREATE TRIGGER cut BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'cut off'); END")
    with pytest.raises(sqlite3.IntegrityError, match="cut off"):
        engine.run(study, workspace)
    assert rows(workspace, "SELECT count(*) FROM response") == [(3,)]
    with closing(sqlite3.connect(workspace)) as db, db:
        db.execute("DROP TRIGGER cut")
    assert engine.run(study, workspace).status == "completed"
    replies = {row[0] for row in rows(workspace, "SELECT id FROM response")}
    assert {int(row[0].strip("[]")) for row in rows(workspace, "SELECT turns FROM answer")} == replies


def test_garbage_is_collected_as_before_once_the_last_run_has_ended() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with garbage.relaxed():
        assert gc.get_freeze_count() > frozen
        with garbage.relaxed():
            assert gc.get_threshold() != before
        assert gc.get_freeze_count() > frozen
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
