"""The filters above the list of judgments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from gui import statuses
from gui.i18n import bind, language, tr
from gui.widgets.flow import FlowLayout
from gui.widgets.form import text_field
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named

_TYPING_MS = 250
_ALL = {
    "metric": "All metrics",
    "model": "All models",
    "reference": "All references",
    "judge": "All judges",
    "prompt_set": "All prompt sets",
    "outcome": "All outcomes",
}
_SCORES = (
    ("Any score", None, None),
    ("1 to 2", 1.0, 2.0),
    ("2 to 3", 2.0, 3.0),
    ("3 to 4", 3.0, 4.0),
    ("4 to 5", 4.0, 5.0),
)


class FilterBar(QWidget):
    """`changed` after every choice, and shortly after typing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {key: self._box(words) for key, words in _ALL.items()}
        self.score = self._box("Any score")
        self.search = named(text_field(hint="Search prompts, responses and reasons"), "Search text")
        self.search.setClearButtonEnabled(True)
        self.differ = QCheckBox()
        bind(self.differ, "setText", "Judges differ")
        named(self.differ, "Judges differ", "Only responses that two judges see differently.")
        self.extra: dict[str, Any] = {}
        self.also = label(role="muted", wrap=True)
        self.also.hide()
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
        _words, low, high = _SCORES[max(0, self.score.currentIndex())]
        typed = {"text": self.search.text().strip(), "disagreement": self.differ.isChecked()}
        return chosen | {"low": low, "high": high} | typed | self.extra

    def offer(self, choices: dict[str, Iterable[str]]) -> None:
        """Set what can be chosen, keeping what is chosen where it still can be."""
        for key, names in choices.items():
            self._fill(key, list(names))

    def choose(self, wanted: dict[str, Any]) -> None:
        """Choose these values and nothing else."""
        self.clear(silent=True)
        for key, box in self.boxes.items():
            value = str(wanted.get(key, ""))
            if value and box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(max(0, box.findData(value)))
        others = {k: v for k, v in wanted.items() if k not in self.boxes and v not in ("", None, False)}
        self._set_extra(others)
        self.changed.emit()

    def clear(self, silent: bool = False) -> None:
        """Let all pass."""
        blocked = self.blockSignals(True)
        for box in (*self.boxes.values(), self.score):
            box.setCurrentIndex(0)
        self.search.clear()
        self.differ.setChecked(False)
        self._set_extra({})
        self._typing.stop()
        self.blockSignals(blocked)
        if not silent:
            self.changed.emit()

    def _set_extra(self, extra: dict[str, Any]) -> None:
        """What no box offers (a topic, a range of scores), said beside the boxes."""
        self.extra = extra
        said = ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in extra.items())
        self.also.setText(tr("Also only {what}", what=said))
        self.also.setVisible(bool(extra))

    def _box(self, words: str) -> QComboBox:
        made = QComboBox()
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(14)
        made.addItem(tr(words), "")
        return named(made, words.replace("All ", "Filter by ").replace("Any ", "Filter by "))

    def _fill(self, key: str, names: list[str]) -> None:
        box, kept = self.boxes[key], self.boxes[key].currentData()
        blocked = box.blockSignals(True)
        box.clear()
        box.addItem(tr(_ALL[key]), "")
        for name in names:
            box.addItem(_said(key, name), name)
        box.setCurrentIndex(max(0, box.findData(kept)))
        # A choice of one is no choice.
        box.setVisible(len(names) > 1)
        box.blockSignals(blocked)

    def _fill_scores(self) -> None:
        kept = self.score.currentIndex()
        blocked = self.score.blockSignals(True)
        self.score.clear()
        for words, low, _high in _SCORES:
            self.score.addItem(tr(words), low)
        self.score.setCurrentIndex(max(0, kept))
        self.score.blockSignals(blocked)

    def _retitle(self) -> None:
        self._fill_scores()
        for key, box in self.boxes.items():
            self._fill(key, [box.itemData(i) for i in range(1, box.count())])

    def _lay_out(self) -> None:
        first = FlowLayout(*self.boxes.values(), self.score)
        second = row(self.search, self.differ, self.reset, gap=8)
        second.setStretch(0, 1)
        self.setLayout(column(first, second, self.also, gap=6))

    def _connect(self) -> None:
        language.changed.connect(self._retitle)
        for box in (*self.boxes.values(), self.score):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.differ.toggled.connect(lambda _on: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.changed)


def _said(key: str, name: str) -> str:
    if key == "outcome":
        return statuses.outcome(name)
    return name.upper() if key == "metric" else name
