"""Drives the real window offscreen and looks at the clock: how long until rows are seen, how long each frame took."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")  # see gui/__init__.py

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from gui import app as gui_app
from gui import preferences as prefs
from gui.preferences import Preferences
from gui.window import MainWindow

PATIENCE = 120.0  # seconds
PROBE_MS = 4
LOOK_MS = 1


class Delays(NamedTuple):
    """Milliseconds by which the event loop came late, and those that its own thread worked meanwhile.

    On a busy machine the second says more: what is late without having worked has waited for a processor.
    """

    late: list[float]
    worked: list[float]

    def __str__(self) -> str:
        return f"{spread(self.late)}; worked p99 {percentile(self.worked, 0.99):.1f}  max {max(self.worked):.1f} ms"

    def and_then(self, other: Delays) -> Delays:
        """Both, one after the other."""
        return Delays(self.late + other.late, self.worked + other.worked)


class Rig:
    """The application, and a window with settings of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="distilscope-bench-"))
        self.app = gui_app.application(sys.argv[:1])
        settings = Preferences(self.folder / "settings.ini")
        for setting, value in (
            (prefs.FOLDER, str(self.folder)),
            (prefs.DISCOVER, False),
            (prefs.LANGUAGE, "en"),
        ):
            settings.set(setting, value)
        self.window: MainWindow = gui_app.build(self.app, settings)
        self.window.resize(1280, 800)
        self.window.show()
        self.until(lambda: not self.window.context.tasks.busy)

    def until(self, true: Callable[[], bool], patience: float = PATIENCE) -> float:
        """Let the window live until something is so; milliseconds that it took.

        In an event loop that sleeps: `processEvents` with a time limit never waits, and to ask again and again would be
        most of the CPU that is measured, and take the interpreter's lock from the threads that read.
        """
        began, loop, timer = time.perf_counter(), QEventLoop(), QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        # What was so once may be otherwise by the next look: it is the one look that counts.
        timer.timeout.connect(
            lambda: (
                loop.exit(0) if true() else loop.exit(1) if time.perf_counter() - began > patience else None
            )
        )
        timer.start(LOOK_MS)
        late = not true() and loop.exec()
        timer.stop()
        if late:
            raise TimeoutError("the window never got there")
        return (time.perf_counter() - began) * 1e3

    def frame(self) -> float:
        """One turn of the event loop; milliseconds."""
        began = time.perf_counter()
        self.app.processEvents()
        return (time.perf_counter() - began) * 1e3

    def delays(self, seconds: float, over: Callable[[], bool] = lambda: False) -> Delays:
        """How late the event loop came to a timer of a few milliseconds, again and again.

        over: ends it before the seconds have passed.
        """
        found, loop, timer = Delays([], []), QEventLoop(), QTimer()
        before = [time.perf_counter(), time.thread_time()]

        def look() -> None:
            now = [time.perf_counter(), time.thread_time()]
            found.late.append(max(0.0, (now[0] - before[0]) * 1e3 - PROBE_MS))
            found.worked.append((now[1] - before[1]) * 1e3)
            before[:] = now
            if over():
                loop.quit()

        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(look)
        timer.start(PROBE_MS)
        QTimer.singleShot(int(seconds * 1e3), loop.quit)
        loop.exec()
        timer.stop()
        return found

    def close(self) -> None:
        """End the window and its threads."""
        self.window.close()
        self.app.processEvents()
        shutil.rmtree(self.folder, ignore_errors=True)


def scroll(rig: Rig, table: QTableView, frames: int, step: int) -> list[float]:
    """Scroll down by `step` pixels a frame; milliseconds of each frame, its painting included."""
    bar, times = table.verticalScrollBar(), []
    for _ in range(frames):
        began = time.perf_counter()
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
        times.append((time.perf_counter() - began) * 1e3)
        rest = 1 / 60 - (time.perf_counter() - began)
        if rest > 0:
            time.sleep(rest)  # the next picture of a screen with 60 a second; other threads go on meanwhile
    return times


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them stay below or reach."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def spread(values: Sequence[float]) -> str:
    """Median, p99 and the largest, in milliseconds."""
    return f"median {statistics.median(values):6.1f}  p99 {percentile(values, 0.99):6.1f}  max {max(values):6.1f} ms"
