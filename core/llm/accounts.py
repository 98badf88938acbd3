"""The accounts of a run, each with a limiter of its own: trouble with one leaves the others running."""

from __future__ import annotations

import asyncio
import time

from core.llm.limits import CEILING, START, Clock, Limiter, LimiterState, Limits, Wait

LOCAL, LOCAL_IN_FLIGHT = "local:", 2


class Accounts:
    """Hands out one limiter per account.

    `fixed` is the number of calls in flight in all accounts together, from the first second; a 429 still cuts
    the account that it came from, which then grows back. Without it each account starts at 4, doubles, then grows.
    """

    def __init__(
        self, fixed: int | None = None, *, clock: Clock = time.monotonic, wait: Wait = asyncio.sleep
    ) -> None:
        self._fixed, self._clock, self._wait = fixed, clock, wait
        self._gate = asyncio.Semaphore(fixed) if fixed else None
        self._limiters: dict[str, Limiter] = {}

    def limiter(
        self,
        account: str,
        *,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
    ) -> Limiter:
        """The account's limiter, made at the first asking; the limits of the minute count only then."""
        if account not in self._limiters:
            start, ceiling = self._range(account)
            self._limiters[account] = Limiter(
                account,
                Limits(start, ceiling, requests_per_minute, tokens_per_minute),
                gate=self._gate,
                clock=self._clock,
                wait=self._wait,
            )
        return self._limiters[account]

    def _range(self, account: str) -> tuple[int, int]:
        """Calls at once, at first and at most."""
        start, ceiling = self._fixed or START, self._fixed or CEILING
        if account.startswith(LOCAL):
            # A local server answers one at a time; more would only hold places that other accounts could use.
            return min(start, LOCAL_IN_FLIGHT), min(ceiling, LOCAL_IN_FLIGHT)
        return start, ceiling

    def states(self) -> list[LimiterState]:
        """A snapshot of every account, in the order in which they were first asked."""
        return [limiter.state() for limiter in self._limiters.values()]
