"""The live page under 2,000 results a second from another thread: how late its event loop comes."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from million import REFERENCES, SETS, TESTS, study, workspace_of
from window_rig import Rig

from core.events import AnswerSaved, Event, JudgmentSaved, Progress, RunStarted, Sink
from gui.runs import Wish

RATE, SECONDS, PART = 2_000, 10, 20


def live() -> None:
    """Print the figures."""
    rig = Rig()
    try:
        path = Path(shutil.copy2(workspace_of(RATE * SECONDS), rig.folder / "live.distilscope"))
        rig.window.context.open_workspace(path)
        rig.until(lambda: rig.window.context.run == 1 and not rig.window.context.tasks.busy)
        rig.window.show_page("live")
        print(f"  event loop at rest           {rig.delays(2)}")
        _feed_and_watch(rig, path)
    finally:
        rig.window.context.runs.current = None
        rig.close()


def _feed_and_watch(rig: Rig, path: Path) -> None:
    # A run that is on, as the page sees it: it reads counts and scores of these 20,000 judgments meanwhile.
    rig.window.context.runs.current = Wish(study(240, 114), path, {})
    feeder = Feeder(rig.window.context.services.bridge.sink)
    feeder.start()
    late = rig.delays(SECONDS)
    feeder.join()
    page = rig.window.page("live")
    print(f"  {feeder.sent / feeder.seconds:5.0f} results a second       {late}  [p99 16]")
    heard, rows = page.state.progress.done, page.scores.rse_model.rowCount()
    print(f"  heard {heard:,} of {feeder.sent:,}; scores read meanwhile: {rows} rows")


class Feeder(threading.Thread):
    """Sends results at a steady rate, as the engine's thread does."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(name="feeder")
        self._sink, self.sent, self.seconds = sink, 0, 1.0

    def run(self) -> None:
        began, total = time.perf_counter(), RATE * SECONDS
        self._sink.emit(RunStarted(1, "A million judgments", total, 0))
        events = _events(total)
        while self.sent < total:
            for _ in range(PART):
                self._sink.emit(next(events))
            self.sent += PART
            self._sink.emit(Progress(1, self.sent, total, self.sent, 0, 0.0, False, 1.0, 5.0, 64))
            time.sleep(max(0.0, began + self.sent / RATE - time.perf_counter()))
        self.seconds = time.perf_counter() - began


def _events(total: int) -> Iterator[Event]:
    """Six judgments an answer."""
    dice, sets = random.Random(1), tuple(SETS)
    for number in range(total):
        model, name = dice.choice(TESTS), dice.choice(sets)
        if number % 7 == 0:
            yield AnswerSaved(1, model, name, "answered")
        else:
            scores = {part: dice.uniform(1, 5) for part in ("style", "structure", "content", "overall")}
            yield JudgmentSaved(
                1, number + 1, "rse", model, dice.choice(REFERENCES), "measured", name, "scored", scores
            )
