"""The program's own way in, on a workspace that exists: what it has imported when the window is painted and answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pandas", "pyqtgraph", "genai_prices", "sqlite_utils", "numpy", "qtawesome", "httpx", "aiohttp", "pydantic",
    "jinja2", "keyring",
)  # fmt: skip
# In place of the event loop: one turn of it, then a look at what there is.
SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
def answer(*_):
    QApplication.processEvents()
    heavy = [name for name in {heavy!r} if name in sys.modules]
    [window] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
    print(window.isVisible(), window.windowTitle(), ",".join(heavy), sep="|")
    window.close()
    return 0
QApplication.exec = answer
from gui.main import main
sys.exit(main(sys.argv[1:]))
"""


def start(tmp_path: Path, *arguments: str) -> list[str]:
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd()),
        "DISTILSCOPE_SETTINGS": str(tmp_path / "settings.ini"),
    }  # fmt: skip
    command = [sys.executable, "-c", SCRIPT.format(heavy=HEAVY), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("|")


def test_a_workspace_is_opened_without_what_is_heavy(tmp_path: Path, workspace: Path) -> None:
    assert start(tmp_path, str(workspace)) == ["True", f"{workspace.stem} – DistilScope", ""]


def test_the_window_opens_without_what_is_heavy(tmp_path: Path) -> None:
    assert start(tmp_path) == ["True", "DistilScope", ""]


def test_a_workspace_is_read_without_the_library_of_migrations(workspace: Path) -> None:
    script = "import sys; from pathlib import Path; from core.store.reader import Reader\n"
    script += "r = Reader(Path(sys.argv[1])); print(r.latest_run()); r.close()\n"
    script += (
        "print([n for n in ('sqlite_utils', 'pandas', 'asyncio', 'core.store.schema') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.split("\n")[:2] == ["1", "[]"]
