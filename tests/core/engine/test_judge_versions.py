"""A program that was updated meanwhile: no run mixes two versions of a judge, and nothing is paid for twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import rows, served, write_study
from engine import Engine, results

from core.engine import judges
from core.events import RunEnded, RunReplaced
from core.ice import judge_llm
from core.report.analysis import analyse
from core.report.html import page
from core.report.report_data import gather
from core.rse import rubric
from core.store.reader import Reader
from tests.loopback import LoopbackServer

PROMPTS = [f"Say something of the number {n}." for n in range(8)]
VERSIONS = "SELECT DISTINCT run_id, judge, judge_version FROM judgment ORDER BY run_id, judge"
Update = Callable[[str, str], None]
JUDGED = "was judged by version 1 of the measured judge (built in), and this program has version 2 now."


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch) -> Update:
    """Let the program have another version of a built-in judge."""

    def to(judge: str, version: str) -> None:
        monkeypatch.setattr(judges, f"{judge}_version", lambda: version)

    return to


@pytest.fixture
def study(tmp_path: Path, server: LoopbackServer) -> Path:
    models = [served("ref", "reference", server.base_url), served("one", "test", server.base_url)]
    return write_study(tmp_path / "s.toml", models, prompts=PROMPTS)


def test_the_versions_are_frozen_with_the_run(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = [
        served("ref", "reference", server.base_url),
        served("one", "test", server.base_url, facts="meta"),
        served("model", "judge", server.base_url),
    ]
    both = {"judges": ["measured", "model"]}
    file = write_study(
        tmp_path / "s.toml", models, prompts=PROMPTS[:1], study={"metrics": ["rse", "ice"]}, rse=both,
        ice={"judges": ["rules", "model"], "mode": "plain", "queries": 1},
    )  # fmt: skip
    engine.run(file, workspace)
    [(manifest,)] = rows(workspace, "SELECT manifest FROM run")
    frozen = json.loads(manifest)["judges"]
    assert frozen == {
        "rse": {"measured": judges.measured_version(), "model": rubric.STANDARD.version},
        "ice": {"rules": judges.rules_version(), "model": judge_llm.VERSION},
    }
    judged = rows(workspace, "SELECT DISTINCT metric, judge, judge_version FROM judgment")
    assert sorted(judged) == sorted((m, j, v) for m, own in frozen.items() for j, v in own.items())


def test_a_model_that_judges_both_metrics_is_named_with_the_version_of_each(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = served("model", "judge", server.base_url)
    models = [
        served(n, role, server.base_url, facts="meta") for n, role in (("r", "reference"), ("t", "test"))
    ]
    file = write_study(
        tmp_path / "s.toml", [*models, judge], prompts=PROMPTS[:1], study={"metrics": ["rse", "ice"]},
        rse={"judges": ["model"]}, ice={"judges": ["model"], "mode": "plain", "queries": 1},
    )  # fmt: skip
    engine.run(file, workspace)
    before, other = rubric.STANDARD.version, rubric.Rubric("Give a score.")
    monkeypatch.setattr(rubric, "STANDARD", other)
    said = engine.run(file, workspace).message
    assert f"by version {before} of the judge model, and this program has version {other.version} now" in said


def test_an_unfinished_run_gives_way_to_one_of_the_new_version(
    engine: Engine, server: LoopbackServer, workspace: Path, study: Path, update: Update
) -> None:
    update("measured", "1")
    assert engine.run(study, workspace, max_calls=9).status == "paused"
    kept = rows(workspace, "SELECT id, task_key, overall, judge_version FROM judgment")
    assert 0 < len(kept) < len(PROMPTS)
    update("measured", "2")
    ended = engine.run(study, workspace)
    assert (ended.status, ended.run) == ("completed", 2)
    assert set(server.counts().values()) == {1}, "what was answered is not asked again"
    assert rows(workspace, VERSIONS) == [(1, "measured", "1"), (2, "measured", "2")]
    assert (
        rows(workspace, "SELECT id, task_key, overall, judge_version FROM judgment WHERE run_id = 1") == kept
    )
    assert rows(workspace, "SELECT status FROM run WHERE id = 1") == [("paused",)]
    assert results(workspace)["rse"][0]["n"] == len(PROMPTS)
    [said] = engine.events.of(RunReplaced)
    assert (said.run, said.old) == (2, 1)
    assert said.message.startswith(f"Run 1 {JUDGED}")
    assert engine.run(study, workspace).run == 2, "the study goes on with the newer run"


def test_the_same_version_takes_an_unfinished_run_up(
    engine: Engine, workspace: Path, study: Path, update: Update
) -> None:
    update("measured", "1")
    engine.run(study, workspace, max_calls=9)
    assert engine.run(study, workspace).run == 1
    assert engine.events.of(RunReplaced) == []


def test_a_run_that_was_killed_is_not_left_as_running(
    engine: Engine, workspace: Path, study: Path, update: Update
) -> None:
    import sqlite3
    from contextlib import closing

    update("measured", "1")
    engine.run(study, workspace, max_calls=9)
    with closing(sqlite3.connect(workspace)) as db, db:
        db.execute("UPDATE run SET status = 'running'")
    update("measured", "2")
    assert engine.run(study, workspace).run == 2
    assert rows(workspace, "SELECT status FROM run ORDER BY id") == [("interrupted",), ("completed",)]


def test_a_finished_run_is_printed_and_judged_anew_on_demand(
    engine: Engine, server: LoopbackServer, workspace: Path, study: Path, update: Update
) -> None:
    update("measured", "1")
    engine.run(study, workspace)
    assert engine.run(study, workspace).message == "Nothing was left to do."
    update("measured", "2")
    ended: RunEnded = engine.run(study, workspace)
    assert (ended.run, ended.status) == (1, "completed")
    assert f"{JUDGED} It can be judged anew" in ended.message
    assert engine.run(study, workspace, rejudge=True).run == 2
    assert set(server.counts().values()) == {1}
    assert rows(workspace, VERSIONS) == [(1, "measured", "1"), (2, "measured", "2")]
    assert engine.run(study, workspace, rejudge=True).run == 2, "there is nothing to judge anew any more"


def test_a_repeat_is_judged_anew_from_its_own_answers(
    engine: Engine, server: LoopbackServer, workspace: Path, study: Path, update: Update
) -> None:
    update("measured", "1")
    engine.run(study, workspace)
    engine.run(study, workspace, again=True, max_calls=9)
    calls = len(server.calls)
    update("measured", "2")
    assert engine.run(study, workspace, again=True).run == 3
    assert len(server.calls) == calls + 2 * len(PROMPTS) - 9
    assert rows(workspace, "SELECT epoch FROM run ORDER BY id") == [(0,), (1,), (1,)]


def test_failed_calls_are_not_retried_into_an_older_run(
    engine: Engine, workspace: Path, study: Path, update: Update
) -> None:
    update("measured", "1")
    engine.run(study, workspace)
    update("measured", "2")
    assert engine.run(study, workspace, retry_errors=True).run == 2
    assert rows(workspace, VERSIONS) == [(1, "measured", "1"), (2, "measured", "2")]


def test_a_search_begins_anew_since_its_judge_led_it(
    engine: Engine, workspace: Path, tmp_path: Path, update: Update
) -> None:
    model = {"name": "leaky", "role": "test", "provider": "simulated", "leak": 0.5, "facts": "meta"}
    ice = {"queries": 24, "questions_per_template": 4}
    file = write_study(tmp_path / "s.toml", [model], study={"metrics": ["ice"]}, ice=ice)
    update("rules", "1")
    engine.run(file, workspace, max_calls=9)
    update("rules", "2")
    assert engine.run(file, workspace).run == 2
    assert rows(workspace, VERSIONS) == [(1, "rules", "1"), (2, "rules", "2")]


def test_what_was_mixed_before_is_said_with_the_scores(
    engine: Engine, workspace: Path, study: Path, update: Update
) -> None:
    import sqlite3
    from contextlib import closing

    update("measured", "2")
    engine.run(study, workspace)
    with closing(sqlite3.connect(workspace)) as db, db:
        db.execute("UPDATE judgment SET judge_version = '1' WHERE id % 2 = 0")
    reader = Reader(workspace)
    try:
        found = analyse(reader, 1)
        [warning] = found.warnings
        assert warning.startswith("Versions 1, 2 of the measured judge (built in) judged in this run")
        assert JUDGED in found.newer
        assert warning in page(gather(reader, 1, now=0.0))
        assert "测量评判者（内置）有多个版本（1, 2）" in page(gather(reader, 1, "zh", now=0.0))
    finally:
        reader.close()
