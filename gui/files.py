"""Files that were saved, handed over to the system: opened, or shown where they are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

# Where the latest file was opened, and where the latest was saved: an export goes beside the last export.
_folder: Path | None = None
_saved: Path | None = None


def start_at(name: str = "") -> str:
    """Where a dialog begins: in the folder chosen last, at first in the user's documents.

    Left to itself it begins wherever the program was started, which may be the folder of the program.
    """
    return _place(_folder, name)


def save_at(name: str) -> str:
    """Where a dialog begins that asks under which name to save: in the folder of the last one."""
    return _place(_saved, name)


def saved(path: str) -> Path:
    """What such a dialog answered; the next one begins beside it."""
    global _saved  # noqa: PLW0603
    _saved = Path(path).parent
    return Path(path)


def _place(last: Path | None, name: str) -> str:
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    places = (last, documents, Path.home())
    return str(next((each for each in places if each and each.is_dir()), Path.home()) / name)


def chosen(path: str) -> Path:
    """What a dialog answered; the next one begins beside it."""
    global _folder  # noqa: PLW0603
    _folder = Path(path).parent
    return Path(path)


def ask_where(parent: QWidget, title: str, name: str, endings: Sequence[str]) -> Path | None:
    """Ask under which name to save; the first ending is added where none of these was typed. None: given up.

    The system asks about a file of the name that was typed. Where an ending makes it the name of another file, it is
    asked again, so that nothing is replaced unasked.
    """
    kinds = f"{endings[0].upper()} (*.{endings[0]})"
    offered = save_at(name)
    while typed := QFileDialog.getSaveFileName(parent, title, offered, kinds)[0]:
        path = saved(typed)
        if path.name.lower().endswith(tuple(f".{ending}" for ending in endings)):
            return path
        full = path.with_name(f"{path.name}.{endings[0]}")
        if not full.exists():
            return full
        offered = str(full)
    return None


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
