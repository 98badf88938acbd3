"""Draws every page, in both themes and languages and at two sizes, into a folder: `screenshots.py FOLDER [WORKSPACE]`.

Without a workspace a small study is run with the simulated models. Nothing is shown on a screen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from core.study import ModelSpec, PromptSetSpec
from gui import app as gui_app
from gui import pages
from gui import preferences as prefs
from gui.i18n import LANGUAGES, language
from gui.preferences import Preferences
from gui.window import MainWindow

SIZES = (QSize(800, 600), QSize(1920, 1080))
MODELS = (
    ModelSpec("Simulated reference", "reference", "simulated", closeness=1.0),
    ModelSpec("Simulated near copy", "test", "simulated", closeness=0.9, leak=0.4, facts="meta"),
    ModelSpec("Simulated cousin", "test", "simulated", closeness=0.5, leak=0.1, facts="mistral"),
    ModelSpec("Simulated stranger", "test", "simulated", closeness=0.1, facts="google"),
)


def main(folder: Path, workspace: Path | None) -> None:
    """Draw everything."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        application = gui_app.application(["distilscope"])
        preferences = Preferences(Path(place) / "settings.ini")
        preferences.set(prefs.FOLDER, place)
        preferences.set(prefs.LANGUAGE, "en")
        preferences.set(prefs.DISCOVER, False)
        window = gui_app.build(application, preferences, workspace)
        window.show()
        if workspace is None:
            run_study(application, window)
        draw_all(application, window, folder)
        window.close()


def run_study(application: QApplication, window: MainWindow) -> None:
    """A study of every kind, small enough to take seconds."""
    page = window.page("study")
    draft = page.draft  # type: ignore[attr-defined]
    draft.name, draft.ice_on, draft.models = "Simulated models", True, list(MODELS)
    draft.prompt_sets = [PromptSetSpec(name, bundled=name, sample=32) for name in ("reasoning", "math")]
    draft.ice = type(draft.ice)(queries=60, questions_per_template=3)
    page.start_run()  # type: ignore[attr-defined]
    wait(application, lambda: window.context.runs.active)
    wait(application, lambda: not window.context.runs.active)
    idle(application, window)


def draw_all(application: QApplication, window: MainWindow, folder: Path) -> None:
    """Each page in each dress."""
    for code in LANGUAGES:
        language.choose(code)
        for theme in ("light", "dark"):
            window.context.theme.choose(theme)
            for size in SIZES:
                window.resize(size)
                for name in pages.TITLES:
                    draw(application, window, name, folder / f"{name}-{theme}-{code}-{size.width()}.png")


def draw(application: QApplication, window: MainWindow, name: str, path: Path) -> None:
    """One page; with each of its tabs, and the study page step by step."""
    window.show_page(name)
    idle(application, window)
    window.grab().save(str(path))
    page: Any = window.page(name)
    if name == "study":
        for step in (1, 2, 3):
            page.go(step)
            save(application, window, path, f"step{step + 1}")
        page.go(0)
    tabs = getattr(page, "tabs", None)
    for number in range(1, tabs.count()) if tabs is not None else ():
        if tabs.isTabVisible(number):
            tabs.setCurrentIndex(number)
            save(application, window, path, f"tab{number + 1}")
    if tabs is not None:
        tabs.setCurrentIndex(0)


def save(application: QApplication, window: MainWindow, path: Path, part: str) -> None:
    """What is shown now, as a picture of a part of a page."""
    idle(application, window)
    window.grab().save(str(path.with_stem(f"{path.stem}-{part}")))


def idle(application: QApplication, window: MainWindow) -> None:
    """Wait until nothing is read in the background."""
    for _round in range(4):
        wait(application, lambda: not window.context.tasks.busy)
        until = time.monotonic() + 0.06
        wait(application, lambda until=until: time.monotonic() > until)


def wait(application: QApplication, done: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    while not done():
        application.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
