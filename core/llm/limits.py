"""How many calls an account may have at once: it learns from the server what is too many."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from core.errors import CallFailed, Cause
from core.llm.chat import ChatReply
from core.llm.pace import Pace

Clock = Callable[[], float]
Wait = Callable[[float], Awaitable[object]]

START = 4
CEILING = 256
# Until a server complains, or up to here, a window of successes doubles the limit: answers take seconds, and one more
# place a window would keep a fast account slow for minutes.
QUICKLY_UNTIL = 64
LONGEST_PAUSE = 600.0  # seconds; a server that asks for more means another day
# Where nobody answers, the whole account waits, longer each time, and is given up after so many times in a row: a
# server that is restarted may be back within these 7.5 s, and one that is not there is not asked a thousand times.
UNANSWERED, FIRST_WAIT = 5, 0.5
_SLOWING = frozenset({Cause.SERVER, Cause.TIMEOUT})
_NOBODY = frozenset({Cause.REFUSED, Cause.NO_NETWORK, Cause.PROXY})


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls at once: `start` at first, `ceiling` at most. Per minute: as the user set them; None is no limit."""

    start: int = START
    ceiling: int = CEILING
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None


class QueueStopped(CallFailed):
    """A call that was not made, since an earlier one showed that none can succeed. Says what that said."""

    def __init__(self, first: CallFailed) -> None:
        super().__init__(first.cause, first.what, status=first.status)
        self.args = first.args
        self.stops_account = True


@dataclass(frozen=True, slots=True)
class LimiterState:
    """A limiter seen from outside: calls in flight, how many may be, how many wait, when a 429 last came.

    `oldest` says of each model that is asked just now since when its longest call is out, `blocked_until` when calls go
    on that the server has put off. Times are by the limiter's clock.
    """

    account: str
    in_flight: int
    limit: int
    waiting: int
    last_429: float | None
    stopped: str = ""
    oldest: Mapping[str, float] = field(default_factory=dict)
    blocked_until: float = 0.0


