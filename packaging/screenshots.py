"""Draws every page, its parts and its dialogs, in both themes and languages and at several sizes, into a folder.

Without a workspace a small study is run with the simulated models; the pages are drawn before it too (`empty-…`), and
`live-…-paused` shows a second run half-way, with errors; `results-…-agreement` a third one, of two judges. Nothing is
shown on a screen.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYSIDE6_OPTION_LAZY"] = "0"  # see gui/__init__.py

import screenshot_judge as judge  # stands beside this file
import screenshot_states as states  # so does this
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from core.study import ModelSpec, PromptSetSpec
from gui import app as gui_app
from gui import pages
from gui import preferences as prefs
from gui.i18n import LANGUAGES
from gui.preferences import Preferences
from gui.widgets.form import choose
from gui.window import MainWindow

SIZES = ("800x600", "1280x800", "1920x1080")
THEMES = ("light", "dark")
MODELS = (
    ModelSpec("Simulated reference", "reference", "simulated", closeness=1.0),
    ModelSpec("Simulated near copy", "test", "simulated", closeness=0.9, leak=0.4, facts="meta"),
    ModelSpec("Simulated cousin", "test", "simulated", closeness=0.5, leak=0.1, facts="mistral"),
    ModelSpec("Simulated stranger", "test", "simulated", closeness=0.1, facts="google"),
)
NOBODY = ModelSpec("No server", "test", "openai-compatible", base_url="http://127.0.0.1:9/v1", facts="meta")
_EMPTY = ("home", "study", "live", "results", "inspector")


def main(wanted: argparse.Namespace) -> None:
    """Draw everything."""
    folder: Path = wanted.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        application = gui_app.application(["distilscope"])
        preferences = Preferences(Path(place) / "settings.ini")
        for key, value in ((prefs.FOLDER, place), (prefs.LANGUAGE, "en"), (prefs.DISCOVER, False)):
            preferences.set(key, value)
        window = gui_app.build(application, preferences, wanted.workspace)
        window.show()
        if wanted.workspace is None:
            for dress in dresses(window, wanted):
                for name in _EMPTY:
                    draw_page(application, window, name, folder / f"empty-{name}-{dress}.png")
            run_study(application, window)
        draw_all(application, window, wanted)
        if wanted.workspace is None:
            draw_run(application, window, wanted)
            draw_judges(application, window, wanted)
        window.close()


def run_study(application: QApplication, window: MainWindow) -> None:
    """A study of every kind, small enough to take seconds."""
    set_up(window, MODELS)
    window.page("study").start_run()  # type: ignore[attr-defined]
    wait(application, lambda: window.context.runs.active)
    wait(application, lambda: not window.context.runs.active)
    idle(application, window)


def set_up(window: MainWindow, models: tuple[ModelSpec, ...]) -> None:
    """Put a study into the study page."""
    page: Any = window.page("study")
    draft = page.draft
    draft.name, draft.ice_on, draft.models = "Simulated models", True, list(models)
    draft.prompt_sets = [PromptSetSpec(name, bundled=name, sample=32) for name in ("reasoning", "math")]
    draft.ice = type(draft.ice)(queries=60, questions_per_template=3)
    page.edit(draft)


def draw_all(application: QApplication, window: MainWindow, wanted: argparse.Namespace) -> None:
    """Each page in each dress; the dialogs, which have a size of their own, once for each theme and language."""
    drawn: set[str] = set()
    for dress in dresses(window, wanted):
        for name in pages.TITLES:
            draw_page(application, window, name, wanted.folder / f"{name}-{dress}.png")
        for name, part in states.parts(window):
            save(application, window, wanted.folder / f"{name}-{dress}-{part}.png")
        if (worn := dress.rpartition("-")[0]) not in drawn:
            drawn.add(worn)
            draw_dialogs(application, window, wanted.folder, worn)


def draw_dialogs(application: QApplication, window: MainWindow, folder: Path, worn: str) -> None:
    """Each dialog by itself."""
    with tempfile.TemporaryDirectory() as place:
        for name, part in states.dialogs(window, Path(place)):
            idle(application, window)
            if (dialog := states.open_dialog()) is not None:
                dialog.grab().save(str(folder / f"dialog-{name}-{part}-{worn}.png"))


def draw_run(application: QApplication, window: MainWindow, wanted: argparse.Namespace) -> None:
    """A second run: half-way, ended with errors, and beside the first."""
    set_up(window, (*MODELS, NOBODY))
    page: Any = window.page("study")
    page.draft.ice = type(page.draft.ice)(queries=600)
    page.start_run()
    runs, live = window.context.runs, page.window().page("live")
    wait(application, lambda: bool(live.newest_model.rows))
    runs.pause()
    for dress in dresses(window, wanted):
        window.show_page("live")
        save(application, window, wanted.folder / f"live-{dress}-paused.png")
    runs.resume()
    wait(application, lambda: not runs.active)
    live.tabs.setCurrentWidget(live.errors)
    for dress in dresses(window, wanted):
        save(application, window, wanted.folder / f"live-{dress}-errors.png")
    for dress in dresses(window, wanted):
        for part in states.second_run(window):
            save(application, window, wanted.folder / f"results-{dress}-{part}.png")


def draw_judges(application: QApplication, window: MainWindow, wanted: argparse.Namespace) -> None:
    """A third run that two judges judged: how far they agree, and what a chart of both looks like."""
    with judge.judging() as url:
        second = ModelSpec(judge.NAME, "judge", "openai-compatible", base_url=url)
        set_up(window, (*MODELS, second))
        draft = window.page("study").draft  # type: ignore[attr-defined]
        draft.rse = replace(draft.rse, judges=("measured", judge.NAME))
        draft.ice = replace(draft.ice, judges=("rules", judge.NAME))
        window.page("study").start_run()  # type: ignore[attr-defined]
        wait(application, lambda: window.context.runs.active)
        wait(application, lambda: not window.context.runs.active)
    for dress in dresses(window, wanted):
        for part in states.judges(window):
            save(application, window, wanted.folder / f"results-{dress}-{part}.png")


def dresses(window: MainWindow, wanted: argparse.Namespace) -> Iterator[str]:
    """Each language, theme and size in turn, as part of a file's name."""
    for code in wanted.languages:
        chosen: Any = window.page("settings")
        choose(chosen.language, code)
        for theme in wanted.themes:
            window.context.theme.choose(theme)
            for size in wanted.sizes:
                width, height = (int(side) for side in size.split("x"))
                window.resize(QSize(width, height))
                yield f"{theme}-{code}-{width}"


