"""Runs through the engine's public face, with models on a loopback server that counts every call."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from command import LIMIT, rows, served, write_jsonl, write_study
from engine import Engine, results
from live_study import PROMPTS, asked, of_model, study_of

from core import study_file
from core.errors import BadInput
from core.events import AnswerSaved, JudgmentSaved, Progress, RunEnded, RunPaused, RunStarted
from tests.loopback import STALL, LoopbackServer


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REF_KEY", "key-of-the-reference")
    monkeypatch.setenv("ONE_KEY", "key-of-the-first-test")


def test_every_answer_is_asked_for_once_and_announced_once(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    ended = engine.run(study_of(tmp_path, server), workspace)
    assert (ended.status, ended.message) == ("completed", "Completed.")
    assert set(server.counts().values()) == {1}
    assert len(server.calls) == 2 * len(PROMPTS)
    events = engine.events
    assert len(events.of(AnswerSaved)) == 2 * len(PROMPTS)
    assert len(events.of(JudgmentSaved)) == len(PROMPTS)
    assert [type(event) for event in (events.heard[0], events.heard[-1])] == [RunStarted, RunEnded]
    last = events.of(Progress)[-1]
    assert (last.done, last.total, last.calls, last.errors) == (36, 36, 24, 0)
    assert results(workspace)["rse"][0]["n"] == len(PROMPTS)


def test_a_finished_study_is_not_run_again(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    engine.run(study, workspace)
    first, calls = results(workspace), len(server.calls)
    ended = engine.run(study, workspace)
    assert (ended.status, ended.run) == ("completed", 1)
    assert (results(workspace), len(server.calls)) == (first, calls)


def test_a_changed_study_is_a_new_run_that_asks_only_what_is_new(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    engine.run(study_of(tmp_path, server), workspace)
    ended = engine.run(study_of(tmp_path, server, prompts=[*PROMPTS, "One more?"]), workspace)
    assert ended.run == 2
    assert len(server.calls) == 2 * len(PROMPTS) + 2
    changed = study_of(tmp_path, server, prompts=[*PROMPTS, "One more?"], study={"seed": 8})
    assert engine.run(changed, workspace).run == 3
    assert set(server.counts().values()) == {1}


def test_again_really_asks_again_in_this_study_and_in_another(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study, total = study_of(tmp_path, server), 2 * len(PROMPTS)
    other = study_of(tmp_path, server, study={"name": "another"})
    other = other.rename(tmp_path / "other.toml")
    (tmp_path / "other-prompts.jsonl").write_bytes((tmp_path / "study-prompts.jsonl").read_bytes())
    study = study_of(tmp_path, server)
    assert engine.run(study, workspace).run == 1
    assert engine.run(study, workspace, again=True).run == 2
    assert len(server.calls) == 2 * total
    assert engine.run(other, workspace).run == 3
    assert len(server.calls) == 2 * total, "the other study asks the same, so it has it from the cache"
    assert engine.run(other, workspace, again=True).run == 4
    assert len(server.calls) == 3 * total
    assert engine.run(study, workspace).run == 2, "the newest run of the study is the one that counts"


def test_cancel_answers_at_once_though_calls_stall_and_the_rest_is_asked_later(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    stalled = {"one"}
    server.fault_of = lambda call: STALL if call.body["model"] in stalled else None
    study = study_of(tmp_path, server)
    handle = engine.start(study, workspace)
    engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == len(PROMPTS))
    handle.cancel()
    handle.cancel()
    ended = handle.result(LIMIT)
    assert (ended.status, ended.run) == ("cancelled", 1)
    assert rows(workspace, "SELECT status FROM run") == [("cancelled",)]
    stalled.clear()
    assert engine.run(study, workspace).status == "completed"
    assert asked(server, "ref") == len(PROMPTS), "what was answered is not asked again"


def test_a_run_that_is_cancelled_before_it_begins_ends(
    engine: Engine, workspace: Path, tmp_path: Path
) -> None:
    models = [{"name": n, "role": r, "provider": "simulated"} for n, r in (("a", "reference"), ("b", "test"))]
    study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
    handle = engine.start(study, workspace)
    handle.cancel()
    assert handle.result(LIMIT).status == "cancelled"
    assert engine.run(study, workspace).status == "completed"


def test_closing_ends_every_run_and_keeps_what_was_finished(
    server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda call: STALL if call.body["model"] == "one" else None
    with Engine() as engine:
        handle = engine.start(study_of(tmp_path, server), workspace)
        engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == len(PROMPTS))
    assert handle.result(0).status == "interrupted", "nobody wished it to end"
    assert rows(workspace, "SELECT status FROM run") == [("interrupted",)]
    assert rows(workspace, "SELECT count(*) FROM answer WHERE outcome = 'answered'") == [(len(PROMPTS),)]


def test_what_was_cancelled_before_the_program_closed_stays_cancelled(
    server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda call: STALL if call.body["model"] == "one" else None
    with Engine() as engine:
        handle = engine.start(study_of(tmp_path, server), workspace)
        engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == len(PROMPTS))
        handle.cancel()
    assert handle.result(0).status == "cancelled"


def test_a_repeat_that_was_interrupted_is_taken_up(
    server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study, stalled = study_of(tmp_path, server), [STALL]
    with Engine() as engine:
        assert engine.run(study, workspace).status == "completed"
        server.fault_of = lambda call: stalled[0] if stalled and call.body["model"] == "one" else None
        engine.start(study, workspace, again=True)
        engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == 3 * len(PROMPTS))
    stalled.clear()
    with Engine() as engine:
        assert engine.run(study, workspace, again=True).run == 2


def test_pause_holds_still_and_resume_goes_on(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    release = threading.Event()
    server.answer = lambda prompt: prompt if release.wait(LIMIT) else ""
    handle = engine.start(study_of(tmp_path, server), workspace, concurrency=2)
    engine.events.wait_for(lambda: any(p.in_flight >= 2 for p in engine.events.of(Progress)))
    handle.pause()
    engine.events.wait_for(lambda: bool(engine.events.of(RunPaused)))
    release.set()
    # Calls that had passed the gate before the pause are finished; after them nothing is in flight.
    engine.events.wait_for(lambda: engine.events.of(Progress)[-1].in_flight == 0)
    assert not handle.done()
    assert len(server.calls) == 2
    handle.resume()
    assert handle.result(LIMIT).status == "completed"
    assert len(server.calls) == 2 * len(PROMPTS)


def test_a_prompt_file_that_changed_on_disk_is_a_new_run(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    engine.run(study, workspace)
    write_jsonl(tmp_path / "study-prompts.jsonl", [{"prompt": p} for p in PROMPTS[:5]])
    ended = engine.run(study, workspace)
    assert ended.run == 2
    assert len(server.calls) == 2 * len(PROMPTS)
    assert results(workspace)["rse"][0]["n"] == 5


def test_several_turns_are_replayed_with_the_models_own_answers(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.answer = lambda prompt: f"<{prompt}>"
    study = study_of(tmp_path, server, prompts=[])
    write_jsonl(tmp_path / "study-prompts.jsonl", [{"turns": ["First.", "Second.", "Third."]}])
    assert engine.run(study, workspace).status == "completed"
    third = next(c for c in server.calls if len(c.body["messages"]) == 5 and of_model("one")(c))
    assert [m["content"] for m in third.body["messages"]] == [
        "First.", "<First.>", "Second.", "<Second.>", "Third.",
    ]  # fmt: skip
    assert rows(workspace, "SELECT text FROM answer LIMIT 1") == [("<First.>\n\n<Second.>\n\n<Third.>",)]


def test_the_last_answer_alone_is_judged_where_the_study_says_so(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.answer = lambda prompt: f"<{prompt}>"
    study = study_of(tmp_path, server, prompts=[], rse={"judge_on": "last"})
    write_jsonl(tmp_path / "study-prompts.jsonl", [{"turns": ["First.", "Second."]}])
    assert engine.run(study, workspace).status == "completed"
    assert {text for (text,) in rows(workspace, "SELECT text FROM answer")} == {"<Second.>"}


def test_nearest_is_there_for_several_references_though_nothing_is_ranked_yet(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    more = [served("other", "reference", server.base_url)]
    engine.run(study_of(tmp_path, server, more=more), workspace, max_calls=0)
    found = results(workspace)
    assert (found["rse"], found["nearest"]) == ([], [])


def test_a_system_prompt_and_parameters_are_sent(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    more = [
        served(
            "sys", "test", server.base_url, system="Be brief.", params={"temperature": 0.25, "max_tokens": 9}
        )
    ]
    engine.run(study_of(tmp_path, server, prompts=PROMPTS[:1], more=more), workspace)
    body = next(call.body for call in server.calls if of_model("sys")(call))
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert (body["temperature"], body["max_tokens"]) == (0.25, 9)


def test_what_a_recording_does_not_hold_is_no_answer_and_counted(
    engine: Engine, workspace: Path, tmp_path: Path
) -> None:
    for name, kept in (("ref", PROMPTS), ("one", PROMPTS[:5])):
        write_jsonl(tmp_path / f"{name}.jsonl", [{"prompt": p, "response": f"{p} Indeed."} for p in kept])
    models = [
        {"name": n, "role": r, "provider": "recorded", "path": f"{n}.jsonl"}
        for n, r in (("ref", "reference"), ("one", "test"))
    ]
    ended = engine.run(write_study(tmp_path / "s.toml", models, prompts=PROMPTS), workspace)
    assert ended.status == "completed"
    row = results(workspace)["rse"][0]
    assert (row["n"], row["no_answer"], row["unscored"], row["overall"]) == (5, 7, 0, 5.0)
    assert engine.events.of(Progress)[-1].calls == 0


def test_the_ceiling_asks_the_reference_again_and_controls_have_rows(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    more = [served("unrelated", "control", server.base_url)]
    study = study_of(tmp_path, server, more=more, rse={"ceiling": True})
    assert engine.run(study, workspace).status == "completed"
    assert asked(server, "ref") == 2 * len(PROMPTS)
    found = results(workspace)
    assert {row["model"] for row in found["ceiling"]} == {"ref"}
    assert {row["model"] for row in found["rse"]} == {"one", "unrelated"}


def write_named(folder: Path, server: LoopbackServer) -> Path:
    """The same study under the name of its folder: a run of its own."""
    folder.mkdir()
    return study_of(folder, server, study={"name": folder.name})


def test_two_runs_into_one_workspace_at_once_pay_for_what_they_share_once(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    handles = [engine.start(write_named(tmp_path / name, server), workspace) for name in ("x", "y")]
    assert [handle.result(LIMIT).status for handle in handles] == ["completed", "completed"]
    assert rows(workspace, "SELECT count(*) FROM judgment") == [(2 * len(PROMPTS),)]
    assert len(server.calls) == 2 * len(PROMPTS), "each model is asked each prompt once"


def test_a_run_that_waits_for_its_turn_can_be_cancelled(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda call: STALL if call.body["model"] == "one" else None
    studies = [write_named(tmp_path / name, server) for name in ("x", "y")]
    first = engine.start(studies[0], workspace)
    engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == len(PROMPTS))
    second = engine.start(studies[1], workspace)
    assert second.run_id.result(LIMIT) == 2
    second.cancel()
    assert second.result(LIMIT).status == "cancelled"
    assert not first.done()
    first.cancel()
    assert first.result(LIMIT).status == "cancelled"
    assert rows(workspace, "SELECT status FROM run") == [("cancelled",), ("cancelled",)]
    assert asked(server, "ref") == len(PROMPTS)


def test_a_run_that_cannot_begin_says_so_and_leaves_the_engine_usable(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    lost = study_file.read(study)
    (tmp_path / "study-prompts.jsonl").unlink()
    with pytest.raises(BadInput, match="study-prompts"):
        engine.runtime.start(lost, workspace).result(LIMIT)
    assert engine.run(study_of(tmp_path, server), workspace).status == "completed"


def test_every_row_says_how_the_model_was_asked(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    more = [served("base", "test", server.base_url, kind="base")]
    engine.run(study_of(tmp_path, server, prompts=PROMPTS[:1], more=more), workspace)
    kept = dict(rows(workspace, "SELECT model, asked_as FROM response"))
    assert kept == {"ref": "chat", "one": "chat", "base": "completion"}
    request, tokens = rows(workspace, "SELECT request, output_tokens FROM response WHERE model = 'one'")[0]
    assert json.loads(request)["messages"] == [["user", PROMPTS[0]]]
    assert tokens > 0
