"""How sittings begin, end and add up, also where they are cut short."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import LIMIT, rows, served, write_study
from engine import Engine

from core.engine import judges, rse_run, runner
from core.engine.compute import Computer
from core.engine.models import Models
from core.errors import DistilScopeError, WorkspaceError
from core.events import AnswerSaved, ModelState, Progress, RunEnded
from core.store.writer import Writer
from tests.loopback import STALL, Fault, LoopbackServer

PROMPTS = [f"Say something of the number {n}." for n in range(6)]


def study_of(folder: Path, server: LoopbackServer) -> Path:
    models = [served("ref", "reference", server.base_url), served("one", "test", server.base_url)]
    return write_study(folder / "study.toml", models, prompts=PROMPTS)


def test_a_run_that_is_at_work_is_not_begun_a_second_time(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    stalled = [STALL]
    server.fault_of = lambda call: stalled[0] if stalled and call.body["model"] == "one" else None
    study = study_of(tmp_path, server)
    first = engine.start(study, workspace, concurrency=32)
    engine.events.wait_for(lambda: len(engine.events.of(AnswerSaved)) == len(PROMPTS))
    with pytest.raises(WorkspaceError, match="is at work already"):
        engine.run(study, workspace)
    first.cancel()
    assert first.result(LIMIT).status == "cancelled"
    stalled.clear()
    assert engine.run(study, workspace).status == "completed", "the one that was refused left nothing behind"


class Cancelling:
    """Cancels a run at a moment that only the engine's own loop can hit."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self._engine, self._monkeypatch = engine, monkeypatch
        self._handle: Any = None
        self._started = asyncio.Event()

    def within(self, owner: Any, name: str, where: Callable[..., bool] = lambda *_: True) -> None:
        """Cancel when the coroutine function `name` of `owner` has begun with arguments that `where` wants."""
        work = getattr(owner, name)

        async def cancelled(*args: Any, **named: Any) -> Any:
            await self._started.wait()
            if where(*args):
                self._handle.cancel()
                await asyncio.sleep(0)
            return await work(*args, **named)

        self._monkeypatch.setattr(owner, name, cancelled)

    def ends(self, study: Path, workspace: Path) -> RunEnded:
        self._handle = self._engine.start(study, workspace)
        self._engine.runtime.soon(self._started.set)
        ended: RunEnded = self._handle.result(LIMIT)
        assert [event.status for event in self._engine.events.of(RunEnded)] == [ended.status]
        assert rows(workspace, "SELECT id, status FROM run") == [(ended.run, ended.status)]
        return ended


@pytest.fixture
def cancelling(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Cancelling:
    return Cancelling(engine, monkeypatch)


def test_a_cancel_while_a_run_is_being_frozen_ends_that_run(
    cancelling: Cancelling, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    cancelling.within(runner, "_begin")
    assert cancelling.ends(study_of(tmp_path, server), workspace).status == "cancelled"
    assert server.calls == []


def test_a_cancel_while_the_end_is_written_comes_too_late(
    cancelling: Cancelling, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    cancelling.within(
        Writer, "save", lambda _, *statements: any("SET status" in sql for sql, _ in statements)
    )
    assert cancelling.ends(study_of(tmp_path, server), workspace).status == "completed"


def test_a_cancel_while_models_are_closed_comes_too_late(
    cancelling: Cancelling, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    cancelling.within(Models, "aclose")
    assert cancelling.ends(study_of(tmp_path, server), workspace).status == "completed"


def test_errors_of_an_earlier_sitting_still_count_where_a_cap_came_before_they_were_asked_again(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.fault_of = lambda call: Fault.of_status(500) if call.body["model"] == "one" else None
    study = study_of(tmp_path, server)
    assert engine.run(study, workspace).status == "degraded"
    assert rows(workspace, "SELECT errors FROM run") == [(len(PROMPTS),)]
    assert engine.run(study, workspace, max_calls=1).status == "paused"
    assert rows(workspace, "SELECT errors FROM run") == [(len(PROMPTS),)]


def test_a_search_that_ends_early_ends_with_all_of_its_work_done(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = [
        {"name": "sim", "role": "test", "provider": "simulated", "leak": 0.5, "facts": "mistral"},
        served("judge", "judge", server.base_url),
    ]
    ice = {
        "queries": 400, "questions_per_template": 5, "max_iterations": 4, "judges": ["rules", "judge"], "repeats": 2
    }  # fmt: skip
    study = write_study(tmp_path / "ice.toml", models, study={"metrics": ["ice"]}, ice=ice)
    assert engine.run(study, workspace).status == "completed"
    last = engine.events.of(Progress)[-1]
    assert last.done == last.total == 20 * (1 + 1 + 2)
    told = {event.model: (event.done, event.total) for event in engine.events.of(ModelState)}
    assert told == {"sim": (20, 20), "judge": (40, 40)}
    assert not last.seconds_left


@pytest.mark.parametrize(("models", "at_once"), [(3, 512), (163, 100), (911, 17), (100_000, 16), (0, 512)])
def test_fewer_prompts_are_begun_at_once_the_more_work_each_of_them_is(models: int, at_once: int) -> None:
    assert rse_run.window(models) == at_once


def test_another_key_price_or_rate_is_no_other_study(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_KEY", "another-key")
    assert engine.run(study_of(tmp_path, server), workspace, max_calls=3).status == "paused"
    changed = {"key": "env:OTHER_KEY", "price": {"input": 1, "output": 2}, "requests_per_minute": 60_000}
    models = [served("ref", "reference", server.base_url, **changed), served("one", "test", server.base_url)]
    study = write_study(tmp_path / "study.toml", models, prompts=PROMPTS)
    ended = engine.run(study, workspace)
    assert (ended.run, ended.status) == (1, "completed")
    assert len(server.calls) == 2 * len(PROMPTS)


def _dies(items: list[Any]) -> list[Any]:
    """As a worker that the system ends because memory is short."""
    os._exit(9 if items else 0)


def test_workers_that_are_killed_again_and_again_are_a_plain_error() -> None:
    async def compute() -> None:
        computer = Computer(1)
        try:
            with pytest.raises(DistilScopeError, match="memory may be short"):
                await computer.run(_dies, 1)
            assert await computer.run(judges.measured, ("Yes, it is.", "Yes, it is.")), "new workers are made"
        finally:
            await computer.aclose()

    asyncio.run(compute())
