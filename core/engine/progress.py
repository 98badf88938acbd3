"""Tells, five times a second while something moves, where a run stands."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections import deque
from collections.abc import Iterator
from types import TracebackType

from core.engine.context import Context
from core.engine.pace import Pace
from core.events import AccountState, Event, ModelState, Progress
from core.llm.accounts import Accounts
from core.llm.limits import LimiterState

EVERY = 0.2  # seconds
_SPAN = 150  # ticks: where nothing is asked, the speed of the last half minute tells the time that is left
_ENOUGH = 5  # ticks before any time is told


class Progressing:
    """An async context: progress is announced while it is open, and once more at its end."""

    def __init__(self, context: Context, accounts: Accounts) -> None:
        self._context, self._accounts = context, accounts
        self._history: deque[tuple[float, int]] = deque(maxlen=_SPAN)
        self._paces: dict[str, Pace] = {}
        self._told: dict[tuple[type[Event], str], Event] = {}

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._tick())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._tell()

    async def _tick(self) -> None:
        while True:
            self._tell()
            await asyncio.sleep(EVERY)

    def _tell(self) -> None:
        now, states = time.monotonic(), self._accounts.states()
        for model in self._models(now, states):
            self._say(model, model.model)
        for state in states:
            self._say(self._account(now, state), state.account)
        self._say(self._now(now), "")

    def _say(self, event: Event, of: str) -> None:
        if self._told.get((type(event), of)) != event:
            self._told[type(event), of] = event
            self._context.emit(event)

    def _account(self, now: float, state: LimiterState) -> AccountState:
        put_off = 0 if state.stopped else max(0, math.ceil(state.blocked_until - now))
        slowed = state.last_429 is not None and (now - state.last_429 < 30 or put_off > 0)
        return AccountState(
            self._context.run,
            state.account,
            state.in_flight,
            state.limit,
            state.waiting,
            slowed,
            state.stopped,
            put_off,
        )

    def _models(self, now: float, states: list[LimiterState]) -> Iterator[ModelState]:
        """Where each model stands; its pace is noted by the way."""
        out = {(state.account, model): since for state in states for model, since in state.oldest.items()}
        paused = self._context.control.paused
        for name, share in self._context.tally.shares:
            model = self._context.models[name]
            since = None if paused else out.get((model.account, model.identity.model))
            pace = self._paces.setdefault(name, Pace(now))
            pace.note(now, share.fresh, waiting=since is None)
            asking = 0 if since is None else int(now - since)
            each = None if pace.each is None else round(pace.each, 1)
            yield ModelState(self._context.run, name, share.done, share.total, asking, each)

    def _now(self, now: float) -> Progress:
        tally, purse = self._context.tally, self._context.purse
        self._history.append((now, tally.done))
        return Progress(
            run=self._context.run,
            done=tally.done,
            total=max(tally.total, tally.done),
            calls=purse.calls,
            errors=tally.errors,
            cost=purse.cost,
            cost_unknown=purse.cost_unknown,
            seconds=round(self._context.state.seconds + now - tally.started),
            seconds_left=None if self._context.control.paused else self._left(now),
            in_flight=self._context.caller.in_flight,
            lost=tally.lost,
        )

    def _left(self, now: float) -> float | None:
        """The slowest model decides, since they work side by side; without models, the pace of all that is done."""
        left = {name: share.left for name, share in self._context.tally.shares if share.left}
        if not left:
            return self._left_over_all()
        times = [self._paces[name].left(now, tasks) for name, tasks in left.items() if name in self._paces]
        known = [seconds for seconds in times if seconds is not None]
        return round(max(known)) if known and len(known) == len(left) else None

    def _left_over_all(self) -> float | None:
        if len(self._history) < _ENOUGH:
            return None
        (then, before), (now, done) = self._history[0], self._history[-1]
        if done <= before:
            return None
        return round((self._context.tally.total - done) * (now - then) / (done - before))
