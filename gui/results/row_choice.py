"""The choice of a row whose details are told, where a run has too many rows to tell them of all."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.i18n import language, sentences, tr
from gui.judges import called
from gui.results.load import Depth
from gui.widgets.layout import column, row
from gui.widgets.text import label, named

_WIDEST = 640  # pixels


class RowChoice(QWidget):
    """`chosen` carries a pairing (core.rse.scores.Pairing). Hidden where the details of all rows are told."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choice = named(QComboBox(), "Row to be told in detail")
        self.why = label(role="caption", wrap=True)
        self._depth: Depth | None = None
        self._wanted: Any = None
        self.choice.setMaximumWidth(_WIDEST)
        line = row(label("Details of"), self.choice, None)
        line.setStretch(1, 1)
        line.setStretch(2, 0)
        self.setLayout(column(line, self.why, gap=4, margins=(0, 0, 6, 6)))
        self.choice.activated.connect(lambda _index: self._choose())
        language.changed.connect(self._say_again)
        self.hide()

    def offer(self, depth: Depth | None) -> None:
        """Offer the rows of a run; what was chosen stays chosen."""
        self._depth = depth
        self.setVisible(bool(depth and depth.left_out))
        if depth is None or not depth.left_out:
            return
        kept = self._wanted
        self.choice.clear()
        self.choice.addItem(tr("choose a row"), -1)
        for number, each in enumerate(depth.rows):
            self.choice.addItem(f"{each.model} · {each.reference} · {called(each.judge)}", number)
        self.choice.setCurrentIndex(1 + depth.rows.index(kept) if kept in depth.rows else 0)
        self.why.setText(_why(depth.left_out))

    def _say_again(self) -> None:
        self.offer(self._depth)

    def _choose(self) -> None:
        number = self.choice.currentData()
        self._wanted = self._depth.rows[number] if self._depth and number >= 0 else None
        if self._wanted is not None:
            self.chosen.emit(self._wanted)


def _why(out: object) -> str:
    """What is left out, and why, in the words of the report."""
    from core.report.per_row import left_out_warnings
    from core.report.words import words
    from gui.i18n import core_language

    said = left_out_warnings(out, words(core_language()), here=True)  # type: ignore[arg-type]
    return sentences(*said)
