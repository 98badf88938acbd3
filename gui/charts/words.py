"""Text on charts: wrapped, cut, measured and drawn so that it never runs into anything."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

PART = " · "  # between the parts of a name: the first place to break it
_BREAKS = " -_/·:.,，。、"
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")  # may be broken anywhere
_SPACE = re.compile("[\t-\r\u2028\u2029]")  # a tab alone can be wider than a label
_WRAP = Qt.TextFlag.TextWordWrap
_HUGE = 1e5


def width_of(text: str, font: QFont) -> float:
    """How wide a line is."""
    return QFontMetricsF(font).horizontalAdvance(text)


def line_height(font: QFont) -> float:
    """The height of a line; the same for fallback fonts, whose Chinese is a little taller."""
    return QFontMetricsF(font).height() * 1.05


def wrapped(text: str, font: QFont, room: float, lines: int = 2) -> list[str]:
    """The text in at most so many lines of this width; the last one is cut with an ellipsis in the middle."""
    metrics, rest, found = QFontMetricsF(font), _SPACE.sub(" ", text), []
    if lines > 1 and PART in rest and metrics.horizontalAdvance(rest) > room:
        first, rest = rest.split(PART, 1)
        found += wrapped(first, font, room, lines - 1)
    while len(found) < lines - 1 and metrics.horizontalAdvance(rest) > room:
        end = _break(rest, metrics, room)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, room)]


def _break(text: str, metrics: QFontMetricsF, room: float) -> int:
    """Where the first line ends: after the last break that fits, else wherever it is full."""
    fits = 1
    while fits < len(text) and metrics.horizontalAdvance(text[: fits + 1]) <= room:
        fits += 1
    breaks = [i + 1 for i in range(fits) if text[i] in _BREAKS]
    return breaks[-1] if breaks and breaks[-1] > fits * 0.4 else fits


def breaks_well(text: str, font: QFont, room: float, lines: int) -> bool:
    """Whether the text can be set in so many lines of this width without cutting through a word."""
    metrics = QFontMetricsF(font)
    pieces = re.findall(f"[^{re.escape(_BREAKS)}]+", _CJK.sub(" ", text))
    longest = max((metrics.horizontalAdvance(piece) for piece in pieces), default=0.0)
    return longest <= room and metrics.horizontalAdvance(text) <= lines * room


def fitting(text: str, font: Callable[[float], QFont], room: float) -> QFont:
    """The largest of three fonts in which a text has room on one line; `font` makes one by its change in size."""
    for change in (-0.5, -1.5, -2.5):
        if width_of(text, font(change)) <= room:
            break
    return font(change)


def block_height(text: str, font: QFont, room: float) -> float:
    """The height of a paragraph wrapped at this width."""
    if not text:
        return 0.0
    box = QRectF(0, 0, max(room, 1.0), _HUGE)
    return QFontMetricsF(font).boundingRect(box, int(_WRAP.value), in_parts(text, font, room)).height()


def draw_block(painter: QPainter, box: QRectF, text: str, font: QFont, color: str) -> None:
    """A paragraph."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(box, int(_WRAP.value), in_parts(text, font, box.width()))


def in_parts(text: str, font: QFont, room: float) -> str:
    """A paragraph that says several things breaks between them first; none ends between "n =" and its number."""
    lines: list[str] = []
    for part in text.replace("n = ", "n\u00a0=\u00a0").split(PART):
        longer = f"{lines[-1]}{PART}{part}" if lines else part
        if lines and width_of(longer, font) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return "\n".join(lines)


def draw_line(
    painter: QPainter, at: QPointF, text: str, font: QFont, color: QColor | str, align: int = 1
) -> None:
    """One line, its middle at the height of the point. align: -1 ends there, 0 centred, 1 begins there."""
    metrics = QFontMetricsF(font)
    shift = {1: 0.0, 0: 0.5, -1: 1.0}[align] * metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(color))
    baseline = at.y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(at.x() - shift, baseline), text)


def draw_halo(painter: QPainter, at: QPointF, text: str, font: QFont, color: str, align: int = 0) -> None:
    """A patch of ground behind a line; align as for the line itself."""
    wide, high = width_of(text, font) + 4, QFontMetricsF(font).height()
    left = at.x() - 2 if align > 0 else at.x() - wide / (1 if align else 2)
    painter.fillRect(QRectF(left, at.y() - high / 2, wide, high), QColor(color))
