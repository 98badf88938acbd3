"""What the words mean: a list to look things up in, and ways to it from where a word stands."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QTextBrowser, QWidget

from gui.calm import calm
from gui.i18n import bind, core_language, tr
from gui.widgets.layout import column
from gui.widgets.text import button, named

_ABOVE = 8  # pixels over a word that was brought to the top: its ground begins above the text


@calm
class GlossaryPane(QWidget):
    """Every word under its heading; `show_term` brings one to the top and sets it off."""

    def __init__(self) -> None:
        super().__init__()
        self.search = named(QLineEdit(), "Find a word")
        bind(self.search, "setPlaceholderText", "Find a word")
        self.search.setClearButtonEnabled(True)
        self.page = named(QTextBrowser(), "What the words mean")
        self.page.setProperty("plain", True)
        self.page.setTabChangesFocus(True)
        self.page.setOpenLinks(False)
        self.term = ""
        self._scrolled = False  # by hand, since a word was brought to the top
        self.page.verticalScrollBar().actionTriggered.connect(self._by_hand)
        self.setLayout(column(self.search, self.page, gap=10, margins=(0, 12, 0, 0)))
        self.search.textChanged.connect(lambda _text: self._fill())
        self._fill()

    def show_term(self, key: str) -> None:
        """Bring this word to the top."""
        self.term, self._scrolled = key, False
        self.search.clear()
        self._fill()
        self._to_term()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._to_term)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._to_term)

    def _to_term(self) -> None:
        """The width decides where a word stands, so it is looked for again once the pane has its width."""
        if self.term and not self._scrolled and not self.search.text():
            self.page.scrollToAnchor(self.term)
            bar = self.page.verticalScrollBar()
            bar.setValue(bar.value() - _ABOVE)

    def _by_hand(self, _action: int) -> None:
        self._scrolled = True

    def _fill(self) -> None:
        wanted, parts, group = self.search.text().strip().casefold(), [], ""
        for term in _terms().values():
            if wanted and wanted not in f"{term.title} {term.text}".casefold():
                continue
            if term.group != group:
                group = term.group
                parts.append(f"<h3>{escape(group)}</h3>")
            parts.append(self._entry(term))
        self.page.setHtml("".join(parts) or f"<p>{escape(tr('No word like this.'))}</p>")

    def _entry(self, term: Any) -> str:
        entry = f'<a name="{term.key}"></a><b>{escape(term.title)}</b><br>{escape(term.text)}'
        if term.key != self.term:
            return f"<p>{entry}</p>"
        ground = _between(self.palette(), 0.15).name()
        return f'<table width="100%" cellpadding="6" bgcolor="{ground}"><tr><td>{entry}</td></tr></table>'


def _between(palette: QPalette, share: float) -> QColor:
    """The ground with a touch of the accent."""
    base, accent = (palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Highlight))
    parts = ((c.red(), c.green(), c.blue()) for c in (base, accent))
    return QColor(*(round(a + (b - a) * share) for a, b in zip(*parts, strict=True)))


def meaning(key: str) -> str:
    """What a word means, in the language in use; nothing for what is no word of the glossary."""
    term = _terms().get(key)
    return term.text if term else ""


def title(key: str) -> str:
    """How the glossary calls it."""
    return str(_terms()[key].title)


def explain(key: str, beside: QWidget) -> None:
    """Open the glossary at a word."""
    from gui.help import HelpDialog

    window = beside.window()
    HelpDialog(getattr(window, "front", ""), window, key).open()


def words_button(key: str | Callable[[], str]) -> QPushButton:
    """A button that opens the glossary at the first of the words that stand beside it.

    key: that word, or what tells it when the button is pressed.
    """
    made = button("What the words mean", kind="quiet", tip="Opens the glossary. F1 in a table does so too.")
    made.clicked.connect(lambda: explain(key if isinstance(key, str) else key(), made))
    return made


def term_under(focus: QWidget | None) -> str:
    """The word of the column that the keyboard is in; nothing where it is in no such column."""
    of = getattr(focus, "term", None)
    found = of() if callable(of) else ""
    return found if isinstance(found, str) and found in _terms() else ""


def _terms() -> dict[str, Any]:
    from core.glossary import terms

    return terms(core_language())
