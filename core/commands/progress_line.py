"""A run's progress on stderr: one line that is rewritten on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Self

from core.events import CallError, Event, ModelState, Progress, RunEnded, RunReplaced, RunStarted
from core.terminal import one_line

_EVERY = 5.0  # seconds between lines where stderr is no terminal
_MOMENT = 1.0  # seconds
_LONG = 5  # seconds after which it is said what is being waited for


class ProgressLine:
    """A Sink. Called from the engine's thread."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._last = 0.0
        self._errors: dict[tuple[str, str], int] = {}
        self._asked: dict[str, ModelState] = {}

    def emit(self, event: Event) -> None:
        """Show what a person at a terminal wants to know."""
        if isinstance(event, CallError):
            self._error(event)
        elif isinstance(event, RunReplaced):
            self._line(event.message)
        elif self._quiet:
            return
        elif isinstance(event, RunStarted):
            self._line(f"run {event.run}: {event.study}, {event.done:,} of {event.total:,} tasks done before")
        elif isinstance(event, ModelState):
            self._asked[event.model] = event
        elif isinstance(event, Progress):
            self._progress(event)
        elif isinstance(event, RunEnded) and self._terminal:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)  # the command itself says how it ended

    def _error(self, event: CallError) -> None:
        """The first of a kind in full; the rest only count."""
        key = event.model, event.cause
        self._errors[key] = self._errors.get(key, 0) + 1
        if self._errors[key] == 1:
            stops = " Nothing more is asked of this account." if event.stops_account else ""
            self._line(f"{event.model}: {event.cause}: {event.message}{stops}")

    def _progress(self, event: Progress) -> None:
        text = (
            f"{event.done:,}/{event.total:,} tasks, {event.calls:,} calls, {event.errors:,} errors, "
            f"{_cost(event)}{_left(event.seconds_left)}"
            f"{self._longest()}"
        )
        if self._terminal:
            # What wraps is not cleared again.
            shown = one_line(text)[: shutil.get_terminal_size().columns - 1]
            print(f"\r\x1b[2K{shown}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self._line(text)

    def _longest(self) -> str:
        """The model that has been asked for the longest, where that is long."""
        state = max(self._asked.values(), key=lambda each: each.asking, default=None)
        if state is None or state.asking < _LONG:
            return ""
        return f"; asking {state.model} for {state.asking} s ({state.done:,} of {state.total:,} answers)"

    def _line(self, text: str) -> None:
        text = one_line(text)
        print(f"\r\x1b[2K{text}" if self._terminal else text, file=sys.stderr, flush=True)


class Waiting:
    """What is being worked out, at a terminal, once it takes more than a moment; gone at the end."""

    def __init__(self) -> None:
        self._terminal, self._from = sys.stderr.isatty(), time.monotonic() + _MOMENT

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._show("")

    def scores(self, done: float) -> None:
        """So much of the scores, 0 to 1."""
        if time.monotonic() >= self._from:
            self._show(f"working out the scores: {done:.0%}")

    def checks(self) -> None:
        """The scores are there; what helps to read them comes now."""
        if time.monotonic() >= self._from:
            self._show("working out what stands beside the scores")

    def _show(self, text: str) -> None:
        if self._terminal:
            print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)


def _cost(event: Progress) -> str:
    """What is known of it; where a price is missing, the sum is no cost."""
    return f"cost unknown (known part ${event.cost:.2f})" if event.cost_unknown else f"${event.cost:.2f}"


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f", {minutes} min {rest:02d} s left" if minutes else f", {rest} s left"
