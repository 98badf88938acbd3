"""The program ends well whatever was copied, and what was copied stays as text."""

from __future__ import annotations

import subprocess
import sys

from command import LIMIT, PROJECT

PROGRAM = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from gui import app
from gui.preferences import Preferences
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable

application = app.application(["distilscope"])
window = app.build(application, Preferences(Path(sys.argv[1]) / "settings.ini"))
model = RowsModel((Column("A", lambda row: row), Column("B", lambda row: row)))
model.set_rows(["x"])
table = DataTable("Test", model)
table.copy_all()
assert QGuiApplication.clipboard().mimeData().hasHtml()
window.show()
window.close()
print(QGuiApplication.clipboard().text())
"""


def test_a_copied_table_does_not_crash_the_end(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines() == ["A\tB", "x\tx"]
