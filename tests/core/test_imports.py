from __future__ import annotations

import subprocess
import sys

# Runs in a process of its own: here pytest-qt has imported Qt already.
IMPORT_CORE_WITHOUT_QT = """
import importlib, pkgutil, sys

FORBIDDEN = {"PySide6", "shiboken6", "pyqtgraph", "qtawesome", "qtpy"}

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError(f"{name} is not to be had here")

def raise_it(name):
    raise

sys.meta_path.insert(0, Refuse())
import core
for module in pkgutil.walk_packages(core.__path__, "core.", onerror=raise_it):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_every_core_module_imports_without_qt() -> None:
    command = [sys.executable, "-W", "error", "-c", IMPORT_CORE_WITHOUT_QT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {"core.errors", "core.study", "core.llm.chat"} <= set(done.stdout.split())
