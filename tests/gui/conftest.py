"""A window of its own for each test, with settings and a data folder of its own, closed after it."""

from __future__ import annotations

import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
import results_page
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from rings import MemoryKeyring

from core import keys
from core.engine.runtime import Runtime
from core.events import NullSink
from core.study import IceSpec, ModelSpec, PromptSetSpec, Study
from gui import app as gui_app
from gui import calm
from gui import preferences as prefs
from gui.i18n import language
from gui.preferences import Preferences
from gui.study import trial
from gui.window import MainWindow

STUDY = Study(
    name="Finished",
    metrics=("rse", "ice"),
    models=(
        ModelSpec("Ref", "reference", "simulated", closeness=1.0),
        ModelSpec("Other", "reference", "simulated", closeness=0.3),
        ModelSpec("Near", "test", "simulated", closeness=0.9, leak=0.5, facts="meta"),
        ModelSpec("Far", "test", "simulated", closeness=0.1, facts="google"),
    ),
    prompt_sets=(
        PromptSetSpec("reasoning", bundled="reasoning", sample=6),
        PromptSetSpec("math", bundled="math", sample=5),
    ),
    ice=IceSpec(queries=24, questions_per_template=4),
)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["distilscope"]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    QApplication.setStyle("Fusion")
    return QApplication


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "settings.ini")
    made.set(prefs.FOLDER, str(tmp_path / "data"))
    made.set(prefs.APPEARANCE, "light")
    made.set(prefs.LANGUAGE, "en")
    made.set(prefs.DISCOVER, False)
    return made


@pytest.fixture(autouse=True)
def nothing_told_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in what Qt calls is told once: in each test anew."""
    monkeypatch.setattr(calm, "_told", set())


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    """A key that one test holds in memory is none of the next one."""
    yield
    keys._SESSION.clear()


@pytest.fixture(autouse=True)
def installed_models(monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The built-in models that the window finds here: none, whatever is installed, unless a test says otherwise."""
    monkeypatch.setattr(trial, "local_models", lambda: ())
    return ()


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A keyring that keeps what is stored in it, while the test runs."""
    before, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """The language belongs to the process: a test that chose another one leaves none behind."""
    yield
    if language.code != "en":
        language.choose("en")


@pytest.fixture
def make_window(
    qtbot: QtBot, qapp: QApplication, preferences: Preferences
) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(workspace: Path | None = None) -> MainWindow:
        window = gui_app.build(qapp, preferences, workspace)
        windows.append(window)
        window.show()
        return window

    yield make
    for window in windows:
        window.shutdown()
        window.context.services.dispose()
        window.deleteLater()
    qapp.processEvents()
    language.choose("en")


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one finished run of simulated models, RSE and ICE. Not to be written to: see `workspace`."""
    folder = tmp_path_factory.mktemp("finished")
    path = folder / "finished.distilscope"
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(STUDY, path).result(120).status == "completed"
    finally:
        runtime.close()
    return path


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished workspace."""
    return Path(shutil.copy2(finished, tmp_path / "mine.distilscope"))


@pytest.fixture
def results(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> Any:
    """The results page with the finished run, chosen by a click."""
    return results_page.opened(qtbot, make_window, workspace)
