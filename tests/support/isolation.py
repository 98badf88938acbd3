"""Keeps tests away from the person who runs them: own folders, no keyring, no keys, no screen, no proxy."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

HOME_VARIABLES = ("HOME", "USERPROFILE")
FOLDER_VARIABLES = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
    "APPDATA": "appdata",
    "LOCALAPPDATA": "localappdata",
}
FIXED = {
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    "NO_PROXY": "localhost,127.0.0.1,::1",
    "no_proxy": "localhost,127.0.0.1,::1",
    "PYSIDE6_OPTION_LAZY": "0",  # as the window does it: pytest-qt imports Qt before the window's modules
}
REMOVED = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")


def isolate() -> Path:
    """Change this process's environment, which its children inherit, and return the new home folder.

    A test that wants a real screen or keyring starts its own and hands it to a child process.
    """
    home = Path(tempfile.mkdtemp(prefix="distilscope-tests-"))
    for variable in HOME_VARIABLES:
        os.environ[variable] = str(home)
    for variable, name in FOLDER_VARIABLES.items():
        folder = home / name
        folder.mkdir(mode=0o700)
        os.environ[variable] = str(folder)
    os.environ.update(FIXED)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for variable in [name for name in os.environ if name in REMOVED or name.endswith("_API_KEY")]:
        del os.environ[variable]
    return home


def tidy(home: Path) -> None:
    """Remove the folders again; what another process still holds open is left to the system."""
    shutil.rmtree(home, ignore_errors=True)
