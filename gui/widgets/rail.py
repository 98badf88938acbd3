"""The navigation rail on the left: one button a page, names beside the icons where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from gui.i18n import bind
from gui.icons import icon, logo
from gui.theme import Colors
from gui.widgets.layout import column, row
from gui.widgets.text import label

WIDE, NARROW = 168, 56


class _RailButton(QToolButton):
    def say(self, text: str) -> None:
        """Set the text, at some distance from the icon."""
        self.setText(f"  {text}")


class Rail(QWidget):
    """`chosen` carries a page's name."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {name: self._button(name, title) for name, title in pages}
        self._group = QButtonGroup(self)
        for each in self.buttons.values():
            self._group.addButton(each)
        self._mark = label()
        self._mark.setPixmap(logo().pixmap(QSize(26, 26)))
        self._name = label("DistilScope", "heading")
        *most, last = self.buttons.values()
        head = row(self._mark, self._name, None, gap=9, margins=(8, 4, 0, 12))
        self.setLayout(column(head, *most, None, last, gap=3, margins=(8, 10, 8, 10)))
        self.set_narrow(False)

    def mark(self, name: str) -> None:
        """Show which page is in front."""
        self.buttons[name].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons with names."""
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for each in self.buttons.values():
            each.setToolButtonStyle(style)
        self._name.setVisible(not narrow)
        self.setFixedWidth(NARROW if narrow else WIDE)

    def draw_icons(self, colors: Colors) -> None:
        """Make the icons in the theme's colours."""
        for name, each in self.buttons.items():
            each.setIcon(icon(name, colors))
            each.setIconSize(QSize(20, 20))

    def _button(self, name: str, title: str) -> QToolButton:
        made = _RailButton()
        made.setCheckable(True)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for setter in ("say", "setAccessibleName", "setToolTip"):
            bind(made, setter, title)
        bind(made, "setAccessibleDescription", "Go to this page")
        made.clicked.connect(lambda: self.chosen.emit(name))
        return made
