"""Light and dark colours, following the system; the one place where a colour is named."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

# Okabe and Ito's palette, told apart by colour-blind readers too; the darkest first, yellow last.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#8C6BB1", "#7F7F7F")


@dataclass(frozen=True, slots=True)
class Colors:
    """Every colour of one theme. Each text colour has a contrast of 4.5:1 or more on each background it meets."""

    dark: bool
    window: str
    rail: str
    surface: str
    field: str
    hover: str
    border: str
    strong_border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_text: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    shared: str
    only_here: str


LIGHT = Colors(
    dark=False,
    window="#f5f6f8",
    rail="#eceff3",
    surface="#ffffff",
    field="#ffffff",
    hover="#e9edf2",
    border="#dfe3e9",
    strong_border="#7f8b9b",
    text="#18212d",
    muted="#55606f",
    accent="#1f5fae",
    accent_hover="#194e90",
    on_accent="#ffffff",
    accent_soft="#e4edf9",
    accent_text="#1a5296",
    good="#12684a",
    good_soft="#e0f3ea",
    warn="#7d4a00",
    warn_soft="#fdf1dc",
    bad="#a8231f",
    bad_soft="#fce8e6",
    shared="#fff0c2",
    only_here="#e3eefb",
)
DARK = Colors(
    dark=True,
    window="#14181d",
    rail="#101317",
    surface="#1c2128",
    field="#171b21",
    hover="#272e37",
    border="#2d343e",
    strong_border="#6b7788",
    text="#e7ebf0",
    muted="#a5b0bd",
    accent="#7db4f5",
    accent_hover="#9bc6fa",
    on_accent="#0c1826",
    accent_soft="#20324a",
    accent_text="#9cc7fa",
    good="#6fd3a6",
    good_soft="#18352a",
    warn="#f0b65a",
    warn_soft="#3a2d14",
    bad="#ff9a92",
    bad_soft="#42211f",
    shared="#4a3f14",
    only_here="#1d3147",
)


class Theme(QObject):
    """Applies the wished theme to the application and says when it changed."""

    changed = Signal()

    def __init__(self, app: QApplication, wish: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._applied: tuple[bool, float] | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(wish)

    @property
    def colors(self) -> Colors:
        """The colours now in use."""
        return DARK if self._dark() else LIGHT

    def choose(self, wish: str) -> None:
        """Use "light", "dark", or what the "system" says."""
        self._wish = wish
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        QGuiApplication.styleHints().setColorScheme(schemes.get(wish, Qt.ColorScheme.Unknown))
        self._follow()

    def _dark(self) -> bool:
        if self._wish in {"light", "dark"}:
            return self._wish == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _follow(self) -> None:
        from gui.style import sheet

        size = QFontInfo(self._app.font()).pixelSize()
        if self._applied == (self._dark(), size):
            return
        self._applied = (self._dark(), size)
        # Qt puts one sheet in place of another by styling each widget anew for each of its ancestors, some ten times;
        # a sheet that is taken off, or put on where there is none, is applied to each once.
        self._app.setStyleSheet("")
        self._app.setPalette(palette(self.colors))
        self._app.setStyleSheet(sheet(self.colors, size))
        self.changed.emit()


def palette(colors: Colors) -> QPalette:
    """The palette for what the style sheet leaves to the style."""
    made = QPalette()
    roles = QPalette.ColorRole
    parts = {
        roles.Window: colors.window,
        roles.WindowText: colors.text,
        roles.Base: colors.field,
        roles.AlternateBase: colors.window,
        roles.Text: colors.text,
        roles.Button: colors.surface,
        roles.ButtonText: colors.text,
        roles.ToolTipBase: colors.surface,
        roles.ToolTipText: colors.text,
        roles.PlaceholderText: colors.muted,
        roles.Highlight: colors.accent,
        roles.HighlightedText: colors.on_accent,
        roles.Link: colors.accent_text,
        roles.Mid: colors.border,
    }
    for role, color in parts.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.strong_border))
    return made


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lights = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
