"""Pause, resume, cancel: set from any thread, felt by the run before its next call."""

from __future__ import annotations

import asyncio

from core.errors import DistilScopeError


class Stopped(DistilScopeError):
    """Nothing more is asked in this sitting: a cap was reached. What is under way is finished and kept."""


class Control:
    """The hand on one run. Belongs to the engine's loop; other threads go through RunHandle."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self.reason = ""
        self.stopped = ""
        self.failed = False
        self.leaving = False  # the program ends; nobody wished the run to

    async def gate(self) -> None:
        """Wait while the run is paused; raises Stopped once a cap was reached."""
        self.check()
        if not self._open.is_set():
            await self._open.wait()
            self.check()

    async def opened(self) -> None:
        """Wait while the run is paused; what was let through before a cap is still made."""
        await self._open.wait()

    def check(self) -> None:
        """Raise Stopped once a cap was reached."""
        if self.stopped:
            raise Stopped(self.stopped)

    @property
    def paused(self) -> bool:
        """Whether the run holds still."""
        return not self._open.is_set()

    def pause(self, reason: str) -> None:
        """Hold still before the next call."""
        self.reason = reason
        self._open.clear()

    def resume(self) -> None:
        """Go on."""
        self.reason = ""
        self._open.set()

    def stop(self, reason: str, *, failed: bool = False) -> Stopped:
        """Ask nothing more; the first reason stays. `failed`: no cap, but something that has to be put right."""
        if not self.stopped:
            self.stopped, self.failed = reason, failed
        self._open.set()
        return Stopped(self.stopped)
