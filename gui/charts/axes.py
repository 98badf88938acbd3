"""Axes that paint themselves in scene coordinates, so that they look the same on screen and in every export."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.calm import calm
from gui.charts import words
from gui.charts.spec import Categories, Numbers
from gui.charts.style import Style

TICK = 4.0
GAP = 6.0
WIDEST = 0.36  # the share of the picture that row names may take
NARROW = 7.0  # a column in which names are turned rather than cut, in sizes of the font
TALLEST = 11.0  # the height that upright column heads may take, in sizes of the font


@calm
class Axis(pg.AxisItem):
    """One axis of the plot, at its left, bottom or top."""

    def __init__(self, place: str, kind: Numbers | Categories, style: Style, parent: Any) -> None:
        super().__init__(place, parent=parent)
        self.place, self.kind, self.style_ = place, kind, style
        self.label_text = kind.label
        self.font = style.qfont(-0.5)
        self.room = 100.0  # for a name: the width of the left axis, or of a column
        self.upright = False  # column heads that would be cut to pieces are turned
        self.below = 0.0  # how far under the plot a title beside it may reach
        self.inner = (0.0, 400.0)  # from where to where a title below the axis may run

    def names(self) -> list[list[str]]:
        """Each category's name in lines that fit."""
        labels = self.kind.labels if isinstance(self.kind, Categories) else ()
        if self.upright:
            return [words.wrapped(each, self.font, TALLEST * self.style_.font, 1) for each in labels]
        most = self.kind.lines if isinstance(self.kind, Categories) else 2
        lines = 4 if self.place == "top" else most
        return [words.wrapped(each, self.font, self.room, lines) for each in labels]

    def wanted_width(self, picture: float) -> float:
        """The width a left axis needs in a picture of this width."""
        if isinstance(self.kind, Numbers):
            kind = self.kind
            every = kind.ticks or nice_ticks(kind.low, kind.high, 12, whole=kind.whole)
            texts = [number(tick) for tick in every]
            title = words.line_height(self.font) + GAP if self.label_text else 0.0
            return max((words.width_of(text, self.font) for text in texts), default=0) + TICK + GAP + title
        self.room = picture * WIDEST
        wide = [words.width_of(line, self.font) for name in self.names() for line in name]
        return max(wide, default=0.0) + GAP + 2

    def wanted_height(self, column: float) -> float:
        """The height a horizontal axis needs; `column` is the width of a category."""
        line = words.line_height(self.font)
        title = len(self._title()) * line + GAP / 2 if self.label_text else 0.0
        if isinstance(self.kind, Numbers):
            return TICK + GAP / 2 + line + title
        self.room = column - 6
        self.upright = self.room < NARROW * self.style_.font and not all(
            words.breaks_well(each, self.font, self.room, 3) for each in self.kind.labels
        )
        if self.upright:
            return max(words.width_of(name[0], self.font) for name in self.names()) + GAP + title
        return max((len(name) for name in self.names()), default=0) * line + GAP + title

    def row_lines(self) -> int:
        """The most lines that a row's name takes."""
        return max((len(name) for name in self.names()), default=1)

    def ticks(self, length: float) -> list[float]:
        """Where the numbers stand, over this length."""
        if not isinstance(self.kind, Numbers):
            return []
        low, high = sorted(self.range)
        zoomed = high - low < 0.999 * (self.kind.high - self.kind.low)
        if self.kind.ticks is not None and not zoomed:
            return list(self.kind.ticks)
        apart, most = self.style_.font * 3.0, 8
        if self.place != "left":
            longest = max(words.width_of(number(end), self.font) for end in (low, high))
            apart, most = max(apart, longest + 1.5 * self.style_.font), 10
        return nice_ticks(low, high, min(most, max(4, int(length / apart))), whole=self.kind.whole)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Line, ticks, names, title."""
        view = self.linkedView()
        if view is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setWorldTransform(self.sceneTransform().inverted()[0] * painter.worldTransform())
        area = view.mapRectToScene(view.rect())
        if isinstance(self.kind, Numbers):
            self._paint_numbers(painter, area, view)
        elif self.upright:
            self._paint_upright(painter, area, view)
        else:
            self._paint_names(painter, area, view)
        painter.restore()

    def _paint_numbers(self, painter: QPainter, area: QRectF, view: Any) -> None:
        across = self.place != "left"
        edge = (area.bottomLeft(), area.bottomRight()) if across else (area.topLeft(), area.bottomLeft())
        painter.setPen(self.style_.pen(self.style_.line))
        painter.drawLine(*edge)
        for tick in self.ticks(area.width() if across else area.height()):
            self._paint_tick(painter, area, view, tick)
        if self.label_text:
            self._paint_title(painter, area)

    def _paint_tick(self, painter: QPainter, area: QRectF, view: Any, tick: float) -> None:
        painter.setPen(self.style_.pen(self.style_.line))
        if self.place == "left":
            y = view.mapViewToScene(QPointF(0, tick)).y()
            painter.drawLine(QPointF(area.left() - TICK, y), QPointF(area.left(), y))
            at, align = QPointF(area.left() - TICK - GAP / 2, y), -1
        else:
            x = view.mapViewToScene(QPointF(tick, 0)).x()
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + TICK))
            at = QPointF(x, area.bottom() + TICK + GAP / 2 + words.line_height(self.font) / 2)
            align = 0
        words.draw_line(painter, at, number(tick), self.font, self.style_.text, align)

    def _paint_title(self, painter: QPainter, area: QRectF) -> None:
        line = words.line_height(self.font)
        if self.place != "left":
            lines = self._title()
            for k, text in enumerate(lines):
                y = area.bottom() + self.height() - line * (len(lines) - k - 0.5)
                at = QPointF(self._title_middle(area, words.width_of(text, self.font)), y)
                words.draw_line(painter, at, text, self.font, self.style_.text, 0)
            return
        room = area.height() + self.below
        font = words.fitting(self.label_text, self.style_.qfont, room)
        text = words.wrapped(self.label_text, font, room, 1)[0]
        middle = self.upright_middle(area, words.width_of(text, font))
        painter.translate(area.left() - self.width() + line / 2, middle)
        painter.rotate(-90)
        words.draw_line(painter, QPointF(0, 0), text, font, self.style_.text, 0)

    def upright_middle(self, area: QRectF, long: float) -> float:
        """Where the middle of a title beside the axis stands: a longer one than the plot is high reaches below it."""
        return max(area.center().y(), area.top() + long / 2)

    def _title(self) -> list[str]:
        """The title below the axis in lines that fit into the picture."""
        return words.wrapped(self.label_text, self.font, self.inner[1] - self.inner[0], 2)

    def _title_middle(self, area: QRectF, wide: float) -> float:
        """Below the middle of the axis, as far as a title of this width does not run out of the picture."""
        left, right = self.inner
        return max(min(area.center().x(), right - wide / 2), left + wide / 2)

    def _paint_names(self, painter: QPainter, area: QRectF, view: Any) -> None:
        line = words.line_height(self.font)
        for place, lines in enumerate(self.names()):
            if self.place == "left":
                middle = view.mapViewToScene(QPointF(0, place)).y()
                first = QPointF(area.left() - GAP, middle - line * (len(lines) - 1) / 2)
            else:
                middle = view.mapViewToScene(QPointF(place, 0)).x()
                first = QPointF(middle, area.top() - GAP / 2 - line * (len(lines) - 0.5))
            for k, text in enumerate(lines):
                at, align = first + QPointF(0, k * line), -1 if self.place == "left" else 0
                words.draw_line(painter, at, text, self.font, self.style_.text, align)

    def _paint_upright(self, painter: QPainter, area: QRectF, view: Any) -> None:
        for place, (text, *_) in enumerate(self.names()):
            painter.save()
            painter.translate(view.mapViewToScene(QPointF(place, 0)).x(), area.top() - GAP / 2)
            painter.rotate(-90)
            words.draw_line(painter, QPointF(0, 0), text, self.font, self.style_.text, 1)
            painter.restore()


def number(value: float) -> str:
    """A tick's number, without needless zeros and with a real minus sign."""
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:.3g}"
    return "0" if text in {"-0", "0"} else text.replace("-", "−")


def nice_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Round numbers between low and high, at most so many; steps of 1, 2 or 5 times a power of ten.

    whole: no fractions, for counts.
    """
    span = high - low
    if span <= 0:
        return [low]
    step = 10.0**-9
    for power in range(0 if whole else -9, 10):
        for factor in (1, 2, 5):
            step = factor * 10.0**power
            if span / step <= most:
                first = -int(-low // step) if low % step else round(low / step)
                return [
                    k * step for k in range(first, first + most + 1) if low - 1e-9 <= k * step <= high + 1e-9
                ]
    return [low, high]
