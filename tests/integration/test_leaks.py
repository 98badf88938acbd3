"""Runs pytest on small test files of its own: the watch over leftovers must see what it is for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

LEAVES_A_THREAD = """
import threading
STOP = threading.Event()
def test_it():
    threading.Thread(target=STOP.wait, name="forgotten", daemon=True).start()
"""
LEAVES_A_PROCESS = """
import subprocess, sys
KEPT = []
def test_it():
    KEPT.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
"""
LEAVES_A_TIMER = """
from PySide6.QtCore import QTimer
KEPT = []
def test_it(qapp):
    KEPT.append(QTimer())
    KEPT[0].start(60_000)
"""
LEAVES_A_WINDOW = """
from PySide6.QtWidgets import QWidget
KEPT = []
def test_it(qapp):
    KEPT.append(QWidget())
    KEPT[0].setWindowTitle("forgotten")
"""
LEAVES_NOTHING = """
import subprocess, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
def test_it(qtbot):
    threading.Thread(target=int).start()
    subprocess.run([sys.executable, "-c", ""], check=True)
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(60_000)
"""
SAYS_SOMETHING_ODD = """
from PySide6.QtCore import qWarning
def test_it(qapp):
    qWarning("something odd")
"""


FILES = {
    "thread": LEAVES_A_THREAD,
    "process": LEAVES_A_PROCESS,
    "timer": LEAVES_A_TIMER,
    "window": LEAVES_A_WINDOW,
    "nothing": LEAVES_NOTHING,
    "odd": SAYS_SOMETHING_ODD,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about these files, under this project's settings and watch."""
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "conftest.py").write_text("import isolation\nisolation.isolate()\n")
    for name, text in FILES.items():
        (folder / f"test_{name}.py").write_text(text)
    options = ["-c", str(PROJECT / "pyproject.toml"), "--rootdir", str(PROJECT), "--confcutdir", str(folder)]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *options,
        "-p",
        "leaks",
        "-p",
        "no:cacheprovider",
        "-rA",
        str(folder),
    ]
    settings = {**os.environ, "PYTHONPATH": str(PROJECT / "tests" / "support")}
    return subprocess.run(command, capture_output=True, text=True, env=settings, check=False).stdout


@pytest.mark.parametrize(
    "complaint",
    [
        r"thread 'forgotten', started at \S*test_thread\.py:5 in test_it",
        r"process \d+, started at \S*test_process\.py:5 in test_it",
        r"QTimer '', started at \S*test_timer\.py:6 in test_it",
        r"window PySide6\.QtWidgets\.QWidget 'forgotten'",
        r"something odd",
    ],
)
def test_what_is_left_behind_is_named_with_its_place(told: str, complaint: str) -> None:
    assert re.search(complaint, told)


@pytest.mark.parametrize("name", ["thread", "process", "timer", "window"])
def test_what_is_left_behind_fails_the_test(told: str, name: str) -> None:
    assert re.search(rf"^ERROR \S*test_{name}\.py", told, re.MULTILINE)


def test_an_unexpected_qt_message_fails_the_test(told: str) -> None:
    assert re.search(r"^FAILED \S*test_odd\.py", told, re.MULTILINE)


def test_only_these_fail(told: str) -> None:
    assert "1 failed, 5 passed, 4 errors" in told