class Limiter:
    """Lets calls of one account through: `limits.start` at once, twice as many after a full window of successes,
    one more a window once the server has complained or `QUICKLY_UNTIL` is reached; half after a 429. A 5xx only
    pauses growth, and where nobody answers all wait. Belongs to one asyncio loop.

    `gate` is shared by accounts whose calls are counted together. `clock` (seconds) and `wait` are for tests;
    `wait` must let the clock go on.
    """

    def __init__(
        self,
        account: str = "",
        limits: Limits | None = None,
        *,
        gate: asyncio.Semaphore | None = None,
        clock: Clock = time.monotonic,
        wait: Wait = asyncio.sleep,
    ) -> None:
        limits = limits or Limits()
        self.account, self.limit = account, limits.start
        self._ceiling = max(limits.start, limits.ceiling)
        self._gate, self._clock, self._wait = gate, clock, wait
        self._pace = Pace(limits.requests_per_minute, limits.tokens_per_minute, clock)
        self._waiters: deque[tuple[asyncio.Future[bool], str]] = deque()
        self._out: dict[
            object, tuple[str, float]
        ] = {}  # calls in flight: model, and since when; oldest first
        self._held = self._streak = self._lessons = self._unanswered = 0
        self._stops: dict[str | None, CallFailed] = {}
        self._complained = False
        self._was_full = False  # whether all places were taken since the last change
        self._blocked_until = 0.0
        self.last_429: float | None = None

    async def run(self, call: Callable[[], Awaitable[ChatReply]], model: str = "") -> ChatReply:
        """Wait for a turn, call, learn from the outcome and pass it on.

        Raises what `call` raises, and QueueStopped once a permanent error has stopped the account, or, where
        only that model is unknown, the calls for `model`.
        """
        await self._turn(model)
        self._was_full = self._was_full or self._held >= self.limit
        try:
            await self._paced(model)
            return await self._gated(call, model)
        finally:
            self._leave()

    def stop(self, error: CallFailed, model: str = "") -> None:
        """Let nothing through any more; an unknown model stops only that model."""
        scope = model if error.cause is Cause.UNKNOWN_MODEL and model else None
        error.stops_account = True
        self._stops.setdefault(scope, error)
        for place, of_model in self._waiters:
            if not place.done() and scope in (None, of_model):
                place.set_result(False)

    def state(self) -> LimiterState:
        """A snapshot."""
        queued = sum(not place.done() for place, _ in self._waiters)
        stopped = next((str(error) for error in self._stops.values()), "")
        out = len(self._out)
        oldest: dict[str, float] = {}
        for model, since in self._out.values():
            oldest.setdefault(model, since)
        waiting = queued + self._held - out
        return LimiterState(
            self.account, out, self.limit, waiting, self.last_429, stopped, oldest, self._blocked_until
        )

    async def _turn(self, model: str) -> None:
        """Take one of `limit` places, first come first served."""
        self._raise_if_stopped(model)
        if self._held < self.limit and not self._queued():
            self._held += 1
            return
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiters.append((place, model))
        try:
            granted = await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.result():
                self._leave()
            raise
        if not granted:
            self._raise_if_stopped(model)

    def _queued(self) -> bool:
        return any(not place.done() for place, _ in self._waiters)

    def _leave(self) -> None:
        self._held -= 1
        while self._waiters and self._held < self.limit:
            place, _ = self._waiters.popleft()
            if not place.done():
                self._held += 1
                place.set_result(True)

    def _raise_if_stopped(self, model: str) -> None:
        for scope in (None, model):
            if scope in self._stops:
                raise QueueStopped(self._stops[scope])

    async def _paced(self, model: str) -> None:
        """Hold the place until the server's and the user's limits of the minute let a call through."""
        while (seconds := max(self._pace.delay(), self._blocked_until - self._clock())) > 0:
            await self._wait(seconds)
        self._raise_if_stopped(model)
        self._pace.spend_request()

    async def _gated(self, call: Callable[[], Awaitable[ChatReply]], model: str) -> ChatReply:
        if self._gate is None:
            return await self._called(call, model)
        async with self._gate:
            self._raise_if_stopped(model)
            return await self._called(call, model)

    async def _called(self, call: Callable[[], Awaitable[ChatReply]], model: str) -> ChatReply:
        lessons, place = self._lessons, object()
        self._out[place] = model, self._clock()
        try:
            reply = await call()
        except CallFailed as error:
            self._failed(error, lessons, model)
            raise
        finally:
            del self._out[place]
        self._succeeded(reply)
        return reply

    def _succeeded(self, reply: ChatReply) -> None:
        self._pace.spend_tokens((reply.usage.input_tokens or 0) + (reply.usage.output_tokens or 0))
        if reply.rate is not None:
            self._block(self._pace.exhausted(reply.rate))
        self._streak, self._unanswered = self._streak + 1, 0
        # Growing while there are places to spare would only forget what the last 429 taught.
        quickly = not self._complained and self.limit < QUICKLY_UNTIL
        wanted = self._was_full or (quickly and self._queued())
        if self._streak >= (1 if quickly else self.limit) and wanted and self.limit < self._ceiling:
            self.limit, self._streak, self._was_full = self.limit + 1, 0, False

    def _failed(self, error: CallFailed, lessons: int, model: str) -> None:
        # Calls that were already out when the last lesson was learned say nothing new.
        news = lessons == self._lessons
        if error.cause in _NOBODY:
            self._nobody_answered(error, news)
            return
        self._unanswered = 0
        self._complained = self._complained or error.cause in {Cause.RATE_LIMIT, *_SLOWING}
        if error.permanent:
            self.stop(error, model)
        elif error.cause is Cause.RATE_LIMIT:
            self.last_429 = self._clock()
            self._block(error.retry_after or 0.0)
            if news:
                self.limit, self._lessons, self._streak = max(1, self.limit // 2), self._lessons + 1, 0
        elif error.cause in _SLOWING:
            self._streak = -self.limit

    def _nobody_answered(self, error: CallFailed, news: bool) -> None:
        self._streak = -self.limit
        if news:
            self._unanswered, self._lessons = self._unanswered + 1, self._lessons + 1
            self._block(FIRST_WAIT * 2 ** (self._unanswered - 1))
        if self._unanswered >= UNANSWERED:
            self.stop(error)

    def _block(self, seconds: float) -> None:
        if 0 < seconds <= LONGEST_PAUSE:
            self._blocked_until = max(self._blocked_until, self._clock() + seconds)
