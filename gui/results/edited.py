"""The words that somebody gave the charts of a run: they stay with the chart, in the window and in the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

Place = tuple[Path | None, int, str]  # workspace, run, chart


class EditedWords(QObject):
    """Kept while the program runs. Words are gui.charts.figure.Texts."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: dict[Place, Any] = {}

    def give(self, place: Place, texts: Any) -> None:
        """Somebody gave a chart these words."""
        if self._given.get(place) != texts:
            self._given[place] = texts
            self.changed.emit()

    def of(self, place: Place) -> Any:
        """The words of a chart; None where it has those that the figures say."""
        return self._given.get(place)
