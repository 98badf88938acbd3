"""What failed calls do to a run: limits, wrong keys, the tolerance, asking again."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from command import rows, served, write_jsonl, write_study
from engine import Engine, results
from live_study import PROMPTS, asked, study_of

from core.events import CallError, Progress
from core.llm import limits
from tests.loopback import Call, Fault, LoopbackServer


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REF_KEY", "key-of-the-reference")
    monkeypatch.setenv("ONE_KEY", "key-of-the-first-test")


def test_a_rate_limit_is_waited_for_and_no_error(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.faults = [Fault.rate_limit("0.01") for _ in range(3)]
    ended = engine.run(study_of(tmp_path, server), workspace)
    assert ended.status == "completed"
    assert engine.events.of(CallError) == []
    assert len(server.calls) == 2 * len(PROMPTS) + 3


def test_a_wrong_key_stops_one_account_with_one_message_and_no_other(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = [True]

    def fault(call: Call) -> Fault | None:
        wrong = refuse[0] and call.headers.get("Authorization") == "Bearer key-of-the-first-test"
        return Fault.of_status(401, {"error": {"message": "no such key"}}) if wrong else None

    server.fault_of = fault
    study = study_of(tmp_path, server, prompts=[*PROMPTS, *(f"{p} Again!" for p in PROMPTS)])
    ended = engine.run(study, workspace)
    assert ended.status == "degraded"
    errors = engine.events.of(CallError)
    assert [(e.model, e.cause, e.stops_account) for e in errors] == [("one", "wrong key", True)]
    assert "key-of-the-first-test" not in errors[0].message
    assert asked(server, "ref") == 24, "the other account goes on"
    assert asked(server, "one") <= 4, "only what was in flight when the first refusal came"
    refuse.clear()
    refuse.append(False)
    assert engine.run(study, workspace).status == "completed"
    assert asked(server, "ref") == 24


def test_a_missing_key_is_one_message(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONE_KEY")
    assert engine.run(study_of(tmp_path, server), workspace).status == "degraded"
    errors = engine.events.of(CallError)
    assert [(e.model, e.cause, e.stops_account) for e in errors] == [("one", "missing key", True)]
    assert "ONE_KEY" in errors[0].message
    assert asked(server, "one") == 0


def test_a_server_that_is_not_there_stops_one_account_with_one_message_and_no_other(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FIRST_WAIT", 0.0)
    prompts = [f"Say {n}." for n in range(150)]
    with socket.socket() as nobody:  # a port that nobody else gets, and nobody listens at
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        models = [
            served("ref", "reference", server.base_url), served("one", "test", f"http://127.0.0.1:{port}/v1")
        ]  # fmt: skip
        study = write_study(tmp_path / "s.toml", models, prompts=prompts)
        ended = engine.run(study, workspace)
    assert ended.status == "degraded"
    assert [(e.model, e.cause, e.stops_account) for e in engine.events.of(CallError)] == [
        ("one", "connection refused", True)
    ]
    assert asked(server, "ref") == len(prompts), "the other account goes on"
    tried = rows(workspace, "SELECT calls FROM run")[0][0] - len(prompts)
    assert tried <= limits.UNANSWERED * limits.START, "it is not asked a thousand times"
    with LoopbackServer(port=port) as back:
        assert engine.run(study, workspace).status == "completed"
        assert asked(back, "one") == len(prompts)
    assert asked(server, "ref") == len(prompts)


def failing(prompts: list[str], broken: list[bool]) -> Callable[[Call], Fault | None]:
    return lambda call: (
        Fault.of_status(500) if broken[0] and call.body["model"] == "one" and call.prompt in prompts else None
    )


def test_errors_beyond_the_tolerance_degrade_the_run_and_only_they_are_asked_again(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    broken = [True]
    server.fault_of = failing(PROMPTS[:3], broken)  # 3 of 24 calls is more than a tenth
    study = study_of(tmp_path, server)
    ended = engine.run(study, workspace)
    assert ended.status == "degraded"
    assert "3 of 24 calls failed" in ended.message
    last = engine.events.of(Progress)[-1]
    assert (last.errors, last.lost) == (3, 3), "what failed, and what could not be judged for that"
    row = results(workspace)["rse"][0]
    assert (row["n"], row["no_answer"] + row["unscored"]) == (9, 3)
    broken[0], before = False, len(server.calls)
    assert engine.run(study, workspace).status == "completed"
    assert len(server.calls) == before + 3
    assert results(workspace)["rse"][0]["n"] == 12
    assert rows(workspace, "SELECT count(*) FROM judgment") == [(12,)]


def test_a_recorded_reference_does_not_water_the_share_of_failed_calls_down(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "ref.jsonl", [{"prompt": p, "response": f"About {p}"} for p in PROMPTS])
    models = [
        {"name": "ref", "role": "reference", "provider": "recorded", "path": "ref.jsonl"},
        served("one", "test", server.base_url),
    ]
    server.fault_of = failing(PROMPTS[:2], [True])
    study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
    assert engine.run(study, workspace).status == "degraded", "2 of 12 calls"


def test_errors_within_the_tolerance_complete_it_and_retry_errors_asks_them_again(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    broken = [True]
    server.fault_of = failing(PROMPTS[:2], broken)
    study = study_of(tmp_path, server)
    ended = engine.run(study, workspace)
    assert ended.status == "completed"
    assert "2 of 24" in ended.message
    broken[0], before = False, len(server.calls)
    engine.run(study, workspace)
    assert len(server.calls) == before, "a completed run is only shown"
    assert engine.run(study, workspace, retry_errors=True).message == "Completed."
    assert len(server.calls) == before + 2
    assert results(workspace)["rse"][0]["n"] == 12


def test_retrying_keeps_the_old_row_until_the_new_one_is_in(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = failing(PROMPTS[:2], [True])
    study = study_of(tmp_path, server)
    engine.run(study, workspace)
    before = rows(workspace, "SELECT id, task_key, outcome FROM answer ORDER BY id")
    engine.run(study, workspace, retry_errors=True)
    assert rows(workspace, "SELECT id, task_key, outcome FROM answer ORDER BY id") == before


@pytest.mark.parametrize("tokens", [2**63, 10**400])
def test_an_absurd_count_of_tokens_is_no_count(
    tokens: int, engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    usage = {"prompt_tokens": tokens, "completion_tokens": tokens}
    server.reply = {"choices": [{"message": {"content": "An answer."}}], "usage": usage}
    assert engine.run(study_of(tmp_path, server), workspace).status == "completed"
    assert rows(workspace, "SELECT DISTINCT input_tokens, output_tokens FROM response") == [(None, None)]


def test_an_error_message_that_no_database_can_hold_does_not_end_the_run(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    said = '{"error": {"message": "half \\ud83d of \\u0000 a character"}}'
    server.fault_of = lambda call: Fault.of_status(400, said) if call.prompt == PROMPTS[0] else None
    assert engine.run(study_of(tmp_path, server), workspace).status == "completed"
    counted = rows(workspace, "SELECT count(*) FROM answer WHERE outcome = 'error'")
    assert counted == [(2,)], "one of each model, within the tolerance"
    assert "half" in engine.events.of(CallError)[0].message
