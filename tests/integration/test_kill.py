"""kill -9 in the middle, then the same command again: the same result, nothing asked twice, nobody left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psutil
import pytest
from command import LIMIT, begin, distilscope, rows, served, write_jsonl, write_study
from engine import results
from killing import all_gone, kill, saved, wait_until

from tests.loopback import LoopbackServer

PROMPTS = [f"Describe the town with number {n} in three sentences." for n in range(60)]
SIMULATED: list[dict[str, Any]] = [
    {"name": "ref", "role": "reference", "provider": "simulated", "facts": "openai"},
    {"name": "a", "role": "test", "provider": "simulated", "leak": 0.4, "facts": "mistral"},
    {"name": "b", "role": "test", "provider": "simulated", "leak": 0.1, "facts": "mistral"},
]


@pytest.mark.parametrize("calls_before", [1, 37])
def test_a_run_over_a_server(calls_before: int, tmp_path: Path) -> None:
    with LoopbackServer() as server:
        models = [served("ref", "reference", server.base_url), served("one", "test", server.base_url)]
        study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
        server.delay = 0.02
        process = begin("run", study, "--workspace", tmp_path / "killed")
        wait_until(lambda: len(server.calls) >= calls_before)
        children = kill(process)
        assert all_gone(children)
        before = server.counts()
        kept = {request for (request,) in rows(tmp_path / "killed", "SELECT request FROM response")}
        assert results(tmp_path / "killed")["status"] == "interrupted"
        server.delay = 0.0
        ended = distilscope("run", study, "--workspace", tmp_path / "killed")
        assert ended.status == 0, ended.err
        twice = [body for body, count in server.counts().items() if count > 1]
        assert len(twice) <= len(before) - len(kept), "only what was in flight may be asked again"
        assert len(server.counts()) == 2 * len(PROMPTS)
        assert distilscope("run", study, "--workspace", tmp_path / "whole").status == 0
    assert results(tmp_path / "killed") == results(tmp_path / "whole")


def test_a_run_over_recorded_answers(tmp_path: Path) -> None:
    for name, text in (
        ("ref", "A quiet place. It has a mill and a bridge."),
        ("one", "A mill, a bridge, no noise."),
    ):
        answers = [{"prompt": f"{p} {n}", "response": f"{text} {p}" * 20} for p in PROMPTS for n in range(20)]
        write_jsonl(tmp_path / f"{name}.jsonl", answers)
    models = [
        {"name": n, "role": r, "provider": "recorded", "path": f"{n}.jsonl"}
        for n, r in (("ref", "reference"), ("one", "test"))
    ]
    prompts = [f"{p} {n}" for p in PROMPTS for n in range(20)]
    study = write_study(tmp_path / "s.toml", models, prompts=prompts)
    process = begin("run", study, "--workspace", tmp_path / "killed")
    wait_until(lambda: process.poll() is not None or saved(tmp_path / "killed") > 0)
    children = kill(process) if process.poll() is None else []
    assert all_gone(children)
    part = saved(tmp_path / "killed")
    assert 0 < part < len(prompts)
    ended = distilscope("run", study, "--workspace", tmp_path / "killed", "--quiet")
    assert ended.status == 0, ended.err
    assert distilscope("run", study, "--workspace", tmp_path / "whole", "--quiet").status == 0
    assert results(tmp_path / "killed") == results(tmp_path / "whole")
    assert saved(tmp_path / "killed") == len(prompts)


def tree(workspace: Path) -> list[tuple[Any, ...]]:
    sql = """SELECT m.name, s.iteration, s.row FROM selection s JOIN run_model m ON m.id = s.model_id ORDER BY 1, 2"""
    made = """SELECT m.name, t.key, t.text, t.lineage FROM template t JOIN run_model m ON m.id = t.model_id
        ORDER BY 1, 2"""
    asked = (
        "SELECT a.task_key, a.text, j.outcome FROM answer a JOIN judgment j ON j.answer_id = a.id ORDER BY 1"
    )
    return [*rows(workspace, sql), *rows(workspace, made), *rows(workspace, asked)]


def test_a_search(tmp_path: Path) -> None:
    tables = {"study": {"metrics": ["ice"]}, "ice": {"queries": 400}}
    study = write_study(tmp_path / "s.toml", SIMULATED, **tables)
    process = begin("run", study, "--workspace", tmp_path / "killed")
    wait_until(lambda: process.poll() is not None or saved(tmp_path / "killed", "selection") > 8)
    children = kill(process)
    assert all_gone(children)
    assert 0 < saved(tmp_path / "killed") < 800
    ended = distilscope("run", study, "--workspace", tmp_path / "killed", "--quiet")
    assert ended.status == 0, ended.err
    assert distilscope("run", study, "--workspace", tmp_path / "whole", "--quiet").status == 0
    assert tree(tmp_path / "killed") == tree(tmp_path / "whole")
    assert results(tmp_path / "killed") == results(tmp_path / "whole")


@pytest.mark.parametrize(("sent", "status"), [("SIGINT", "cancelled"), ("SIGTERM", "interrupted")])
def test_an_interrupted_run_keeps_all_and_ends_with_130(tmp_path: Path, sent: str, status: str) -> None:
    import signal

    with LoopbackServer() as server:
        models = [served("ref", "reference", server.base_url), served("one", "test", server.base_url)]
        study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
        server.delay = 0.05
        process = begin("run", study, "--workspace", tmp_path / "w")
        wait_until(lambda: len(server.calls) >= 20)
        process.send_signal(getattr(signal, sent))
        out, err = process.communicate(timeout=LIMIT)
        assert process.returncode == 130
        assert b"Traceback" not in err
        assert f"run 1: {status}.".encode() in err
        assert b"a study" in out
        server.delay = 0.0
        assert distilscope("run", study, "--workspace", tmp_path / "w").status == 0
    assert rows(tmp_path / "w", "SELECT status FROM run") == [("completed",)]


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    study = write_study(
        tmp_path / "s.toml", SIMULATED, prompts=[f"{p} {n}" for p in PROMPTS for n in range(20)]
    )
    process = begin("run", study, "--workspace", tmp_path / "w")
    parent = psutil.Process(process.pid)
    wait_until(lambda: process.poll() is not None or len(parent.children(recursive=True)) >= 2)
    children = kill(process)
    assert children, "there were workers to leave behind"
    assert all_gone(children)
