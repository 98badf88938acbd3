"""The only file that receives the core's events: collects them, and hands them out in batches."""

from __future__ import annotations

import threading
from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.events import Event

TICK_MS = 80


class BridgeSink:
    """The Sink that the engine gets; any thread may call it. (QObject has an `emit` of its own.)"""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def emit(self, event: Event) -> None:
        """Take one event; returns at once."""
        self._bridge.take(event)


class Bridge(QObject):
    """`batch` carries a list of events, once a tick, on the window's thread."""

    batch = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = BridgeSink(self)
        self._waiting: deque[Event] = deque()
        self._lock = threading.Lock()
        self._awake = False
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.drain)
        self._woken.connect(self._timer.start, Qt.ConnectionType.QueuedConnection)

    def take(self, event: Event) -> None:
        """Take one event; returns at once. After `close`, drops it."""
        with self._lock:
            if self._closed:
                return
            self._waiting.append(event)
            asleep, self._awake = not self._awake, True
            if asleep:
                self._woken.emit()

    def drain(self) -> None:
        """Hand out all that waits; sleep when a whole tick brought nothing."""
        with self._lock:
            events = list(self._waiting)
            self._waiting.clear()
            if not events:
                self._awake = False
                self._timer.stop()
        if events:
            self.batch.emit(events)

    def close(self) -> None:
        """Hear nothing more."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._timer.stop()
