"""The estimate against what a server is really sent: equal for fixed studies, a bound for a search."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import rows, served, write_jsonl, write_study
from engine import Engine

from core import study_file
from core.engine.estimate import Estimate, estimate
from tests.loopback import LoopbackServer

PROMPTS = [f"Tell me about the number {n}." for n in range(5)]
SCORES = {"explanation": "So it is.", "style": 3, "structure": 3, "content": 3, "overall": 3}
VERDICT = {"explanation": "So it is.", "conflict": False, "claimed_maker": "", "claimed_model": ""}


@pytest.fixture
def server(server: LoopbackServer) -> LoopbackServer:
    """Never says the same twice, and judges what it is shown in the form that is wanted."""

    def answer(prompt: str) -> str:
        call = server.calls[-1]
        if call.body["model"] == "mutator":
            return f"In a quiet room with {len(server.calls)} lamps someone asks: {{query}} Please reply."
        if call.body["model"] == "judge":
            return json.dumps(VERDICT if "conflict" in json.dumps(call.body) else SCORES)
        return f"Answer {len(server.calls)} to {prompt[:40]}"

    server.answer = answer
    return server


def estimated(study: Path, workspace: Path | None = None) -> Estimate:
    return estimate(study_file.read(study), workspace)


def by_model(server: LoopbackServer) -> dict[str, int]:
    counts: dict[str, int] = {}
    for call in server.calls:
        counts[call.body["model"]] = counts.get(call.body["model"], 0) + 1
    return counts


def three(server: LoopbackServer, *more: dict[str, Any]) -> list[dict[str, Any]]:
    ref = served("ref", "reference", server.base_url, params={"temperature": 0})
    return [ref, served("one", "test", server.base_url), served("judge", "judge", server.base_url), *more]


def rse_judged(folder: Path, server: LoopbackServer) -> Path:
    control = served("ctl", "control", server.base_url)
    rse = {"judges": ["measured", "judge"], "repeats": 3, "ceiling": True}
    return write_study(folder / "s.toml", three(server, control), prompts=PROMPTS, rse=rse)


def several_turns(folder: Path, server: LoopbackServer) -> Path:
    study = write_study(folder / "s.toml", three(server), prompts=[], rse={"judges": ["judge"], "repeats": 2})
    turns = [["A?", "B?", "C?"], ["A?", "B?", "D?"], ["E?"]]
    write_jsonl(folder / "s-prompts.jsonl", [{"turns": t} for t in turns])
    return study


def the_same_prompt_and_model_twice(folder: Path, server: LoopbackServer) -> Path:
    twin = served("twin", "test", server.base_url, model="one")
    return write_study(folder / "s.toml", three(server, twin), prompts=[*PROMPTS, PROMPTS[0]])


def ice(folder: Path, server: LoopbackServer, **settings: Any) -> Path:
    models = [
        served(n, r, server.base_url, facts="mistral") for n, r in (("one", "test"), ("ctl", "control"))
    ]
    models += [served("judge", "judge", server.base_url), served("mutator", "mutator", server.base_url)]
    return write_study(folder / "s.toml", models, study={"metrics": ["ice"]}, ice=settings)


def ice_plain(folder: Path, server: LoopbackServer) -> Path:
    return ice(folder, server, mode="plain", queries=9, judges=["rules", "judge"], repeats=2)


def ice_paired(folder: Path, server: LoopbackServer) -> Path:
    return ice(
        folder, server, mode="paired", queries=12, questions_per_template=3, placebo=True, judges=["judge"]
    )


@pytest.mark.parametrize(
    "make", [rse_judged, several_turns, the_same_prompt_and_model_twice, ice_plain, ice_paired]
)
def test_a_fixed_study_makes_exactly_the_calls_that_were_estimated(
    make: Any, engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = make(tmp_path, server)
    found = estimated(study)
    assert not found.upper_bound
    assert engine.run(study, workspace).status == "completed"
    assert len(server.calls) == found.calls
    assert rows(workspace, "SELECT count(*) FROM judgment") == [(found.judgments,)]
    after = estimated(study, workspace)
    assert (after.calls, after.cached) == (0, found.calls)


def test_a_half_done_study_needs_the_calls_that_are_left(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = several_turns(tmp_path, server)
    whole = estimated(study).calls
    assert engine.run(study, workspace, max_calls=7).status == "paused"
    assert estimated(study, workspace).calls == whole - 7
    assert engine.run(study, workspace).status == "completed"
    assert len(server.calls) == whole


def test_a_search_stays_within_its_estimate(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = ice(tmp_path, server, queries=60, questions_per_template=7, judges=["judge"], repeats=2)
    found = estimated(study)
    assert found.upper_bound
    assert engine.run(study, workspace).status == "completed"
    most = {model.name: model.calls for model in found.models}
    for name, calls in by_model(server).items():
        assert 0 < calls <= most[name], name


def test_prompts_that_changed_are_not_taken_for_cached_and_a_new_model_is_all_that_a_study_adds(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = three(server)
    study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
    engine.run(study, workspace)
    write_study(tmp_path / "s.toml", models, prompts=["Something else.", *PROMPTS[1:]])
    assert estimated(study, workspace).calls == 2
    wider = write_study(
        tmp_path / "s.toml", [*models, served("new", "test", server.base_url)], prompts=PROMPTS
    )
    before = len(server.calls)
    found = estimated(wider, workspace)
    assert (found.calls, found.cached) == (len(PROMPTS), 2 * len(PROMPTS))
    engine.run(wider, workspace)
    assert len(server.calls) == before + found.calls
