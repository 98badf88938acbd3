"""The filters above the list of judgments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from gui.i18n import bind, language, tr
from gui.inspector import filter_words as words
from gui.widgets.flow import Flow
from gui.widgets.form import text_field
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named

_TYPING_MS = 120


class FilterBar(QWidget):
    """`changed` after every choice, and shortly after typing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {key: _box(text) for key, text in words.ALL.items()}
        self.score = _box(words.SCORES[0][0])
        self.search = named(text_field(hint="Search prompts, responses and reasons"), "Search text")
        self.search.setClearButtonEnabled(True)
        self.differ = _check("Judges differ", "Only responses that two judges see differently.")
        self.labelled = _check("Labelled", "Only judgments that have a label of yours or of others.")
        self.extra: dict[str, Any] = {}
        self.also = label(role="muted", wrap=True)
        self.also.hide()
        self.more = button("More filters", self._show_boxes, "quiet")
        self.more.setCheckable(True)
        self.reset = button("Show all", self.clear, "quiet")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._lay_out()
        self._connect()
        self._fill_scores()

    def values(self) -> dict[str, Any]:
        """The fields of a JudgmentFilter, without the run."""
        chosen: dict[str, Any] = {key: box.currentData() or "" for key, box in self.boxes.items()}
        _words, low, high = words.SCORES[max(0, self.score.currentIndex())]
        typed = {"text": self.search.text().strip(), "disagreement": self.differ.isChecked()}
        labelled = {"labelled": True} if self.labelled.isChecked() else {}
        return chosen | {"low": low, "high": high} | typed | labelled | self.extra

    def offer(self, choices: Mapping[str, Iterable[str]]) -> None:
        """Set what can be chosen, keeping what is chosen where it still can be."""
        for key, names in choices.items():
            self._fill(key, list(names))
        self.score.setVisible("rse" in choices.get("metric", ()))

    def choose(self, wanted: dict[str, Any]) -> None:
        """Choose these values and nothing else."""
        blocked = self.blockSignals(True)
        self.clear()
        for key, box in self.boxes.items():
            value = str(wanted.get(key, ""))
            if value and box.findData(value) < 0:
                box.addItem(words.said(key, value), value)
            box.setCurrentIndex(max(0, box.findData(value)))
        self._show_boxes()
        self._set_extra(
            {k: v for k, v in wanted.items() if k not in self.boxes and v not in ("", None, False)}
        )
        self.blockSignals(blocked)
        self.changed.emit()

    def clear(self) -> None:
        """Let all pass."""
        blocked = self.blockSignals(True)
        for box in (*self.boxes.values(), self.score):
            box.setCurrentIndex(0)
        self.search.clear()
        self.differ.setChecked(False)
        self.labelled.setChecked(False)
        self._set_extra({})
        self._typing.stop()
        self.blockSignals(blocked)
        self.changed.emit()

    def _set_extra(self, extra: dict[str, Any]) -> None:
        """What no box offers (a range of scores), said beside the boxes."""
        self.extra = extra
        self.also.setText(tr("Also only {what}", what=words.beside(extra)))
        self.also.setVisible(bool(extra))

    def _fill(self, key: str, names: list[str]) -> None:
        box, kept = self.boxes[key], self.boxes[key].currentData()
        blocked = box.blockSignals(True)
        box.clear()
        box.addItem(tr(words.ALL[key]), "")
        for name in names:
            box.addItem(words.said(key, name), name)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.blockSignals(blocked)
        self._show_boxes()

    def _show_boxes(self) -> None:
        """A choice of one is no choice; what is asked for less often is shown on demand, or while it is in use."""
        for key, box in self.boxes.items():
            often = key in words.FIRST or self.more.isChecked() or box.currentIndex() > 0
            box.setVisible(often and box.count() > 2)
        self.more.setVisible(any(self.boxes[k].count() > 2 for k in self.boxes.keys() - words.FIRST))

    def _fill_scores(self) -> None:
        kept = self.score.currentIndex()
        blocked = self.score.blockSignals(True)
        self.score.clear()
        for text, low, _high in words.SCORES:
            self.score.addItem(tr(text), low)
        self.score.setCurrentIndex(max(0, kept))
        self.score.blockSignals(blocked)

    def _retitle(self) -> None:
        self._fill_scores()
        self._set_extra(self.extra)
        for key, box in self.boxes.items():
            self._fill(key, [box.itemData(i) for i in range(1, box.count())])

    def _lay_out(self) -> None:
        first = Flow(*self.boxes.values(), self.score, self.more)
        second = row(self.search, self.differ, self.labelled, self.reset, gap=8)
        second.setStretch(0, 1)
        self.setLayout(column(first, second, self.also, gap=6))

    def _connect(self) -> None:
        language.changed.connect(self._retitle)
        for box in (*self.boxes.values(), self.score):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for check in (self.differ, self.labelled):
            check.toggled.connect(lambda _on: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.changed)


def _box(text: str) -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(14)
    made.addItem(tr(text), "")
    return named(made, text.replace("All ", "Filter by ").replace("Any ", "Filter by "))


def _check(text: str, help_text: str) -> QCheckBox:
    made = QCheckBox()
    bind(made, "setText", text)
    return named(made, text, help_text)
