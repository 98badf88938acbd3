"""A run through the engine's public face, and everything that it said."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from command import LIMIT

from core import study_file
from core.engine.options import RunOptions
from core.engine.runtime import RunHandle, Runtime
from core.events import Event, RunEnded
from core.report.tables import as_json, score_tables
from core.store.reader import Reader


class Events:
    """A Sink that keeps all it hears, and wakes whoever waits for something."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self._news = threading.Condition()

    def emit(self, event: Event) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def of(self, kind: type[Any]) -> list[Any]:
        """Every event of a kind."""
        return [event for event in self.heard if isinstance(event, kind)]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Block until the condition holds after some event."""
        with self._news:
            assert self._news.wait_for(condition, LIMIT), "nothing more was heard"


class Engine:
    """A runtime with its events; closed with the `with` block."""

    def __init__(self) -> None:
        self.events = Events()
        self.runtime = Runtime(self.events)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.runtime.close()

    def start(self, study: Path, workspace: Path, **options: Any) -> RunHandle:
        """Begin a run."""
        return self.runtime.start(study_file.read(study), workspace, RunOptions(**options))

    def run(self, study: Path, workspace: Path, **options: Any) -> RunEnded:
        """Run to the end."""
        return self.start(study, workspace, **options).result(LIMIT)


def results(workspace: Path, run: int | None = None) -> dict[str, Any]:
    """The score tables of a run as data, without the run's number."""
    reader = Reader(workspace)
    try:
        number = run or reader.latest_run()
        assert number is not None
        data = as_json(score_tables(reader, number))
    finally:
        reader.close()
    del data["run"]
    return data
