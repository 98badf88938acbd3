"""One fact set as a person reads it: each fact with its names in both languages and where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.i18n import tr
from gui.identity import words
from gui.widgets.layout import clear
from gui.widgets.text import label, named


class FactsPane(QScrollArea):
    """Scrolls by the keys; every text can be selected."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "Facts of the maker")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("facts", True)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(4, 0, 10, 0)
        self._box.setSpacing(3)
        self.setWidget(inner)

    def show_facts(self, facts: Any) -> None:
        """Show a FactSet, or nothing."""
        clear(self._box)
        for made in _parts(facts) if facts is not None else ():
            self._box.addWidget(made)
        self._box.addStretch(1)

    def text(self) -> str:
        """Everything it says, a line for each label."""
        found = (self._box.itemAt(i).widget() for i in range(self._box.count()))
        return "\n".join(w.text() for w in found if isinstance(w, QLabel))


def _parts(facts: Any) -> Iterator[QLabel]:
    for kind, name in words.FACTS.items():
        fact = getattr(facts, kind)
        if not fact.names:
            continue
        yield label(name, "heading")
        for language, names in (("en", fact.en), ("zh", fact.zh)):
            if names:
                yield _line(tr("{language}: {names}", language=words.spoken(language), names=_listed(names)))
        yield _line(tr("Source: {source}", source=fact.source), "caption", below=12)


def _listed(names: tuple[str, ...]) -> str:
    return "; ".join(names)


def _line(text: str, role: str = "", below: int = 0) -> QLabel:
    made = label(role=role, wrap=True)
    made.setText(text)
    made.setContentsMargins(0, 0, 0, below)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
