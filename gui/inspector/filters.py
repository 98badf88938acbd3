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
_MORE, _FEWER = "More filters", "Fewer filters"
_ALL_OR_ONE = 2  # entries of a box in which there is nothing to choose


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
        self._of_similarity = self._low = False
        self.more = button(_MORE, self._show_boxes, "quiet")
        self.more.setCheckable(True)
        self.reset = button("Show all", self.clear, "quiet")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._lay_out()
        self._connect()
        self._fill_scores()
        self._say_whether_all()

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
        self._of_similarity = "rse" in choices.get("metric", ())
        self._show_boxes()

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
        for box in self._all.values():
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

    def save_room(self, low: bool) -> None:
        """Show no more than a line of boxes, until more are asked for."""
        if low != self._low:
            self._low = low
            self._show_boxes()

    def _show_boxes(self) -> None:
        """A choice of one is no choice; what is asked for less often is shown on demand, or while it is in use."""
        worth = [key for key in self._all if self._is_worth(key)]
        often = self._often(worth)
        for key, box in self._all.items():
            asked_for = key in worth and (key in often or self.more.isChecked())
            box.setVisible(asked_for or box.currentIndex() > 0)
        self.more.setVisible(set(worth) > set(often))
        for setter in ("setText", "setAccessibleName"):
            bind(self.more, setter, _FEWER if self.more.isChecked() else _MORE)

    def _often(self, worth: list[str]) -> list[str]:
        if self._low:
            return [key for key in words.MOST_WANTED if key in worth][: words.ON_ONE_LINE]
        return [key for key in worth if key in words.FIRST]

    def _is_worth(self, key: str) -> bool:
        choice = self._of_similarity if key == "score" else self.boxes[key].count() > _ALL_OR_ONE
        return choice and words.fits(key, str(self.boxes["metric"].currentData() or ""))

    @property
    def _all(self) -> dict[str, QComboBox]:
        return {**self.boxes, "score": self.score}

    def _say_whether_all(self) -> None:
        """There is nothing to take away where all pass."""
        boxes = any(box.currentIndex() > 0 for box in self._all.values())
        checks = self.differ.isChecked() or self.labelled.isChecked()
        self.reset.setEnabled(boxes or checks or bool(self.search.text() or self.extra))

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
        first = Flow(*self._all.values(), self.more)
        second = row(self.search, self.differ, self.labelled, self.reset, gap=8)
        second.setStretch(0, 1)
        self.setLayout(column(first, second, self.also, gap=6))

    def _connect(self) -> None:
        language.changed.connect(self._retitle)
        for box in self._all.values():
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.boxes["metric"].currentIndexChanged.connect(lambda _index: self._show_boxes())
        for check in (self.differ, self.labelled):
            check.toggled.connect(lambda _on: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.changed)
        self.changed.connect(self._say_whether_all)


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
