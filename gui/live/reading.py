"""Reads what the run that is followed found so far, from the workspace it is kept in, whichever is open to look at."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.context import Context
from gui.live.model import LiveState
from gui.live.scoring import Scorer


class RunReading(QObject):
    """`found` carries the counts and the score tables of the run that is followed, and of no other."""

    found = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._scorer = context, Scorer()
        self._state = LiveState()
        self._reading = False
        self._not_before = 0.0

    def follow(self, state: LiveState) -> None:
        """Read for this state from now on; what is under way for another is not heard any more."""
        self._state, self._not_before = state, 0.0

    def read(self) -> None:
        """Read, unless a read is under way or nothing is new."""
        state, run, place = self._state, self._state.run, self._state.workspace
        if run is None or place is None or not state.fresh:
            return
        if self._reading or time.monotonic() < self._not_before:
            return
        self._reading, state.fresh = True, False
        job = self._context.tasks.read(place, lambda reader: self._scorer.look(reader, run))
        job.owned_by(self).then(lambda found: self._take(state, run, *found))
        job.otherwise(lambda _error: self._done(0.0)).start()

    def read_at_once(self) -> None:
        """Read without the pause that keeps a large run from being read all the time."""
        self._not_before = 0.0
        self.read()

    def close(self) -> None:
        """End what is under way."""
        self._scorer.close()

    def _take(self, state: LiveState, run: int, counts: Any, tables: Any, seconds: float) -> None:
        self._done(seconds)
        if state is self._state and run == state.run:
            self.found.emit(counts, tables)

    def _done(self, seconds: float) -> None:
        self._reading = False
        # Reading may not take more than a fifth of the time, however large the run.
        self._not_before = time.monotonic() + 4 * seconds
        if not self._context.runs.active:
            self.read_at_once()