def draw_page(application: QApplication, window: MainWindow, name: str, path: Path) -> None:
    """One page; with each of its tabs, and the study page step by step."""
    window.show_page(name)
    save(application, window, path)
    page: Any = window.page(name)
    if name == "study":
        for step in (1, 2, 3):
            page.go(step)
            save(application, window, path.with_stem(f"{path.stem}-step{step + 1}"))
        page.go(0)
    tabs: Any = getattr(page, "tabs", None)
    for number in range(1, tabs.count()) if tabs is not None and tabs.isVisible() else ():
        if tabs.isTabVisible(number):
            tabs.setCurrentIndex(number)
            save(application, window, path.with_stem(f"{path.stem}-tab{number + 1}"))
    if tabs is not None:
        tabs.setCurrentIndex(0)


def save(application: QApplication, window: MainWindow, path: Path) -> None:
    """What the window shows now."""
    idle(application, window)
    shown: QWidget = window
    shown.grab().save(str(path))


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


def arguments() -> argparse.Namespace:
    """Where the pictures go, and which are wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("workspace", type=Path, nargs="?", help="draw this one, and run no study")
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="WIDTHxHEIGHT")
    parser.add_argument("--themes", nargs="+", default=THEMES, choices=THEMES)
    parser.add_argument("--languages", nargs="+", default=tuple(LANGUAGES), choices=tuple(LANGUAGES))
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
