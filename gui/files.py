"""Files that were saved, handed over to the system: opened, or shown where they are."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file with the system's program for it; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show the folder of a file, with the file selected where the system can do that."""
    if sys.platform == "win32":
        return bool(QProcess.startDetached("explorer", ["/select,", QDir.toNativeSeparators(str(path))])[0])
    if sys.platform == "darwin":
        return bool(QProcess.startDetached("open", ["-R", str(path)])[0])
    return open_file(path.parent)
