"""A message of the system's own, for who is not looking at the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QSystemTrayIcon

from gui import icons


class Notifier(Protocol):
    """Tells somebody who looks elsewhere."""

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> bool:
        """Show a message, if this system can; `clicked` follows a click on it."""
        ...

    def quiet(self) -> None:
        """Take back what was shown: the window is looked at again."""
        ...


class TrayNotifier:
    """Messages beside an icon in the system's tray, which is there only as long as a message is new."""

    def __init__(self) -> None:
        self._icon: QSystemTrayIcon | None = None
        self._clicked: Callable[[], object] | None = None

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> bool:
        """Show a message; False where there is no tray, or none that shows messages."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        self._clicked = clicked
        icon = self._icon or self._made()
        icon.show()
        icon.showMessage(title, text, icons.logo())
        return True

    def quiet(self) -> None:
        """Take the icon out of the tray."""
        if self._icon is not None:
            self._icon.hide()

    def _made(self) -> QSystemTrayIcon:
        made = self._icon = QSystemTrayIcon(icons.logo())
        made.setToolTip("DistilScope")
        made.messageClicked.connect(self._follow)
        made.activated.connect(lambda _reason: self._follow())
        return made

    def _follow(self) -> None:
        if self._clicked is not None:
            self._clicked()
