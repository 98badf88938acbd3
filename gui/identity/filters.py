"""Choices above a list that is held in memory, and a search field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.i18n import language, tr
from gui.identity import words
from gui.widgets.form import text_field
from gui.widgets.layout import row
from gui.widgets.text import named

_SAID = {"language": words.spoken, "names_identity": lambda value: _naming(bool(value))}


class Filters(QWidget):
    """Made from (attribute, words for all) pairs. `changed` after every choice and every key."""

    changed = Signal()

    def __init__(self, *keys: tuple[str, str], hint: str) -> None:
        super().__init__()
        self._keys = dict(keys)
        self.boxes = {key: _box(text) for key, text in keys}
        self.search = named(text_field(hint=hint), hint)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(120)
        line = row(*self.boxes.values(), self.search)
        line.setStretch(len(self.boxes), 1)
        self.setLayout(line)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        language.changed.connect(self._retitle)

    def offer(self, rows: Iterable[Any]) -> None:
        """Set what can be chosen, in the order in which it comes up, keeping what is chosen."""
        found = list(rows)
        for key, box in self.boxes.items():
            self._fill(key, box, list(dict.fromkeys(getattr(row, key) for row in found)))

    def passes(self, row: Any, text: str) -> bool:
        """Whether a row is to be shown."""
        for key, box in self.boxes.items():
            if box.currentIndex() > 0 and getattr(row, key) != box.currentData():
                return False
        return self.search.text().strip().casefold() in text.casefold()

    def _fill(self, key: str, box: QComboBox, values: list[Any]) -> None:
        kept, blocked = box.currentData(), box.blockSignals(True)
        box.clear()
        box.addItem(tr(self._keys[key]), None)
        for value in values:
            box.addItem(_SAID.get(key, words.capital)(value), value)
        box.setCurrentIndex(max(0, next((i for i in range(1, box.count()) if box.itemData(i) == kept), 0)))
        box.blockSignals(blocked)

    def _retitle(self) -> None:
        for key, box in self.boxes.items():
            self._fill(key, box, [box.itemData(i) for i in range(1, box.count())])


def _box(text: str) -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.addItem(tr(text), None)
    return named(made, text.replace("All ", "Filter by ").replace("Any ", "Filter by "))


def _naming(named_one: bool) -> str:
    return tr("Names an identity") if named_one else tr("Names none")
