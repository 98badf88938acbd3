"""What the live page knows of the run that is on, from events alone; a plain object without Qt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.events import (
    AccountState,
    AnswerSaved,
    CallError,
    Event,
    JudgmentSaved,
    ModelState,
    Progress,
    RunEnded,
    RunPaused,
    RunReplaced,
    RunResumed,
    RunStarted,
)

_NEWEST = 100


@dataclass
class ErrorLine:
    """The same cause on the same model, with its latest message; one that stops the account is told once."""

    cause: str
    model: str
    message: str
    count: int = 1
    stops: bool = False


@dataclass
class LiveState:
    """Takes events; `fresh` says whether there is something new to read from the workspace."""

    workspace: Path | None = None  # where the run is kept
    run: int | None = None
    study: str = ""
    status: str = ""
    message: str = ""
    progress: Progress | None = None
    fresh: bool = False
    newest: deque[JudgmentSaved] = field(default_factory=lambda: deque(maxlen=_NEWEST))
    errors: dict[tuple[str, str], ErrorLine] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)  # answers and judgments not had, by model
    accounts: dict[str, AccountState] = field(default_factory=dict)
    models: dict[str, ModelState] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)  # what is to be said of a run from its start

    @property
    def finishing(self) -> bool:
        """Whether nothing is left to ask or to judge, though the engine has not let go of the run."""
        progress = self.progress
        done = progress is not None and progress.done >= progress.total > 0
        return done or self.status not in {"", "running", "held"}

    @property
    def lines(self) -> list[ErrorLine]:
        """The errors by cause: one that stops an account counts for all that failed after it, and was not told."""
        left = dict(self.failed)
        for line in self.errors.values():
            left[line.model] = left.get(line.model, 0) - line.count
        found = []
        for line in reversed(self.errors.values()):
            more = max(0, left.pop(line.model, 0)) if line.stops else 0
            found.append(replace(line, count=line.count + more))
        return found[::-1]

    @property
    def error_count(self) -> int:
        """Calls that failed for good."""
        return sum(line.count for line in self.lines)

    def take(self, event: Event) -> None:
        """Note one event."""
        if isinstance(event, RunStarted):
            self._start(event)
        elif isinstance(event, Progress):
            self.progress = event
        elif isinstance(event, JudgmentSaved):
            self.newest.appendleft(event)
            self._saved(event.judge, event.outcome)
        elif isinstance(event, AnswerSaved):
            self._saved(event.model, event.outcome)
        elif isinstance(event, CallError):
            self._error(event)
        elif isinstance(event, AccountState):
            self.accounts[event.account] = event
        elif isinstance(event, ModelState):
            self.models[event.model] = event
        else:
            self._standing(event)

    def _start(self, event: RunStarted) -> None:
        self.run, self.study, self.status = event.run, event.study, "running"
        self.message = self.notes.get(event.run, "")
        self.progress = Progress(event.run, event.done, event.total, 0, 0, 0.0, False, 0.0, None, 0)
        self.newest.clear()
        self.errors.clear()
        self.failed.clear()
        self.accounts.clear()
        self.models.clear()
        self.fresh = True

    def _standing(self, event: Event) -> None:
        if isinstance(event, RunPaused):
            self.status, self.message = "held", event.reason
        elif isinstance(event, RunResumed):
            self.status, self.message = "running", self.notes.get(event.run, "")
        elif isinstance(event, RunReplaced):
            self.notes[event.run] = event.message
        elif isinstance(event, RunEnded):
            self.status, self.message, self.fresh = event.status, event.message, True
        else:
            self.fresh = True

    def _saved(self, model: str, outcome: str) -> None:
        self.fresh = True
        if outcome == "error":
            self.failed[model] = self.failed.get(model, 0) + 1

    def _error(self, event: CallError) -> None:
        line = self.errors.get((event.cause, event.model))
        if line is None:
            line = ErrorLine(event.cause, event.model, event.message, stops=event.stops_account)
            self.errors[event.cause, event.model] = line
        else:
            line.count, line.message = line.count + 1, event.message
            line.stops = line.stops or event.stops_account
