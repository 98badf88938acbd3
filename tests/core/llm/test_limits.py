"""The limiter and the retry, by a clock that only waiting moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from limiting import REQUEST, Model, Server, Time, failed, limiter, many, settle

from core.errors import CallFailed, Cause
from core.llm.accounts import Accounts
from core.llm.chat import ChatReply, Usage
from core.llm.limits import LONGEST_PAUSE, QUICKLY_UNTIL, Limits, QueueStopped
from core.llm.rates import RateState
from core.llm.retry import RetryPolicy, ask


async def test_it_starts_with_four_and_doubles_with_each_full_window() -> None:
    run, server = limiter(Time()), Server()
    await many(run, server, 4)
    assert server.most == 4
    await many(run, server, 24)
    assert 12 <= run.limit <= 32
    assert server.most <= run.limit
    assert run.state().in_flight == 0


async def test_beyond_that_it_grows_by_one_per_full_window() -> None:
    run = limiter(Time(), Limits(start=QUICKLY_UNTIL))
    await many(run, Server(), QUICKLY_UNTIL)
    assert run.limit == QUICKLY_UNTIL + 1
    await many(run, Server(), 3 * QUICKLY_UNTIL)
    assert run.limit <= QUICKLY_UNTIL + 4


@pytest.mark.parametrize("complaint", [Cause.RATE_LIMIT, Cause.SERVER])
async def test_once_a_server_has_complained_it_grows_slowly(complaint: Cause) -> None:
    run = limiter(Time(), Limits(start=8))
    await many(run, Server(failed(complaint)), 1)
    await many(run, Server(), 60)
    assert 8 <= run.limit <= 14


async def test_it_does_not_grow_without_need() -> None:
    run = limiter(Time())
    for _ in range(50):
        await run.run(Server(), "m")
    assert run.limit == 4


async def test_a_429_halves_once_for_all_that_were_out() -> None:
    time = Time()
    run = limiter(time, Limits(start=8))
    server = Server(*(failed(Cause.RATE_LIMIT) for _ in range(8)))
    await many(run, server, 8)
    assert run.limit == 4
    assert run.last_429 == time.now
    await many(run, Server(failed(Cause.RATE_LIMIT)), 1)
    assert run.limit == 2


async def test_the_limit_never_falls_below_one() -> None:
    run = limiter(Time(), Limits(start=1))
    await many(run, Server(failed(Cause.RATE_LIMIT)), 1)
    assert run.limit == 1


async def test_server_errors_only_pause_growth() -> None:
    run = limiter(Time())
    await many(run, Server(failed(Cause.SERVER)), 1)
    assert run.limit == 4
    await many(run, Server(), 7)
    assert run.limit == 4
    await many(run, Server(), 12)
    assert run.limit > 4


async def test_retry_after_holds_the_whole_account_still() -> None:
    time = Time()
    run = limiter(time)
    await many(run, Server(failed(Cause.RATE_LIMIT, retry_after=30)), 1)
    assert run.state().blocked_until == time.now + 30
    await run.run(Server(), "m")
    assert time.now == pytest.approx(30)


async def test_a_retry_after_of_another_day_is_not_waited_for() -> None:
    time = Time()
    run = limiter(time)
    await many(run, Server(failed(Cause.RATE_LIMIT, retry_after=LONGEST_PAUSE + 1)), 1)
    await run.run(Server(), "m")
    assert time.now == 0


async def test_requests_per_minute() -> None:
    time = Time()
    run = limiter(time, Limits(start=1, ceiling=1, requests_per_minute=60))
    await many(run, Server(), 65)
    assert 59 <= time.now <= 61  # five at once, then one a second


async def test_tokens_per_minute_are_counted_when_they_are_known() -> None:
    time = Time()
    run = limiter(time, Limits(start=1, ceiling=1, tokens_per_minute=600))
    await many(run, Server(*(ChatReply("x", usage=Usage(60, 40)) for _ in range(3))), 3)
    assert 10 <= time.now <= 20  # 200 tokens at 10 a second, less the 50 that were there


async def test_the_vendors_headers_hold_it_still() -> None:
    time = Time()
    run = limiter(time)
    nothing_left = ChatReply("x", rate=RateState(requests=0, requests_reset=12))
    await many(run, Server(nothing_left), 1)
    await run.run(Server(), "m")
    assert time.now == pytest.approx(12)


async def test_a_permanent_error_stops_the_queue_with_one_call() -> None:
    run, server = limiter(Time(), Limits(start=1)), Server(failed(Cause.WRONG_KEY))
    results = await many(run, server, 100)
    assert server.calls == 1
    assert sum(isinstance(each, QueueStopped) for each in results) == 99
    assert len({str(each) for each in results}) == 1
    assert all(isinstance(each, CallFailed) and each.cause is Cause.WRONG_KEY for each in results)
    with pytest.raises(QueueStopped):
        await run.run(server, "m")
    assert run.state().stopped


async def test_an_unknown_model_stops_only_itself() -> None:
    run = limiter(Time(), Limits(start=1))
    with pytest.raises(CallFailed):
        await run.run(Server(failed(Cause.UNKNOWN_MODEL)), "wrong")
    with pytest.raises(QueueStopped):
        await run.run(Server(), "wrong")
    assert (await run.run(Server(), "right")).text == "ok"


async def test_what_waits_for_another_model_goes_on() -> None:
    run, server = limiter(Time(), Limits(start=1)), Server(failed(Cause.UNKNOWN_MODEL))
    tasks = [asyncio.ensure_future(run.run(server, name)) for name in ("wrong", "wrong", "right", "right")]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(each, ChatReply) for each in results] == [False, False, True, True]


async def test_other_accounts_go_on() -> None:
    accounts = Accounts()
    with pytest.raises(CallFailed):
        await accounts.limiter("one").run(Server(failed(Cause.NO_CREDIT)), "m")
    assert (await accounts.limiter("two").run(Server(), "m")).text == "ok"
    assert [bool(state.stopped) for state in accounts.states()] == [True, False]
    assert accounts.limiter("one") is accounts.limiter("one")


async def test_a_fixed_number_is_in_flight_in_all_from_the_start() -> None:
    accounts, server = Accounts(fixed=6), Server()
    server.gate.clear()
    runs = [accounts.limiter(name).run(server, "m") for name in "ab" for _ in range(20)]
    pending = asyncio.gather(*runs)
    await settle()
    assert server.in_flight == 6
    server.gate.set()
    await pending
    assert server.most == 6


async def test_a_local_model_takes_no_places_from_others() -> None:
    for fixed in (None, 1, 8):
        run = Accounts(fixed).limiter("local:abc")
        await many(run, Server(), 60)
        assert run.limit == min(2, fixed or 2)


async def test_a_429_cuts_a_fixed_number_too() -> None:
    accounts = Accounts(fixed=8)
    run = accounts.limiter("a")
    await many(run, Server(failed(Cause.RATE_LIMIT)), 1)
    assert run.limit == 4
    await many(run, Server(), 200)
    assert run.limit == 8


@pytest.mark.parametrize("when", ["queued", "in flight"])
async def test_a_cancelled_call_gives_its_place_back(when: str) -> None:
    run, server = limiter(Time(), Limits(start=1, ceiling=1)), Server()
    server.gate.clear()
    first = asyncio.ensure_future(run.run(server, "m"))
    second = asyncio.ensure_future(run.run(server, "m"))
    await settle()
    (second if when == "queued" else first).cancel()
    await settle()
    server.gate.set()
    results = await asyncio.gather(first, second, return_exceptions=True)
    assert sum(isinstance(each, ChatReply) for each in results) == 1
    assert (await run.run(server, "m")).text == "ok"
    assert (run.state().in_flight, run.state().waiting) == (0, 0)


async def test_a_place_granted_to_a_cancelled_call_is_passed_on() -> None:
    run, server = limiter(Time(), Limits(start=1, ceiling=1)), Server()
    tasks = [asyncio.ensure_future(run.run(server, "m")) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)  # the first leaves and hands its place to the second, which has not woken yet
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[2], ChatReply)


async def retried(server: Server, time: Time, policy: RetryPolicy | None = None) -> ChatReply:
    return await ask(Model(server), REQUEST, limiter(time), policy, wait=time.wait)


@pytest.mark.parametrize(
    "cause", [Cause.SERVER, Cause.TIMEOUT, Cause.RATE_LIMIT, Cause.BAD_REPLY, Cause.REFUSED]
)
async def test_transient_faults_are_tried_again(cause: Cause) -> None:
    server = Server(*(failed(cause) for _ in range(4)))
    assert (await retried(server, Time())).text == "ok"
    assert server.calls == 5


async def test_five_tries_and_no_more() -> None:
    server = Server(*(failed(Cause.SERVER) for _ in range(9)))
    with pytest.raises(CallFailed) as caught:
        await retried(server, Time())
    assert caught.value.cause is Cause.SERVER
    assert server.calls == 5


@pytest.mark.parametrize(
    "cause", [Cause.WRONG_KEY, Cause.BAD_REQUEST, Cause.NOT_RECORDED, Cause.DNS, Cause.LOCAL]
)
async def test_what_cannot_get_better_is_not_tried_again(cause: Cause) -> None:
    server = Server(failed(cause))
    with pytest.raises(CallFailed):
        await retried(server, Time())
    assert server.calls == 1


async def test_waits_double_with_chance_and_are_bounded() -> None:
    time = Time()
    policy = RetryPolicy(attempts=6, first_wait=1, max_wait=4, chance=lambda: 0.0)
    with pytest.raises(CallFailed):
        await retried(Server(*(failed(Cause.SERVER) for _ in range(6))), time, policy)
    assert time.waits == [0.5, 1, 2, 2, 2]
    assert RetryPolicy(first_wait=1, chance=lambda: 0.999).pause(1, None) == pytest.approx(1, abs=1e-3)


async def test_the_server_s_wait_is_kept_to() -> None:
    time = Time()
    await retried(Server(failed(Cause.RATE_LIMIT, retry_after=17)), time)
    assert time.now >= 17


async def test_a_wait_until_tomorrow_is_an_error_now() -> None:
    server = Server(failed(Cause.RATE_LIMIT, retry_after=86400))
    with pytest.raises(CallFailed):
        await retried(server, Time())
    assert server.calls == 1


async def test_stop_at_the_first_429() -> None:
    time, server = Time(), Server(failed(Cause.RATE_LIMIT))
    run, model = limiter(time), Model(server)
    policy = RetryPolicy(stop_at_first_429=True)
    for _ in range(2):
        with pytest.raises(CallFailed) as caught:
            await ask(model, REQUEST, run, policy, wait=time.wait)
        assert caught.value.cause is Cause.RATE_LIMIT
    assert server.calls == 1


async def test_each_retry_is_told() -> None:
    told: list[tuple[Cause, float]] = []
    note: Callable[[CallFailed, float], None] = lambda error, seconds: told.append((error.cause, seconds))  # noqa: E731
    time, policy = Time(), RetryPolicy(chance=lambda: 0.0)
    await ask(
        Model(Server(failed(Cause.SERVER))), REQUEST, limiter(time), policy, wait=time.wait, on_retry=note
    )
    assert told == [(Cause.SERVER, 0.25)]
