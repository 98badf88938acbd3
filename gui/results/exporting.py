"""The export menu: scores, report, judgments, bundle. Files are written off the window's thread."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from gui import files
from gui.context import Context
from gui.i18n import core_language, tr
from gui.results import load
from gui.results.drawing import WindowRenderer
from gui.results.edited import EditedWords

Write = Callable[[Any, int, Path, Any, WindowRenderer], None]  # reader, run, path, core's language, renderer


@dataclass(frozen=True)
class Kind:
    """One thing that can be saved: the words of the menu, the ending, the file's name, and what writes it."""

    words: str
    ending: str
    name: str
    write: Write


class Exporter:
    """Asks where to, writes, and says where it was saved."""

    def __init__(self, context: Context, parent: QWidget, edited: EditedWords) -> None:
        """edited: the words that charts were given, which a report has too."""
        self._context, self._parent = context, parent
        self.renderer = WindowRenderer(parent, lambda run, name: edited.of((context.workspace, run, name)))
        self.run: int | None = None
        self.study = ""

    def menu(self) -> QMenu:
        """The menu, in the language in use."""
        made = QMenu(self._parent)
        for group in KINDS:
            if made.actions():
                made.addSeparator()
            for kind in group:
                made.addAction(tr(kind.words), partial(self.ask, kind))
        return made

    def ask(self, kind: Kind) -> None:
        """Ask where to, with the system's own dialog."""
        title = tr(kind.words).rstrip("…")
        name = file_name(self.study, kind.name, kind.ending)
        path = files.ask_where(self._parent, title, name, [kind.ending])
        if path is not None:
            self.save(kind, path)

    def save(self, kind: Kind, path: Path) -> None:
        """Write it, then say where it is."""
        run, language = self.run, core_language()
        if run is None:
            return
        self._context.said.emit(tr("Writing {path}…", path=path.name))
        job = load.compute(
            self._context, lambda reader: kind.write(reader, run, path, language, self.renderer)
        )
        if job is not None:
            job.owned_by(self._parent).then(lambda _none: self._context.exported.emit(path)).start()


def file_name(study: str, name: str, ending: str) -> str:
    """The name that a file of a study is offered under, without what no system allows in one."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", study).strip(" .")[:80]
    return f"{plain} {name}".strip() + f".{ending}"


def _scores(reader: Any, run: int, path: Path, language: Any, _renderer: WindowRenderer) -> None:
    from core.report import exports

    exports.write_scores(reader, run, path, language)


def _judgments(reader: Any, run: int, path: Path, language: Any, _renderer: WindowRenderer) -> None:
    from core.report import exports

    exports.write_judgments(reader, run, path, language)


def _html(reader: Any, run: int, path: Path, language: Any, renderer: WindowRenderer) -> None:
    from core.report import html

    html.write(reader, run, path, renderer, language)


def _pdf(reader: Any, run: int, path: Path, language: Any, renderer: WindowRenderer) -> None:
    from core.report import pdf
    from gui.results.printing import ProcessPrinter

    pdf.write(reader, run, path, renderer, ProcessPrinter(renderer.closed), language)


def _bundle(reader: Any, run: int, path: Path, _language: Any, _renderer: WindowRenderer) -> None:
    from core.report import bundle

    bundle.pack(reader.study(run), path)


def _whole_bundle(reader: Any, run: int, path: Path, _language: Any, _renderer: WindowRenderer) -> None:
    from core.report import bundle

    bundle.pack(reader.study(run), path, responses=True, reader=reader, run=run)


REPORTS = (
    Kind("Report as HTML…", "html", "report", _html),
    Kind("Report as PDF…", "pdf", "report", _pdf),
)
SCORES = (
    Kind("Scores as spreadsheet…", "xlsx", "scores", _scores),
    Kind("Scores as CSV…", "csv", "scores", _scores),
    Kind("All tables as CSV files…", "zip", "tables", _scores),
    Kind("Scores as JSON…", "json", "scores", _scores),
    Kind("Scores as Markdown…", "md", "scores", _scores),
    Kind("Scores as LaTeX…", "tex", "scores", _scores),
    Kind("Scores as text…", "txt", "scores", _scores),
)
JUDGMENTS = (
    Kind("Judgments as CSV…", "csv", "judgments", _judgments),
    Kind("Judgments as JSON…", "json", "judgments", _judgments),
)
BUNDLES = (
    Kind("Study as a bundle…", "distilscope.zip", "study", _bundle),
    Kind("Study and responses as a bundle…", "distilscope.zip", "study-and-responses", _whole_bundle),
)
KINDS = (REPORTS, SCORES, JUDGMENTS, BUNDLES)
