"""The export menu: scores in every format, the report, single judgments. Files are written off the window's thread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gui.context import Context
from gui.i18n import tr
from gui.results import load
from gui.results.reading import core_language

Writer = Callable[[Any, Any, Path, str], None]  # reader, tables, path, language of core


@dataclass(frozen=True)
class Kind:
    """One thing that can be saved: the words of the menu, the ending, the file's name, and what writes it."""

    words: str
    ending: str
    name: str
    write: Writer


class Exporter:
    """Asks where to, writes, and says where it was saved."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent
        self.tables: Any = None

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
        kinds = f"{kind.ending.upper()} (*.{kind.ending})"
        path, _ = QFileDialog.getSaveFileName(self._parent, title, f"{kind.name}.{kind.ending}", kinds)
        if path:
            chosen = Path(path)
            self.save(kind, chosen if chosen.suffix else chosen.with_suffix(f".{kind.ending}"))

    def save(self, kind: Kind, path: Path) -> None:
        """Write it, then say where it is."""
        tables, language = self.tables, core_language()
        if tables is None:
            return
        job = load.compute(self._context, lambda reader: kind.write(reader, tables, path, language))
        if job is not None:
            done = tr("Saved to {path}.", path=path)
            job.owned_by(self._parent).then(lambda _none: self._context.said.emit(done)).start()


def _text(path: Path, text: str, mark: str = "") -> None:
    # Unpaired surrogates of a broken reply cannot be encoded; escaped they can.
    path.write_bytes((mark + text).encode("utf-8", "backslashreplace"))


def _csv(_reader: Any, tables: Any, path: Path, _language: str) -> None:
    from core.report import csv_text

    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as out:
        csv_text.write_scores(tables, out)


def _json(reader: Any, tables: Any, path: Path, _language: str) -> None:
    from core.report import analysis
    from core.report.tables import as_json

    deeper = analysis.analyse(reader, tables.run)
    data = as_json(tables) | analysis.as_json(deeper) | {"reading": analysis.readings(tables, deeper)}
    _text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _plain(_reader: Any, tables: Any, path: Path, _language: str) -> None:
    from core.report.text import as_text

    _text(path, as_text(tables) + "\n")


def _markdown(_reader: Any, tables: Any, path: Path, language: Any) -> None:
    from core.report import markup

    _text(path, markup.markdown(tables, language) + "\n")


def _latex(_reader: Any, tables: Any, path: Path, language: Any) -> None:
    from core.report import markup

    _text(path, markup.latex(tables, language) + "\n")


def _judgments_csv(reader: Any, tables: Any, path: Path, _language: str) -> None:
    from core.report import csv_text, judgments
    from core.store.filters import JudgmentFilter

    found = judgments.records(reader, JudgmentFilter(tables.run))
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as out:
        csv_text.write(map(judgments.flat, found), judgments.COLUMNS, out)


def _judgments_json(reader: Any, tables: Any, path: Path, _language: str) -> None:
    from core.report import judgments
    from core.store.filters import JudgmentFilter

    found = list(judgments.records(reader, JudgmentFilter(tables.run)))
    _text(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


SCORES = (
    Kind("Scores as CSV…", "csv", "scores", _csv),
    Kind("Scores as JSON…", "json", "scores", _json),
    Kind("Scores as Markdown…", "md", "scores", _markdown),
    Kind("Scores as LaTeX…", "tex", "scores", _latex),
    Kind("Scores as text…", "txt", "scores", _plain),
)
JUDGMENTS = (
    Kind("Judgments as CSV…", "csv", "judgments", _judgments_csv),
    Kind("Judgments as JSON…", "json", "judgments", _judgments_json),
)
KINDS = (SCORES, JUDGMENTS)
