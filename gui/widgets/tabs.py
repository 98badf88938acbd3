"""Tabs whose titles follow the language, with one tab stop: the bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QToolButton, QWidget

from gui import format as fmt
from gui.i18n import language, tr
from gui.widgets.text import named


class Tabs(QTabWidget):
    """Made from (title, widget) pairs."""

    def __init__(self, name: str, *parts: tuple[str, QWidget]) -> None:
        super().__init__()
        named(self, name)
        named(self.tabBar(), name)
        self.setDocumentMode(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for scroller in self.tabBar().findChildren(QToolButton):  # arrow keys scroll too
            scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.titles: list[str] = []
        self._counts: dict[int, int] = {}
        self.add(*parts)
        language.changed.connect(self.retitle)

    def add(self, *parts: tuple[str, QWidget]) -> None:
        """Put more behind those that are there."""
        for title, part in parts:
            self.titles.append(title)
            self.addTab(part, tr(title))

    def say(self, index: int, title: str, count: int = 0) -> None:
        """Give a tab another title, with a number behind it unless that is 0."""
        self.titles[index], self._counts[index] = title, count
        self.setTabText(index, self._words(index))

    def setTabText(self, index: int, text: str) -> None:
        if self.tabText(index) != text:  # Qt would lay out and paint all that is in the tabs anew
            super().setTabText(index, text)

    def setTabVisible(self, index: int, visible: bool) -> None:
        if self.isTabVisible(index) != visible:
            super().setTabVisible(index, visible)
            # Lays the bar out again: Qt leaves a hole where a tab was hidden before the bar was shown.
            self.tabBar().setElideMode(self.tabBar().elideMode())

    def retitle(self) -> None:
        """Say the titles again."""
        for number in range(len(self.titles)):
            self.setTabText(number, self._words(number))

    def _words(self, index: int) -> str:
        count = self._counts.get(index, 0)
        return tr(self.titles[index]) + (f" ({fmt.count(count)})" if count else "")
