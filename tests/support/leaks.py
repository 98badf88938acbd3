"""Fails a test that leaves something running: a thread, a timer, a window or a process.

Each is remembered with the place that started it, because by the time it is found its starter is long gone.
"""

from __future__ import annotations

import gc
import multiprocessing.process
import multiprocessing.resource_tracker
import subprocess
import sys
import threading
import traceback
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

PATIENCE = 2.0  # seconds that something already told to stop may take to do so

Started = list[tuple[Any, str]]
threads: Started = []
processes: Started = []
qt_objects: Started = []


def pytest_configure() -> None:
    """Watch the starts of everything that can outlive a test."""
    watch(threading.Thread, "start", threads, weakref.ref)
    watch(subprocess.Popen, "__init__", processes, process_id)
    watch(multiprocessing.process.BaseProcess, "start", processes, process_id)
    if "PySide6.QtCore" in sys.modules:
        from PySide6 import QtCore

        watch(QtCore.QTimer, "start", qt_objects, weakref.ref)
        watch(QtCore.QThread, "start", qt_objects, weakref.ref)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: need not be gone through by each collection in between."""
    gc.collect()
    gc.freeze()


def watch(owner: type, method: str, started: Started, key: Callable[[Any], Any]) -> None:
    """Make `owner.method` note in `started` what it was called on, and from where."""
    original = getattr(owner, method)

    def noting(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        started.append((key(self), calling_place()))
        return result

    setattr(owner, method, noting)


def process_id(process: Any) -> int:
    """A process by its number: holding the object would keep its own complaints from being heard."""
    return int(process.pid)


def calling_place() -> str:
    """The innermost lines that led here and belong neither to Python nor to a library, outermost first."""
    # Without the source lines: thousands of starts are noted, and next to none is ever shown.
    frames = traceback.StackSummary.extract(traceback.walk_stack(None), lookup_lines=False)
    frames = [frame for frame in frames if frame.filename != __file__]
    own = [frame for frame in frames if not frame.filename.startswith((sys.prefix, sys.base_prefix, "<"))]
    innermost = reversed((own or frames)[:3])
    return " > ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in innermost)


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Compare what runs after the test with what ran before it; fixtures of wider scope come before."""
    before = set(threading.enumerate()), windows()
    for started in (threads, processes, qt_objects):
        started.clear()
    yield
    left = [*left_threads(before[0]), *left_processes(), *left_qt_objects(), *left_windows(before[1])]
    if left:
        pytest.fail("left behind:\n  " + "\n  ".join(left), pytrace=False)


def left_threads(before: set[threading.Thread]) -> Iterator[str]:
    """Threads that the test started and that do not end."""
    places = {thread(): place for thread, place in threads}
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
        if thread.is_alive():
            yield f"thread {thread.name!r}, started at {places.get(thread, 'an unknown place')}"


def left_processes() -> Iterator[str]:
    """Processes that the test started and that still run; Python's own resource tracker is meant to."""
    tracker = multiprocessing.resource_tracker._resource_tracker._pid
    for number, place in processes:
        if number != tracker and still_runs(number):
            yield f"process {number}, started at {place}"


def still_runs(number: int) -> bool:
    """Whether one of our processes goes on running, after some patience."""
    try:
        process = psutil.Process(number)
        if process.ppid() != psutil.Process().pid or process.status() == psutil.STATUS_ZOMBIE:
            return False
        process.wait(PATIENCE)
    except psutil.TimeoutExpired:
        return True
    except psutil.NoSuchProcess:
        return False
    return False


def left_qt_objects() -> Iterator[str]:
    """Timers that are active and Qt threads that run."""
    if not qt_objects:
        return
    delete_what_is_marked()
    gc.collect()
    for reference, place in qt_objects:
        thing = reference()
        if thing is not None and is_busy(thing):
            yield f"{type(thing).__name__} {thing.objectName()!r}, started at {place}"
            stop(thing)


def is_busy(thing: Any) -> bool:
    """Whether a timer is active or a Qt thread runs; one that Qt has deleted is neither."""
    import shiboken6

    if not shiboken6.isValid(thing):
        return False
    return bool(thing.isActive() if hasattr(thing, "isActive") else not thing.wait(int(PATIENCE * 1000)))


def stop(thing: Any) -> None:
    """Keep one test's leftover from being found, or from firing, in the next."""
    if hasattr(thing, "isActive"):
        thing.stop()
    else:
        thing.quit()


def windows() -> set[Any]:
    """Every top-level widget without a parent; none where no application was made."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None:
        return set()
    return {widget for widget in application.topLevelWidgets() if widget.parent() is None}


def left_windows(before: set[Any]) -> Iterator[str]:
    """Top-level widgets that the test made and nobody deleted."""
    if not windows() - before:
        return
    delete_what_is_marked()
    gc.collect()
    delete_what_is_marked()
    for widget in windows() - before:
        yield f"window {type(widget).__module__}.{type(widget).__qualname__} {widget.windowTitle()!r}"
        widget.close()
        widget.deleteLater()


def delete_what_is_marked() -> None:
    """Carry out every deleteLater() that waits for an event loop."""
    from PySide6 import QtCore

    if QtCore.QCoreApplication.instance() is not None:
        QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
        QtCore.QCoreApplication.processEvents()
