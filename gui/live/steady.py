"""The time that is left of a run, without the jumps that a few slow answers make of it."""

from __future__ import annotations

from math import exp

from core.events import Progress

_SETTLES = 20.0  # seconds: after so long two thirds of a change are shown


class SteadyTime:
    """Counts down from what was told first, and leans towards what is told since."""

    def __init__(self) -> None:
        self._run, self._at = 0, 0.0
        self._left: float | None = None

    def take(self, progress: Progress) -> float | None:
        """The seconds to show; None where none can be told."""
        told, passed = progress.seconds_left, progress.seconds - self._at
        if told is None or self._left is None or progress.run != self._run or passed < 0:
            self._left = told
        else:
            expected = self._left - passed
            self._left = max(0.0, expected + (told - expected) * (1 - exp(-passed / _SETTLES)))
        self._run, self._at = progress.run, progress.seconds
        return self._left
