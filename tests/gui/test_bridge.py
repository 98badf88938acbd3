"""Events from the engine's thread reach the window in batches, and none after the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.events import AnswerSaved, Event, RunResumed
from gui.bridge import Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()
    made.deleteLater()


def answer(number: int) -> AnswerSaved:
    return AnswerSaved(number, "m", "s", "answered")


def test_many_events_of_a_tick_come_as_one_batch(qtbot: QtBot, bridge: Bridge) -> None:
    heard: list[list[Event]] = []
    bridge.batch.connect(heard.append)
    for number in range(500):
        bridge.sink.emit(answer(number))
    qtbot.waitUntil(lambda: bool(heard))
    assert [event.run for batch in heard for event in batch] == list(range(500))
    assert len(heard) == 1


def test_events_of_other_threads_arrive_in_their_order(qtbot: QtBot, bridge: Bridge) -> None:
    heard: list[Event] = []
    bridge.batch.connect(heard.extend)
    worker = threading.Thread(target=lambda: [bridge.sink.emit(answer(n)) for n in range(300)])
    worker.start()
    qtbot.waitUntil(lambda: len(heard) == 300)
    worker.join()
    assert [event.run for event in heard] == list(range(300))


def test_it_sleeps_while_nothing_happens(qtbot: QtBot, bridge: Bridge) -> None:
    with qtbot.waitSignal(bridge.batch):
        bridge.sink.emit(RunResumed(1))
    qtbot.waitUntil(lambda: not bridge._timer.isActive())
    with qtbot.waitSignal(bridge.batch):
        bridge.sink.emit(RunResumed(2))


def test_nothing_is_heard_after_the_end(qtbot: QtBot, bridge: Bridge) -> None:
    heard: list[Event] = []
    bridge.batch.connect(heard.extend)
    bridge.sink.emit(RunResumed(1))
    bridge.close()
    bridge.sink.emit(RunResumed(2))
    bridge.drain()
    assert heard == []
