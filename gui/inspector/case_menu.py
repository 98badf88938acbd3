"""The button that takes one case along: copied or saved as Markdown, saved as an image."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from core.errors import DistilScopeError
from core.whole_file import write_bytes, write_text
from gui import files, in_memory
from gui.context import Context
from gui.i18n import bind, language, tr
from gui.inspector import case
from gui.inspector.shared import Marks
from gui.widgets.text import allow, named, put_menu

_ELSEWHERE = "Choose another place"
_TIP = "Copy or save this case for a paper."
_KINDS = {"md": "Markdown (*.md)", "png": "PNG (*.png)"}


class CaseButton(QPushButton):
    """`current` gives the judgment in front (a JudgmentDetail), or None; `marks` what is marked in it."""

    def __init__(self, context: Context, current: Callable[[], Any], marks: Callable[[], Marks]) -> None:
        super().__init__()
        self._context, self._current, self._marks = context, current, marks
        self.setAutoDefault(False)
        bind(self, "setText", "Case")
        named(self, "Case", _TIP)
        self._put_menu()
        language.changed.connect(self._put_menu)

    def hold(self, hides: bool) -> None:
        """While a label is to be given blind, a case would tell what the page hides."""
        held = tr("Once you have saved a label: a case names the models and says what the judge says.")
        allow(self, _TIP, held if hides else "")

    def copy(self) -> None:
        """Put the case on the clipboard."""
        if (detail := self._current()) is not None:
            QGuiApplication.clipboard().setText(case.markdown(detail, self._marks()))
            self._context.said.emit(tr("The case is on the clipboard, as Markdown."))

    def save(self, ending: str) -> None:
        """Ask where to, then write the case that is in front now."""
        detail = self._current()
        if detail is None:
            return
        marks = self._marks()
        title = tr("Save case as image") if ending == "png" else tr("Save case as Markdown")
        start = f"{_file_name(detail.row)}.{ending}"
        name, _ = QFileDialog.getSaveFileName(self.window(), title, files.save_at(start), _KINDS[ending])
        if name:
            self._write(detail, marks, _with_ending(files.saved(name), ending))

    def _write(self, detail: Any, marks: Marks, path: Path) -> None:
        try:
            write = _write_image if path.suffix == ".png" else _write_markdown
            write(detail, marks, path)
        except DistilScopeError as error:
            self._context.tasks.failed.emit(error)
            return
        self._context.exported.emit(path)

    def _put_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Copy as Markdown"), self.copy)
        menu.addAction(tr("Save as Markdown…"), lambda: self.save("md"))
        menu.addAction(tr("Save as image…"), lambda: self.save("png"))
        put_menu(self, menu)


def _file_name(row: Any) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", f"{row.metric.upper()} {row.id} {row.model}").strip(" .")[
        :80
    ]


def _with_ending(path: Path, ending: str) -> Path:
    return path if path.suffix == f".{ending}" else path.with_name(f"{path.name}.{ending}")


def _write_markdown(detail: Any, marks: Marks, path: Path) -> None:
    write_text(path, case.markdown(detail, marks), remedy=_ELSEWHERE)


def _write_image(detail: Any, marks: Marks, path: Path) -> None:
    write_bytes(path, in_memory.png(case.image(detail, marks)), remedy=_ELSEWHERE)
