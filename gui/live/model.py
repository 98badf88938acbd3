"""What the live page knows of the run that is on, from events alone; a plain object without Qt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from core.events import (
    AccountState,
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
    """The same cause on the same model, with its latest message."""

    cause: str
    model: str
    message: str
    count: int = 1


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
    accounts: dict[str, AccountState] = field(default_factory=dict)
    models: dict[str, ModelState] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)  # what is to be said of a run from its start

    @property
    def finishing(self) -> bool:
        """Whether nothing is left to ask or to judge, though the engine has not let go of the run."""
        progress = self.progress
        done = progress is not None and progress.done >= progress.total > 0
        return done or self.status not in {"", "running", "held"}

    def take(self, event: Event) -> None:
        """Note one event."""
        if isinstance(event, RunStarted):
            self._start(event)
        elif isinstance(event, Progress):
            self.progress = event
        elif isinstance(event, JudgmentSaved):
            self.newest.appendleft(event)
            self.fresh = True
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

    def _error(self, event: CallError) -> None:
        line = self.errors.get((event.cause, event.model))
        if line is None:
            self.errors[event.cause, event.model] = ErrorLine(event.cause, event.model, event.message)
        else:
            line.count, line.message = line.count + 1, event.message
