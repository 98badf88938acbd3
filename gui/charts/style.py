"""Colours, hatches, markers, fonts and pen widths of charts: for print, and for the window's two themes.

All lengths are in logical pixels of 1/96 inch; an export scales the finished picture, so that a font of 11 is
8.25 points on paper at every resolution.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPen

# Okabe and Ito's palette, told apart by colour-blind readers; yellow left out, too pale on white.
_SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#6B4C9A", "#7F7F7F")
_SERIES_DARK = ("#4DA3DB", "#F08A4B", "#2FBF95", "#E29BC2", "#8CCBF2", "#F2B84B", "#B39DDB", "#B8B8B8")
# Each series also has a hatch, a marker and a dash of its own: none is told by colour alone.
HATCHES = ("", "/", "\\", "x", "|", "-", ".", "+")
MARKERS = ("o", "s", "t", "d", "p", "h", "star", "+")
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 3),
    (2, 2),
    (8, 3, 2, 3),
    (12, 4),
    (4, 4),
    (1, 3),
    (8, 2, 2, 2, 2, 2),
)
_RAMP_LIGHT = ("#f3f7fb", "#c9dff0", "#8fbfe0", "#4b97c9", "#0f6aa8", "#083f6e")
_RAMP_DARK = ("#232b35", "#24425c", "#29608a", "#3f86b8", "#79b4dc", "#cfe6f7")


@dataclass(frozen=True, slots=True)
class Style:
    """How a chart looks. `font` is the size of labels in logical pixels; all else follows from it."""

    dark: bool = False
    ground: str = "#ffffff"
    text: str = "#1a1a1a"
    muted: str = "#4d4d4d"
    grid: str = "#dcdcdc"
    line: str = "#333333"
    series: tuple[str, ...] = _SERIES
    ramp: tuple[str, ...] = _RAMP_LIGHT
    font: int = 11
    family: str = ""

    def qfont(self, change: float = 0.0, *, bold: bool = False) -> QFont:
        """A font some logical pixels larger or smaller than the labels'."""
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(max(7, round(self.font + change * self.font / 11)))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def pen(self, color: str = "", width: float = 1.0, dash: tuple[float, ...] = ()) -> QPen:
        """A pen that scales with the picture, unlike pyqtgraph's own."""
        pen = QPen(QColor(color or self.line), width * self.font / 11)
        pen.setCosmetic(False)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dash:
            pen.setDashPattern([step / max(width, 0.1) for step in dash])
        return pen

    def color(self, look: int) -> str:
        """The colour of a series."""
        return self.series[look % len(self.series)]

    def hatch(self, look: int) -> str:
        """The hatch of a series; with more series than colours the pairing changes."""
        return HATCHES[(look + look // len(self.series)) % len(HATCHES)]

    def marker(self, look: int) -> str:
        """The marker of a series."""
        return MARKERS[(look + look // len(self.series)) % len(MARKERS)]

    def dash(self, look: int) -> tuple[float, ...]:
        """The dash of a series."""
        return DASHES[(look + look // len(self.series)) % len(DASHES)]

    def tone(self, level: float) -> QColor:
        """A level of 0 to 1 on the one-hue ramp, whose lightness alone tells the order."""
        place = min(max(level, 0.0), 1.0) * (len(self.ramp) - 1)
        low = min(int(place), len(self.ramp) - 2)
        return blend(QColor(self.ramp[low]), QColor(self.ramp[low + 1]), place - low)

    def ink_on(self, ground: QColor) -> QColor:
        """Black or white, whichever is read better on this ground."""
        return QColor("#000000" if luminance(ground) > 0.18 else "#ffffff")

    def fill(self, look: int) -> QBrush:
        """The plain fill of a series."""
        return QBrush(QColor(self.color(look)))


def blend(first: QColor, second: QColor, share: float) -> QColor:
    """A colour between two: `share` of the second."""
    parts = ((first.red(), second.red()), (first.green(), second.green()), (first.blue(), second.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def luminance(color: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


PRINT = Style()
LIGHT = Style(ground="#ffffff", text="#18212d", muted="#55606f", grid="#dfe3e9", line="#55606f", font=13)
DARK = Style(
    dark=True,
    ground="#1c2128",
    text="#e7ebf0",
    muted="#a5b0bd",
    grid="#333b46",
    line="#a5b0bd",
    series=_SERIES_DARK,
    ramp=_RAMP_DARK,
    font=13,
)


def window_style(dark: bool, font_pixels: int = 13) -> Style:
    """The style of the window in this theme, with its font size."""
    return replace(DARK if dark else LIGHT, font=font_pixels)
