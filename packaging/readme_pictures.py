#!/usr/bin/env python3
"""Make the README's pictures again, from the sample study: `python packaging/readme_pictures.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import screenshots  # stands beside this file; sets Qt up without a screen
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from gui import app as gui_app
from gui import preferences as prefs
from gui.preferences import Preferences
from gui.window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE = QSize(1280, 760)


def main() -> None:
    """Draw the results page, one judgment and a chart, as a reader of the README meets them."""
    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place) / "Sample.distilscope"
        shutil.copy(ROOT / "resources" / "sample" / "sample.distilscope", workspace)
        application = gui_app.application(["distilscope"])
        preferences = Preferences(Path(place) / "settings.ini")
        for key, value in ((prefs.FOLDER, place), (prefs.LANGUAGE, "en"), (prefs.DISCOVER, False)):
            preferences.set(key, value)
        window = gui_app.build(application, preferences, workspace)
        window.context.theme.choose("light")
        window.resize(SIZE)
        window.show()
        results(application, window)
        judgment(application, window)
        window.close()
        chart(workspace)


def results(application: QApplication, window: MainWindow) -> None:
    """The score table with its reading."""
    window.show_page("results")
    screenshots.idle(application, window)
    if (held := window.focusWidget()) is not None:
        held.clearFocus()  # where the keyboard is says nothing in a picture
    window.grab().save(str(IMAGES / "results.png"))


def judgment(application: QApplication, window: MainWindow) -> None:
    """The most similar pair of answers, side by side."""
    window.show_page("inspector")
    screenshots.idle(application, window)
    page = window.page("inspector")
    page.filters.choose({"metric": "rse", "model": "SmolLM2-135M-Instruct, greedy"})  # type: ignore[attr-defined]
    screenshots.idle(application, window)
    model = page.model  # type: ignore[attr-defined]
    scores = {row: model.index(row, 2).data() for row in range(model.rowCount())}
    best = max(scores, key=lambda row: scores[row] if scores[row][:1].isdigit() else "")
    page.table.selectRow(best)  # type: ignore[attr-defined]
    screenshots.idle(application, window)
    window.grab().save(str(IMAGES / "inspector.png"))


def chart(workspace: Path) -> None:
    """The chart of the scores, as the command line draws it."""
    command = [sys.executable, "-m", "gui.main", "chart", "rse-bars", "--workspace", str(workspace)]
    subprocess.run([*command, "--out", str(IMAGES / "chart.png")], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
