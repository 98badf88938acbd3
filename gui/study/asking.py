"""The file dialogs of the study page; None where somebody cancels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gui import files
from gui.i18n import tr
from gui.study import opening


def study_file(parent: QWidget) -> Path | None:
    """Which study to open."""
    path, _ = QFileDialog.getOpenFileName(parent, tr("Open study file"), files.start_at(), tr(opening.FILES))
    return files.chosen(path) if path else None


def where_to_save(parent: QWidget, known: Path | None) -> Path | None:
    """Where a study is to be kept; `known`: where it came from."""
    start = str(known or files.save_at("study.toml"))
    path, _ = QFileDialog.getSaveFileName(
        parent, tr("Save study file"), start, tr("DistilScope study (*.toml)")
    )
    return files.saved(path) if path else None


def workspace(parent: QWidget, now: Path) -> Path | None:
    """Where runs are to be kept: in a new file or one that is there."""
    path, _ = QFileDialog.getSaveFileName(
        parent, tr("Workspace"), str(now), tr("DistilScope workspace (*.distilscope)"),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )  # fmt: skip
    return Path(path) if path else None
