"""Tells, five times a second while something moves, where a run stands."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from types import TracebackType

from core.engine.context import Context
from core.events import AccountState, Progress
from core.llm.accounts import Accounts

EVERY = 0.2  # seconds
_SPAN = 150  # ticks: the speed of the last half minute tells the time that is left
_ENOUGH = 5  # ticks before any time is told


class Progressing:
    """An async context: progress is announced while it is open, and once more at its end."""

    def __init__(self, context: Context, accounts: Accounts) -> None:
        self._context, self._accounts = context, accounts
        self._history: deque[tuple[float, int]] = deque(maxlen=_SPAN)
        self._last: Progress | None = None
        self._accounts_told: dict[str, AccountState] = {}

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
        progress = self._now()
        if progress != self._last:
            self._context.emit(progress)
            self._last = progress
        for state in self._accounts.states():
            self._tell_account(
                AccountState(
                    self._context.run, state.account, state.in_flight, state.limit, state.waiting,
                    state.last_429 is not None and time.monotonic() - state.last_429 < 30, state.stopped,
                )
            )  # fmt: skip

    def _tell_account(self, state: AccountState) -> None:
        if self._accounts_told.get(state.account) != state:
            self._accounts_told[state.account] = state
            self._context.emit(state)

    def _now(self) -> Progress:
        tally, purse = self._context.tally, self._context.purse
        self._history.append((time.monotonic(), tally.done))
        return Progress(
            run=self._context.run,
            done=tally.done,
            total=max(tally.total, tally.done),
            calls=purse.calls,
            errors=tally.errors,
            cost=purse.cost,
            cost_unknown=purse.cost_unknown,
            seconds=round(self._context.state.seconds + time.monotonic() - tally.started),
            seconds_left=self._left(),
            in_flight=self._context.caller.in_flight,
        )

    def _left(self) -> float | None:
        if len(self._history) < _ENOUGH or self._context.control.paused:
            return None
        (then, before), (now, done) = self._history[0], self._history[-1]
        if done <= before:
            return None
        return round((self._context.tally.total - done) * (now - then) / (done - before))
