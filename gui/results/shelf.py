"""Scores that were worked out already, until something is written: a large run takes a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.errors import DistilScopeError
from gui.context import Context
from gui.live.scoring import Scorer, Unwanted
from gui.results import load
from gui.results.load import Depth, Loaded

_KEPT = 6


class Shelf(QObject):
    """Asks for the scores of runs of the open workspace. `then` is called on the window's thread, or at once."""

    progressed = Signal(int, float)  # run, how much of its scores is worked out, 0 to 1

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scorer = Scorer()
        self._kept: dict[tuple[str, int], Any] = {}
        self._wished: dict[str, int] = {}
        self._age = 0
        context.data_changed.connect(self.clear)
        context.workspace_changed.connect(self._leave)

    def clear(self) -> None:
        """Forget everything, also what is still being worked out."""
        self._kept.clear()
        self._age += 1

    def _leave(self) -> None:
        """Another workspace is open: nobody waits for this one's scores any more."""
        wished, self._wished = set(self._wished.values()), {}
        for run in wished:
            self._scorer.stop(run)
        self.clear()

    def close(self) -> None:
        """End what is being worked out."""
        self._scorer.close()

    def scores(self, run: int, key: str, then: Callable[[Loaded], None]) -> None:
        """The score tables of a run. Of several wishes with one key only the newest is heard."""
        before, self._wished[key] = self._wished.get(key), run
        if before is not None and before not in self._wished.values():
            self._scorer.stop(before)

        def work(reader: Any) -> Loaded:
            return load.scores(self._scorer, reader, run, lambda share: self.progressed.emit(run, share))

        self._ask("scores", run, key, work, then)

    def depth(self, run: int, tables: Any, then: Callable[[Depth], None]) -> None:
        """What stands beside the scores of a run."""

        def work(reader: Any) -> Depth:
            return load.depth(self._scorer, reader, run, tables)

        self._ask("depth", run, "results.depth", work, then)

    def _ask(
        self, what: str, run: int, key: str, work: Callable[[Any], Any], then: Callable[[Any], None]
    ) -> None:
        age = self._age

        def take(found: Any) -> None:
            if age == self._age and not self._context.runs.active:
                self._keep((what, run), found)
            then(found)

        def fail(error: DistilScopeError) -> None:
            if not isinstance(error, Unwanted):
                self._context.tasks.failed.emit(error)
            elif run in self._wished.values():
                self._ask(what, run, key, work, then)

        kept = self._kept.get((what, run))
        if kept is None and (job := load.compute(self._context, work)):
            job.latest(key).owned_by(self).then(take).otherwise(fail).start()
        elif kept is not None and (job := load.compute(self._context, lambda _reader: None)):
            job.latest(key).start()  # so that an older wish of the key does not come in later
            then(kept)

    def _keep(self, place: tuple[str, int], found: Any) -> None:
        self._kept.pop(place, None)
        self._kept[place] = found
        while len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept)))
