"""Caps in calls and in money: kept exactly, over all sittings of a run, failed tries included."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import LIMIT, rows, served, write_study
from engine import Engine
from live_study import PROMPTS, study_of

from core.events import Progress
from tests.loopback import STALL, Fault, LoopbackServer

A_DOLLAR_A_TOKEN = {"input": 0, "output": 1_000_000}


def out(engine: Engine, calls: int, in_flight: int) -> None:
    """Wait until so many calls have come to an end, and so many are out."""
    wanted = (calls, in_flight)
    engine.events.wait_for(
        lambda: any((event.calls, event.in_flight) == wanted for event in engine.events.of(Progress))
    )


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REF_KEY", "key-of-the-reference")
    monkeypatch.setenv("ONE_KEY", "key-of-the-first-test")


def test_a_cap_in_calls_is_kept_exactly_and_the_run_goes_on_from_there(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    study = study_of(tmp_path, server)
    for cap in (0, 1, 7, 20):
        ended = engine.run(study, workspace, max_calls=cap)
        assert ended.status == "paused"
        assert f"cap of {cap}" in ended.message
        assert len(server.calls) == cap
    assert engine.run(study, workspace, max_calls=24).status == "completed"
    assert set(server.counts().values()) == {1}
    assert rows(workspace, "SELECT count(*) FROM run") == [(1,)]


def test_tries_that_fail_count_against_the_cap(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda _: Fault.of_status(500)
    study = study_of(tmp_path, server)
    for _ in range(2):
        ended = engine.run(study, workspace, max_calls=9)
        assert (ended.status, len(server.calls)) == ("paused", 9), "over all sittings"
        assert rows(workspace, "SELECT calls FROM run") == [(9,)]


def test_tries_before_a_cancel_count_too(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.faults = [Fault.of_status(500), *(STALL for _ in PROMPTS * 3)]
    handle = engine.start(study_of(tmp_path, server), workspace, concurrency=4)
    out(engine, calls=1, in_flight=4)
    handle.cancel()
    assert handle.result(LIMIT).status == "cancelled"
    assert rows(workspace, "SELECT calls FROM run") == [(1 + 4,)], "those that were out were sent too"
    assert rows(workspace, "SELECT message FROM run")[0][0].endswith("at a price that is not known: 4.")


def test_what_calls_that_were_cut_off_may_cost_is_said(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda _: STALL
    params = {"price": A_DOLLAR_A_TOKEN, "params": {"max_tokens": 20}}
    models = [served(n, r, server.base_url, **params) for n, r in (("ref", "reference"), ("one", "test"))]
    handle = engine.start(write_study(tmp_path / "s.toml", models, prompts=PROMPTS), workspace, concurrency=3)
    out(engine, calls=0, in_flight=3)
    handle.cancel()
    assert "charged: 3, which could add up to $60.0000 to the cost." in handle.result(LIMIT).message
    assert rows(workspace, "SELECT calls, cost FROM run") == [(3, 0.0)]


def test_a_cap_in_money_is_never_passed(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = [
        {"name": "ref", "role": "reference", "provider": "simulated"},
        served("one", "test", server.base_url, price=A_DOLLAR_A_TOKEN, params={"max_tokens": 20}),
    ]
    study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS)
    ended = engine.run(study, workspace, max_cost=50)
    assert ended.status == "paused"
    cost = rows(workspace, "SELECT cost FROM run")[0][0]
    assert 30 < cost <= 50, "the next call could have cost 20, so it stops short of the cap, but not further"
    assert engine.run(study, workspace).status == "completed"
    assert set(server.counts().values()) == {1}


def test_an_unknown_price_is_said_to_be_unknown(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    engine.run(study_of(tmp_path, server, prompts=PROMPTS[:1]), workspace)
    assert engine.events.of(Progress)[-1].cost_unknown
    assert rows(workspace, "SELECT cost, cost_unknown FROM run") == [(0.0, 1)]
