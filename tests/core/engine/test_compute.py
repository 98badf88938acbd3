"""Judging in worker processes: nothing is lost, nothing waits for ever, and no worker outlives its parent."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import pytest
from work import divided, doubled, end_the_worker_once, whereabouts

from core.engine.compute import Computer


@pytest.fixture
async def computer() -> AsyncIterator[Computer]:
    made = Computer(1)
    yield made
    await made.aclose()


async def test_one_after_the_other_none_is_forgotten(computer: Computer) -> None:
    assert [await computer.run(doubled, n) for n in range(50)] == [2 * n for n in range(50)]


async def test_many_at_once_come_back_in_their_places(computer: Computer) -> None:
    assert await asyncio.gather(*(computer.run(doubled, n) for n in range(500))) == [
        2 * n for n in range(500)
    ]


async def test_it_runs_in_another_process(computer: Computer) -> None:
    assert await computer.run(whereabouts, None) != os.getpid()


async def test_an_error_reaches_who_asked_and_the_next_is_served(computer: Computer) -> None:
    with pytest.raises(ZeroDivisionError):
        await computer.run(divided, 0)
    assert await computer.run(divided, 2) == 0.5


async def test_what_was_given_up_is_left_out_and_harms_nobody(computer: Computer) -> None:
    await computer.run(doubled, 1)
    waiting = [asyncio.ensure_future(computer.run(doubled, n)) for n in range(200)]
    await asyncio.sleep(0)
    for task in waiting[:150]:
        task.cancel()
    assert await asyncio.gather(*waiting[150:]) == [2 * n for n in range(150, 200)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
async def test_a_worker_that_was_killed_is_replaced(computer: Computer, tmp_path: Any) -> None:
    mark = str(tmp_path / "mark")
    assert await computer.run(end_the_worker_once, mark) == mark
    assert await computer.run(doubled, 4) == 8


async def test_closing_cancels_what_waits(tmp_path: Any) -> None:
    computer = Computer(1)
    waiting = [asyncio.ensure_future(computer.run(doubled, n)) for n in range(300)]
    await asyncio.sleep(0)
    await computer.aclose()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert any(isinstance(each, asyncio.CancelledError) for each in ended)
