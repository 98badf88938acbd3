"""The base of all pages: a title, one line that says what the page is for, actions on the right, a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.events import Event
from gui.calm import calm
from gui.i18n import language
from gui.widgets.taborder import follow_layout
from gui.widgets.text import label

if TYPE_CHECKING:
    from gui.context import Context


@calm
class Page(QWidget):
    """One page. Subclasses fill `body` and `buttons`, and override what they need."""

    NAME = ""
    TITLE = ""
    SUBTITLE = ""
    HELP = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context.stack)
        self.context = context
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.title = label(self.TITLE, "title")
        self._assemble()
        language.changed.connect(self.retranslate)
        context.theme.changed.connect(self.recolor)

    def show_buttons(self, visible: bool) -> None:
        """Hide the page's buttons while there is nothing that they could do something with."""
        self._head_buttons.setVisible(visible)

    def shown(self, what: object = None) -> None:
        """The page came to the front; `what` is what it should show."""

    def first_focus(self) -> QWidget | None:
        """What the keyboard goes to when the page comes to the front; None: the first of its controls."""
        return None

    def batch(self, events: list[Event]) -> None:
        """Events of the run that is on, once a tick, whether or not the page is in front."""

    def retranslate(self) -> None:
        """The language changed; bound texts were set already."""

    def recolor(self) -> None:
        """The theme changed; the style sheet was applied already."""

    def leave(self) -> None:
        """The window closes: keep what is not kept yet."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_layout(self)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        self._head_buttons = QWidget()
        self._head_buttons.setLayout(self.buttons)
        self.buttons.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._head_buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 18, 24, 18)
        outer.setSpacing(4)
        outer.addLayout(head)
        if self.SUBTITLE:
            outer.addWidget(label(self.SUBTITLE, "muted", wrap=True))
        outer.addSpacing(10)
        outer.addLayout(self.body, 1)
