"""Requests and tokens a minute, as the user set them or as the server's headers tell."""

from __future__ import annotations

from collections.abc import Callable

from core.llm.rates import RateState

# Servers refill by the second; a burst of a whole minute's worth would be refused by most.
_BURST_SECONDS = 5.0
# The headers speak of limits per minute; a longer reset is the time until all of it is back.
_LONGEST_RESET = 60.0


class Bucket:
    """Fills at `per_minute`, holds a few seconds' worth, may be overdrawn by what was not known before."""

    def __init__(self, per_minute: float, clock: Callable[[], float]) -> None:
        self._rate = per_minute / 60
        self._capacity = max(1.0, self._rate * _BURST_SECONDS)
        self._level, self._clock, self._at = self._capacity, clock, clock()

    def delay(self, wanted: float = 1.0) -> float:
        """Seconds until `wanted` is there."""
        self._refill()
        # Rounding must not leave a wait too short for the clock to notice.
        return max(1e-3, (wanted - self._level) / self._rate) if self._level < wanted - 1e-9 else 0.0

    def spend(self, amount: float) -> None:
        """Take it, below zero if need be."""
        self._refill()
        self._level -= amount

    def _refill(self) -> None:
        now = self._clock()
        self._level = min(self._capacity, self._level + (now - self._at) * self._rate)
        self._at = now


class Pace:
    """The two buckets of an account; a limit that is None is no limit."""

    def __init__(
        self, requests_per_minute: float | None, tokens_per_minute: float | None, clock: Callable[[], float]
    ) -> None:
        self._requests = Bucket(requests_per_minute, clock) if requests_per_minute else None
        self._tokens = Bucket(tokens_per_minute, clock) if tokens_per_minute else None
        self._calls = self._spent = 0

    def delay(self) -> float:
        """Seconds until the next call may start."""
        return (
            max(bucket.delay() for bucket in (self._requests, self._tokens) if bucket)
            if self._limited
            else 0.0
        )

    def spend_request(self) -> None:
        """A call starts."""
        if self._requests:
            self._requests.spend(1)

    def spend_tokens(self, tokens: int) -> None:
        """A call ended and used this many."""
        self._calls, self._spent = self._calls + 1, self._spent + tokens
        if self._tokens:
            self._tokens.spend(tokens)

    def exhausted(self, rate: RateState) -> float:
        """Seconds to hold still because the server says that nothing is left; 0 if something is."""
        mean = self._spent / self._calls if self._calls else 0.0
        waits = [0.0]
        if rate.requests is not None and rate.requests < 1:
            waits.append(rate.requests_reset or 0.0)
        if rate.tokens is not None and rate.tokens < max(1.0, mean):
            waits.append(rate.tokens_reset or 0.0)
        return min(max(waits), _LONGEST_RESET)

    @property
    def _limited(self) -> bool:
        return self._requests is not None or self._tokens is not None
