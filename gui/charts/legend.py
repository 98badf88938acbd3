"""The legend: entries that flow over as many lines as they need; a click switches a series off and on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.calm import calm
from gui.charts import words
from gui.charts.paint import hatch, marker
from gui.charts.spec import Entry
from gui.charts.style import Style

KEY = 22.0
SPACE = 16.0
CLOSE = 0.6  # the share of both that still looks well; taken where it saves a line
MANY = 8  # entries; of more none takes a line alone: long names are cut in the middle
LONGEST = 0.62  # of the width, for one of many


@calm
class Legend(pg.GraphicsWidget):
    """All entries of a chart."""

    def __init__(self, entries: Sequence[Entry], style: Style, parent: Any) -> None:
        super().__init__(parent)
        self.entries, self.style_ = list(entries), style
        self.font = style.qfont(-0.5)
        self.hidden: frozenset[str] = frozenset()
        self.boxes: list[QRectF] = []
        self.key = KEY

    def lay_out(self, width: float) -> float:
        """Give each entry its place; the height all of them need."""
        roomy, close = (self._flow(width, share) for share in (1.0, CLOSE))
        dashed = any(
            entry.kind in ("path", "line") for entry in self.entries
        )  # too short, dashes cannot be seen
        tight = bool(close) and not dashed and close[-1].y() < roomy[-1].y()
        share, self.boxes = (CLOSE, close) if tight else (1.0, roomy)
        self.key = KEY * share
        return self.boxes[-1].bottom() if self.boxes else 0.0

    def _flow(self, width: float, share: float) -> list[QRectF]:
        """The entries' places, with keys and spaces of this share of their size."""
        line, x, y = words.line_height(self.font) + 4, 0.0, 0.0
        key, space, boxes = KEY * share, SPACE * share, []
        most = width if len(self.entries) <= MANY else LONGEST * width
        for entry in self.entries:
            wide = min(key + 5 + words.width_of(entry.label, self.font), most)
            if x and x + wide > width:
                x, y = 0.0, y + line
            boxes.append(QRectF(x, y, wide, line))
            x += wide + space
        return boxes

    def entry_at(self, at: QPointF) -> Entry | None:
        """The entry under a point of the scene, unless it cannot be switched."""
        found = self._under(at)
        return found if found is not None and not found.fixed else None

    def name_at(self, at: QPointF) -> str:
        """The whole name of the entry under a point of the scene: there it may be cut."""
        found = self._under(at)
        return found.label if found is not None else ""

    def _under(self, at: QPointF) -> Entry | None:
        local = self.mapFromScene(at)
        places = zip(self.entries, self.boxes, strict=True)
        return next((entry for entry, box in places if box.contains(local)), None)

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry, box in zip(self.entries, self.boxes, strict=True):
            off = entry.series in self.hidden
            if not off:
                self._key(painter, entry, box)
            color = QColor(self.style_.muted if off else self.style_.text)
            text = words.wrapped(entry.label, self._font(off), box.width() - self.key - 4, 1)[0]
            at = QPointF(box.left() + self.key + 5, box.center().y())
            words.draw_line(painter, at, text, self._font(off), color)

    def _font(self, off: bool) -> Any:
        font = self.style_.qfont(-0.5)
        font.setStrikeOut(off)
        return font

    def _key(self, painter: QPainter, entry: Entry, box: QRectF) -> None:
        style, key = self.style_, self.key
        middle = QPointF(box.left() + key / 2, box.center().y())
        if entry.kind in ("line", "path"):
            dash = entry.dash if entry.kind == "line" else style.dash(entry.look)
            plain = entry.kind == "line" and entry.look < 0
            painter.setPen(style.pen(style.text if plain else style.color(entry.look), 1.6, dash))
            painter.drawLine(middle - QPointF(key / 2, 0), middle + QPointF(key / 2, 0))
            if entry.kind == "path":
                marker(painter, middle, style.marker(entry.look), 7, QColor(style.color(entry.look)), style)
        elif entry.kind == "number":
            at = QPointF(box.left() + key, middle.y())
            words.draw_line(painter, at, entry.number, style.qfont(-0.5, bold=True), style.text, -1)
        elif entry.kind == "marker":
            marker(painter, middle, style.marker(entry.look), 10, QColor(style.color(entry.look)), style)
        else:
            swatch = QRectF(box.left(), middle.y() - 5.5, key, 11)
            self._swatch(painter, entry, swatch)

    def _swatch(self, painter: QPainter, entry: Entry, swatch: QRectF) -> None:
        style = self.style_
        if entry.kind == "tone":
            painter.fillRect(swatch, style.tone(entry.level))
        elif entry.kind == "bar":
            painter.fillRect(swatch, style.fill(entry.look))
            hatch(painter, swatch, style.hatch(entry.look), style)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(style.pen(style.text, 1.6) if entry.kind == "frame" else style.pen(style.line, 0.8))
        painter.drawRect(swatch)
