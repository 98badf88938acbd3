"""Where nobody answers, an account waits as a whole and is given up after a few rounds; any answer ends the row."""

from __future__ import annotations

import asyncio

import pytest
from limiting import REQUEST, Model, Server, Time, failed, limiter, many

from core.errors import CallFailed, Cause
from core.llm.chat import ChatReply
from core.llm.limits import UNANSWERED, Limits, QueueStopped
from core.llm.retry import ask

NOBODY = [Cause.REFUSED, Cause.NO_NETWORK, Cause.PROXY]


def refusing(number: int, cause: Cause = Cause.REFUSED) -> Server:
    return Server(*(failed(cause) for _ in range(number)))


@pytest.mark.parametrize("cause", NOBODY)
async def test_a_hundred_calls_are_given_up_after_a_few_rounds(cause: Cause) -> None:
    time, server = Time(), refusing(1000, cause)
    run = limiter(time)
    calls = (ask(Model(server), REQUEST, run, wait=time.wait) for _ in range(100))
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert server.calls <= UNANSWERED * run.limit
    assert all(isinstance(each, CallFailed) and each.cause is cause for each in results)
    if cause is not Cause.PROXY:  # a dead proxy is not tried again by the same call
        assert all(each.permanent for each in results)
    assert run.state().stopped == str(results[-1])
    with pytest.raises(QueueStopped):
        await run.run(Server(), "m")


async def test_the_account_waits_longer_each_time() -> None:
    time, server = Time(), refusing(1000)
    await many(limiter(time, Limits(start=1)), server, 20)
    assert server.calls == UNANSWERED
    assert time.waits == [0.5, 1, 2, 4]


async def test_calls_that_were_out_together_count_once() -> None:
    run, server = limiter(Time(), Limits(start=50)), refusing(50)
    results = await many(run, server, 50)
    assert not any(isinstance(each, QueueStopped) for each in results)
    assert (await run.run(Server(), "m")).text == "ok"


@pytest.mark.parametrize("answer", [ChatReply("ok"), failed(Cause.SERVER), failed(Cause.RATE_LIMIT)])
async def test_somebody_who_answers_ends_the_row(answer: ChatReply | CallFailed) -> None:
    run = limiter(Time(), Limits(start=1))
    almost = [failed(Cause.REFUSED) for _ in range(UNANSWERED - 1)]
    await many(run, Server(*almost, answer, *almost), 2 * len(almost) + 1)
    assert (await run.run(Server(), "m")).text == "ok"


async def test_a_server_that_comes_back_in_time_is_asked_by_everybody() -> None:
    time = Time()
    server, run = refusing(UNANSWERED - 1), limiter(time, Limits(start=1))
    calls = (ask(Model(server), REQUEST, run, wait=time.wait) for _ in range(20))
    assert [reply.text for reply in await asyncio.gather(*calls)] == ["ok"] * 20
