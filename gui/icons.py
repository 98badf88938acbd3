"""Icons by name, in the theme's colour. qtawesome is imported with the first one, after the window is up."""

from __future__ import annotations

import os

from PySide6.QtGui import QIcon

from core import resources
from gui.theme import Colors

_NAMES = {
    "home": "ph.house",
    "models": "ph.robot",
    "prompts": "ph.chat-text",
    "identity": "ph.fingerprint",
    "study": "ph.flask",
    "live": "ph.activity",
    "results": "ph.chart-bar",
    "inspector": "ph.magnifying-glass",
    "settings": "ph.gear",
    "add": "ph.plus",
    "remove": "ph.trash",
    "play": "ph.play",
    "pause": "ph.pause",
    "stop": "ph.stop",
    "open": "ph.folder-open",
    "save": "ph.download-simple",
    "copy": "ph.copy",
    "key": "ph.key",
    "check": "ph.check-circle",
    "warning": "ph.warning",
    "help": "ph.question",
    "repeat": "ph.arrow-clockwise",
    "server": "ph.hard-drives",
    "tag": "ph.tag",
    "before": "ph.caret-left",
    "after": "ph.caret-right",
}


def load() -> None:
    """Import what makes the icons; may be called from any thread."""
    os.environ.setdefault("QT_API", "pyside6")
    import qtawesome  # noqa: F401 - for later


def icon(name: str, colors: Colors, color: str | None = None) -> QIcon:
    """The icon of that name."""
    import qtawesome

    made: QIcon = qtawesome.icon(
        _NAMES[name], color=color or colors.text, color_disabled=colors.strong_border
    )
    return made


def logo() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resources.path("icons", "logo.svg")))
