"""Labels and buttons whose words follow the language."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from gui.calm import calm
from gui.i18n import bind, unbind

Widget = TypeVar("Widget", bound=QWidget)


@calm
class _WrappedLabel(QLabel):
    """Asks for no more height than its lines need at the width it has."""

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height())


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text. Roles: title, heading, big, strong, muted, caption, good, warn, bad."""
    made = _WrappedLabel() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if text:
        bind(made, "setText", text)
    return made


def button(
    text: str, action: Callable[[], object] | None = None, kind: str = "", tip: str = ""
) -> QPushButton:
    """A push button. Kinds: primary, danger, quiet, choice; none is the ordinary one."""
    made = QPushButton()
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    bind(made, "setText", text)
    bind(made, "setAccessibleName", text)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        bind(made, "setToolTip", tip)
        bind(made, "setAccessibleDescription", tip)
    if action is not None:
        made.clicked.connect(lambda: action())  # noqa: PLW0108 - the signal brings `checked` along
    return made


def named(widget: Widget, name: str, description: str = "") -> Widget:
    """The widget, with the name that a screen reader says."""
    bind(widget, "setAccessibleName", name)
    if description:
        bind(widget, "setAccessibleDescription", description)
        bind(widget, "setToolTip", description)
    return widget


def allow(pressed: QPushButton, tip: str, wrong: str) -> None:
    """Let a button be pressed, unless something is wrong, which it then says in place of its tip."""
    pressed.setEnabled(not wrong)
    pressed.setAccessibleDescription(wrong)
    bind(pressed, "setToolTip", tip)
    if wrong:
        unbind(pressed, "setToolTip")
        pressed.setToolTip(f"<qt>{escape(wrong)}</qt>")


def line() -> QFrame:
    """A thin rule between parts."""
    made = QFrame()
    made.setProperty("line", True)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and apply it again where one of them is new."""
    if all(widget.property(key) == value for key, value in properties.items()):
        return
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    # A label keeps the size that it needed without the new padding until it hears of it.
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def put_menu(pressed: QPushButton, menu: QMenu) -> None:
    """The menu of a button, in place of the one it had."""
    before = pressed.menu()
    pressed.setMenu(menu)
    if before is not None:
        before.deleteLater()
