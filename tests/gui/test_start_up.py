"""The window opens without what is heavy: pandas, pyqtgraph and the price list come when they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pandas",
    "pyqtgraph",
    "genai_prices",
    "numpy",
    "sqlite_utils",
    "httpx",
    "pydantic",
    "core.engine.runtime",
)
SCRIPT = """
import sys
from pathlib import Path
from gui import app, preferences
application = app.application(["distilscope"])
window = app.build(application, preferences.Preferences(Path(sys.argv[1])))
window.show()
application.processEvents()
print(",".join(sorted(name for name in sys.argv[2:] if name in sys.modules)))
window.close()
"""


def test_nothing_heavy_is_imported_before_the_window_answers(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "s.ini"), *HEAVY]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_command_needs_no_qt_where_no_window_is_wanted() -> None:
    script = "import sys; from gui.main import main\nimport core.cli\nprint('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "False"


def test_no_type_of_qt_is_left_to_be_made_by_two_threads_at_once() -> None:
    script = "import gui.app; from PySide6 import QtWidgets\nprint('QProxyStyle' in vars(QtWidgets))"
    environment = {name: value for name, value in os.environ.items() if name != "PYSIDE6_OPTION_LAZY"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=environment,
    )
    assert done.stdout.strip() == "True"
