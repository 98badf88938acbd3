"""Cold start: from the start of the process until a window is painted and answers, beside a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from million import workspace_of

ROUNDS = 7
_OF_THE_PROGRAM = "PYSIDE6_OPTION_LAZY"  # set by the window for itself: the bare one goes without
HEAVY = ("pandas", "pyqtgraph", "genai_prices", "sqlite_utils", "numpy", "qtawesome", "httpx", "pydantic")
# The program's own way in; its event loop is replaced by one turn of it, after which the clock is read.
OURS = """
import sys, time
import gui
from PySide6.QtWidgets import QApplication
def answer():
    QApplication.processEvents()
    print(time.time(), time.process_time(), ",".join(n for n in {heavy!r} if n in sys.modules))
    for window in QApplication.topLevelWidgets():
        window.close()
    return 0
QApplication.exec = lambda *_: answer()
from gui.main import main
sys.exit(main({arguments!r}))
"""
BARE = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
print(time.time(), time.process_time())
"""


def start() -> None:
    """Print the figures."""
    small = workspace_of(20_000)
    with tempfile.TemporaryDirectory() as folder:
        scripts = {
            "bare PySide6 window": BARE,
            "window, no workspace": OURS.format(heavy=HEAVY, arguments=[]),
            "window, a workspace": OURS.format(heavy=HEAVY, arguments=[str(small)]),
        }
        found = _rounds(scripts, Path(folder))
    bare = statistics.median(once.took for once in found["bare PySide6 window"])
    for name, every in found.items():
        middle, cpu = (
            statistics.median(values) for values in ([o.took for o in every], [o.cpu for o in every])
        )
        print(
            f"  {name:<24} median {middle:5.0f} ms, fastest {min(o.took for o in every):5.0f} [1000], CPU {cpu:4.0f}, "
            f"{middle / bare:.1f} times bare; heavy imports: {every[-1].heavy or 'none'}"
        )


class Once(NamedTuple):
    """One start: milliseconds by the clock and of CPU, and what heavy modules it had imported by then."""

    took: float
    cpu: float
    heavy: str


def _rounds(scripts: dict[str, str], folder: Path) -> dict[str, list[Once]]:
    """By turns, so that a busy moment of the machine hits all alike."""
    found: dict[str, list[Once]] = {name: [] for name in scripts}
    for _ in range(ROUNDS):
        for name, script in scripts.items():
            found[name].append(_once(script, folder))
    return found


def _once(script: str, folder: Path) -> Once:
    settings = {"QT_QPA_PLATFORM": "offscreen", "DISTILSCOPE_SETTINGS": str(folder / "settings.ini")}
    ours = {name: value for name, value in os.environ.items() if name != _OF_THE_PROGRAM}
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**ours, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    moment, cpu, heavy = (done.stdout.strip() + " ").split(" ")[:3]
    return Once((float(moment) - began) * 1e3, float(cpu) * 1e3, heavy)
