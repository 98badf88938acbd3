"""How far each model is, for how long it has been asked, and how long it still takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import served, write_jsonl, write_study
from engine import Engine

from core.engine.pace import SPAN, Pace, Share, Shares
from core.events import ModelState, Progress
from tests.loopback import LoopbackServer

PROMPTS = [f"Say {n}." for n in range(6)]


def paced(*answers: float, asked: float = 0.0) -> Pace:
    """The pace of a model whose answers came at these times."""
    pace = Pace(asked)
    for number, now in enumerate(answers, 1):
        pace.note(now, number, waiting=False)
    return pace


def test_before_the_first_answer_nobody_knows() -> None:
    pace = paced()
    pace.note(20, 0, waiting=False)
    assert pace.each is None
    assert pace.left(20, 5) is None


def test_slow_answers_are_judged_by_the_last_of_them() -> None:
    assert paced(60, 120, 180).each == 60
    assert paced(10, 20, 30, 40, 130, 220, 310, 400, 490).each == 90


def test_fast_answers_are_judged_by_the_last_half_minute() -> None:
    pace = paced(*(n / 10 for n in range(1, 301)))
    assert pace.each == pytest.approx(0.1)
    for now in range(30, 90):
        pace.note(30 + now, 300 + now, waiting=False)
    assert pace.each == pytest.approx(1.0)
    assert len(pace._marks) <= SPAN + 3


def test_the_time_left_falls_while_an_answer_is_under_way_and_waits_for_one_that_is_late() -> None:
    pace = paced(10, 20)
    assert [pace.left(now, 3) for now in (20, 24, 30, 45)] == [30, 26, 20, 20]


def test_waiting_for_its_turn_does_not_make_a_model_slow() -> None:
    pace = Pace(0)
    pace.note(100, 0, waiting=True)
    pace.note(108, 1, waiting=False)
    assert pace.each == 8


def test_shares_count_what_was_there_before_and_what_was_asked_now() -> None:
    shares = Shares()
    shares.expect(
        {"a": 10, "j": 20}, ["ask|a|set/0|0", "ask|a|set/1|0", "rse|j|r|a|set/0|0|0", "ask|other|x|0"]
    )
    shares.expect({"a": 5}, ["ice-ask|a|t|0"])
    shares.count("a", fresh=True)
    shares.count("a", fresh=False)
    shares.count("measured", fresh=False)
    assert dict(shares) == {"a": Share(15, 5, 1), "j": Share(20, 1, 0)}
    assert Share(3, 4).left == 0


def test_a_stroke_in_a_name_loses_nothing() -> None:
    shares = Shares()
    shares.expect({"a": 9, "a|b": 9}, ["ask|a|b|set/0|0", "ask|a|set/0|0", "rse|a|b|r|a|set/0|0|0"])
    assert {name: share.done for name, share in shares} == {"a": 1, "a|b": 2}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDGE_KEY", "key-of-the-judge")


def study(folder: Path, server: LoopbackServer, **tables: Any) -> Path:
    write_jsonl(folder / "ref.jsonl", [{"prompt": p, "response": f"About {p}"} for p in PROMPTS])
    models = [
        {"name": "ref", "role": "reference", "provider": "recorded", "path": "ref.jsonl"},
        served("one", "test", server.base_url),
        served("judge", "judge", server.base_url, key="env:JUDGE_KEY"),  # an account of its own
    ]
    rse = {"judges": ["measured", "judge"]}
    return write_study(folder / "s.toml", models, prompts=PROMPTS, rse=rse, **tables)


def verdict(prompt: str) -> str:
    return json.dumps(dict.fromkeys(("explanation", "style", "structure", "content", "overall"), 3))


def test_a_run_tells_how_far_each_model_is(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.answer = verdict
    file = study(tmp_path, server)
    assert engine.run(file, workspace, max_calls=5).status == "paused"
    first = {e.model: e for e in engine.events.of(ModelState)}
    assert {(name, e.total) for name, e in first.items()} == {("one", 6), ("judge", 6)}
    assert first["one"].done + first["judge"].done == 5
    engine.events.heard.clear()
    assert engine.run(file, workspace).status == "completed"
    told = engine.events.of(ModelState)
    assert {e.model: e for e in told[:2]} == {
        n: ModelState(e.run, n, e.done, 6, 0, None) for n, e in first.items()
    }
    assert {(e.model, e.done) for e in told[-2:]} == {("one", 6), ("judge", 6)}


def test_a_call_that_takes_long_is_told_with_its_seconds(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.delay = 3600.0
    handle = engine.start(study(tmp_path, server), workspace)
    engine.events.wait_for(lambda: any(e.asking >= 1 for e in engine.events.of(ModelState)))
    assert {e.model for e in engine.events.of(ModelState) if e.asking} == {"one"}
    assert engine.events.of(Progress)[-1].seconds_left is None, (
        "the recorded answers, which came at once, promise nothing"
    )
    handle.cancel()
    assert handle.result(60).status == "cancelled"
