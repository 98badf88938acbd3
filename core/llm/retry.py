"""Asks until there is an answer, or no hope of one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from core.errors import CallFailed, Cause
from core.llm.chat import ChatModel, ChatReply, ChatRequest
from core.llm.limits import LONGEST_PAUSE, Limiter, QueueStopped, Wait

OnRetry = Callable[[CallFailed, float], None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`attempts` in all; waits in seconds double from `first_wait` to `max_wait`, half of each by chance
    (`chance` gives a number in [0, 1))."""

    attempts: int = 5
    first_wait: float = 0.5
    max_wait: float = 60.0
    stop_at_first_429: bool = False
    chance: Callable[[], float] = random.random

    def worth_trying(self, error: BaseException) -> bool:
        """Whether the same call may succeed later."""
        if not isinstance(error, CallFailed) or isinstance(error, QueueStopped) or not error.transient:
            return False
        if error.cause is Cause.RATE_LIMIT and self.stop_at_first_429:
            return False
        return (error.retry_after or 0.0) <= LONGEST_PAUSE

    def pause(self, attempt: int, error: BaseException | None) -> float:
        """Seconds before the next try; never less than the server asked for. `attempt` counts from 1."""
        backoff = min(self.max_wait, self.first_wait * 2.0 ** min(attempt - 1, 30))
        jittered = backoff * (0.5 + self.chance() / 2)
        return max(jittered, getattr(error, "retry_after", None) or 0.0)


async def ask(
    model: ChatModel,
    request: ChatRequest,
    limiter: Limiter,
    policy: RetryPolicy | None = None,
    *,
    wait: Wait = asyncio.sleep,
    on_retry: OnRetry | None = None,
) -> ChatReply:
    """Ask through the limiter, again after transient faults; raises the last CallFailed.

    A permanent error stops the account's queue. The place in the limiter is given up while waiting.
    `on_retry` is told each fault that is tried again and the seconds until then.
    """
    policy = policy or RetryPolicy()
    call, name = partial(model.ask, request), model.identity.model
    try:
        return await limiter.run(call, name)
    except CallFailed as error:
        failed = error
    # Nearly every call ends above; the machinery for the others costs a tenth of a call.
    retrying = AsyncRetrying(
        stop=stop_after_attempt(policy.attempts),
        wait=partial(_pause, policy),
        retry=retry_if_exception(policy.worth_trying),
        before_sleep=partial(_tell, on_retry),
        sleep=lambda seconds: _waited(wait, seconds),
        reraise=True,
    )
    try:
        return await retrying(_after(failed, partial(limiter.run, call, name)))
    except CallFailed as error:
        if policy.stop_at_first_429 and error.cause is Cause.RATE_LIMIT:
            limiter.stop(error)
        raise


def _after(
    failed: CallFailed, again: Callable[[], Awaitable[ChatReply]]
) -> Callable[[], Awaitable[ChatReply]]:
    """A call whose first try is the failure that there already was."""
    past = [failed]

    async def attempt() -> ChatReply:
        if past:
            raise past.pop()
        return await again()

    return attempt


async def _waited(wait: Wait, seconds: float) -> None:
    await wait(seconds)


def _pause(policy: RetryPolicy, state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return policy.pause(state.attempt_number, error)


def _tell(on_retry: OnRetry | None, state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if on_retry is not None and isinstance(error, CallFailed):
        on_retry(error, state.upcoming_sleep)
