"""How each kind of mark is painted: in scene coordinates, with pens and hatches that scale with the picture."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.charts import words
from gui.charts.spec import Bar, Cell, Dot, Mark, Note, Path, Rule
from gui.charts.style import Style

ToScene = Callable[[float, float], QPointF]


def box_of(mark: Mark, place: ToScene) -> QRectF | None:
    """The part of the scene that belongs to a mark under the pointer."""
    if isinstance(mark, Bar):
        return QRectF(place(mark.x0, mark.y0), place(mark.x1, mark.y1)).normalized()
    if isinstance(mark, Cell):
        return QRectF(place(mark.x - 0.5, mark.y - 0.5), place(mark.x + 0.5, mark.y + 0.5)).normalized()
    if isinstance(mark, Dot):
        around = max(mark.size, 10.0)
        return QRectF(place(mark.x, mark.y) - QPointF(around / 2, around / 2), QSizeF(around, around))
    if isinstance(mark, Rule):
        return QRectF(place(mark.x, mark.y0), place(mark.x, mark.y1)).normalized().adjusted(-3, 0, 3, 0)
    return None


def paint(painter: QPainter, mark: Mark, place: ToScene, style: Style) -> None:
    """Paint one mark."""
    _PAINTERS[type(mark)](painter, mark, place, style)


def _bar(painter: QPainter, mark: Bar, place: ToScene, style: Style) -> None:
    box = box_of(mark, place) or QRectF()
    ground = QColor(style.color(mark.look)) if mark.level is None else style.tone(mark.level)
    painter.fillRect(box, ground)
    if mark.level is None:
        hatch(painter, box, style.hatch(mark.look), style)
    painter.setPen(style.pen(style.line, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if box.width() > 0.5:
        painter.drawRect(box)
    font = words.fitting(mark.text, style.qfont, box.width() - 3)
    if mark.text and words.width_of(mark.text, font) + 3 <= box.width():
        words.draw_line(painter, box.center(), mark.text, font, style.ink_on(ground), 0)


def paint_interval(painter: QPainter, mark: Mark, place: ToScene, style: Style) -> None:
    """A bar's interval; painted when all else is, so that no line hides its ends."""
    if isinstance(mark, Bar) and mark.error:
        whisker(painter, ends_of(mark), (mark.y0 + mark.y1) / 2, place, style)


def ends_of(mark: Bar) -> tuple[float | None, float | None]:
    """The ends of a bar's interval. With an upper bound alone it begins where the axis does; with a lower bound alone
    it ends where the bar does."""
    low, high = mark.error or (None, None)
    if low is None and high is not None:
        return mark.x0, high
    return (low, mark.x1) if high is None and low is not None else (low, high)


def hatch(painter: QPainter, box: QRectF, kind: str, style: Style, color: str = "") -> None:
    """Lines or dots over a bar; drawn one by one, since brush patterns do not scale."""
    if not kind or box.width() < 1:
        return
    painter.save()
    painter.setPen(style.pen(color or ("#000000" if style.dark else "#ffffff"), 0.9))
    step = 6.0 * style.font / 11
    for start, end in hatch_lines(box, kind, step):
        painter.drawLine(start, end)
    painter.restore()


def hatch_lines(box: QRectF, kind: str, step: float) -> list[tuple[QPointF, QPointF]]:
    """The lines of a hatch, each cut at the box itself: an SVG knows no clipping of ours."""
    lines: list[tuple[QPointF, QPointF]] = []
    if kind in "/x":
        lines += _slanted(box, step, rising=True)
    if kind in "\\x":
        lines += _slanted(box, step, rising=False)
    if kind in "|+":
        count = int(box.width() / step)
        xs = [box.left() + (k + 0.5) * step for k in range(count + 1) if (k + 0.5) * step < box.width()]
        lines += [(QPointF(x, box.top()), QPointF(x, box.bottom())) for x in xs]
    if kind in "-+":
        lines.append((QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y())))
    if kind == ".":
        y, count = box.center().y(), int(box.width() / step)
        xs = [box.left() + (k + 0.3) * step for k in range(count)]
        lines += [(QPointF(x, y), QPointF(x + step / 3, y)) for x in xs]
    return lines


def _slanted(box: QRectF, step: float, *, rising: bool) -> list[tuple[QPointF, QPointF]]:
    """Lines at 45 degrees: points (x, top + t) with x + t or x - t constant, cut to the box."""
    lines, height, width = [], box.height(), box.width()
    for k in range(1, int((width + height) / step) + 1):
        at = k * step
        first, last = max(0.0, at - height), min(at, width)
        ends = (QPointF(first, at - first), QPointF(last, at - last))
        if not rising:
            ends = (QPointF(first, height - at + first), QPointF(last, height - at + last))
        lines.append((ends[0] + box.topLeft(), ends[1] + box.topLeft()))
    return lines


def whisker(
    painter: QPainter, ends: tuple[float | None, float | None], y: float, place: ToScene, style: Style
) -> None:
    """A horizontal interval with caps, on a halo that sets it off from its bar; nothing where an end is hidden."""
    low, high = ends
    if low is not None and high is not None:
        line = place(low, y), place(high, y)
        _interval(painter, *line, style.pen(style.ground, 3.4))
        _interval(painter, *line, style.pen(style.text, 1.4))


def _interval(painter: QPainter, start: QPointF, end: QPointF, pen: QPen) -> None:
    """A line with caps, upright or level."""
    cap = QPointF(3.5, 0) if start.x() == end.x() else QPointF(0, 3.5)
    painter.setPen(pen)
    painter.drawLine(start, end)
    painter.drawLine(start - cap, start + cap)
    painter.drawLine(end - cap, end + cap)


def _cell(painter: QPainter, mark: Cell, place: ToScene, style: Style) -> None:
    box = (box_of(mark, place) or QRectF()).adjusted(1, 1, -1, -1)
    ground = style.tone(mark.level) if mark.level is not None else QColor(style.ground)
    painter.fillRect(box, ground)
    if mark.level is None:
        hatch(painter, box, "/", style, style.grid)
    if mark.framed:
        painter.setPen(style.pen(style.text, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -1))
    font = words.fitting(mark.text, style.qfont, box.width() - 2)
    words.draw_line(painter, box.center(), mark.text, font, style.ink_on(ground), 0)


def _dot(painter: QPainter, mark: Dot, place: ToScene, style: Style) -> None:
    at = place(mark.x, mark.y)
    pen = style.pen(style.muted, 1.0)
    for start, end in error_lines(mark):
        _interval(painter, place(*start), place(*end), pen)
    fill = style.tone(mark.level) if mark.level is not None else QColor(style.color(mark.look))
    marker(painter, at, style.marker(mark.look) if mark.level is None else "o", mark.size, fill, style)


def error_lines(mark: Dot) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """A dot's intervals as lines in the data; none where an end is hidden."""
    (left, right), (low, high) = mark.x_error or (None, None), mark.y_error or (None, None)
    if low is None and high is not None:
        low = mark.y  # nothing was found, or hardly anything: an upper bound alone
    elif high is None and low is not None:
        high = mark.y
    level = [((left, mark.y), (right, mark.y))] if left is not None and right is not None else []
    upright = [((mark.x, low), (mark.x, high))] if low is not None and high is not None else []
    return level + upright


def marker(painter: QPainter, at: QPointF, shape: str, size: float, fill: QColor, style: Style) -> None:
    """A marker of this shape."""
    painter.setPen(style.pen(style.line if not style.dark else style.text, 0.9))
    painter.setBrush(fill)
    radius = size * style.font / 22
    if shape == "o":
        painter.drawEllipse(at, radius, radius)
    else:
        painter.drawPolygon(QPolygonF([at + QPointF(x * radius, y * radius) for x, y in _outline(shape)]))


def _outline(shape: str) -> list[tuple[float, float]]:
    if shape == "s":
        return [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    if shape == "d":
        return [(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)]
    if shape == "+":
        w = 0.4
        return [
            (-w, -1.1),
            (w, -1.1),
            (w, -w),
            (1.1, -w),
            (1.1, w),
            (w, w),
            (w, 1.1),
            (-w, 1.1),
            (-w, w),
            (-1.1, w),
            (-1.1, -w),
            (-w, -w),
        ]
    if shape == "star":
        return [_around(k / 10, 1.4 if k % 2 == 0 else 0.6) for k in range(10)]
    corners = {"t": 3, "p": 5, "h": 6}[shape]
    return [_around(k / corners, 1.2) for k in range(corners)]


def _around(turn: float, radius: float) -> tuple[float, float]:
    return radius * sin(2 * pi * turn), -radius * cos(2 * pi * turn)


def _path(painter: QPainter, mark: Path, place: ToScene, style: Style) -> None:
    points = QPolygonF([place(x, y) for x, y in mark.points])
    color = QColor(style.grid if mark.faint else style.muted if mark.look < 0 else style.color(mark.look))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.closed and not mark.faint:
        tint = QColor(color)
        tint.setAlphaF(0.10)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(tint)
        painter.drawPolygon(points)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    plain = mark.faint or mark.look < 0
    painter.setPen(style.pen(color.name(), mark.width, () if plain else style.dash(mark.look)))
    line = QPainterPath()
    line.addPolygon(points)
    if mark.closed:
        line.closeSubpath()
    painter.drawPath(line)


def _rule(painter: QPainter, mark: Rule, place: ToScene, style: Style) -> None:
    painter.setPen(style.pen(style.ground, 3.5))
    painter.drawLine(place(mark.x, mark.y0), place(mark.x, mark.y1))
    painter.setPen(style.pen(style.text if mark.look < 0 else style.color(mark.look), 1.5, mark.dash))
    painter.drawLine(place(mark.x, mark.y0), place(mark.x, mark.y1))


def _note(painter: QPainter, mark: Note, place: ToScene, style: Style) -> None:
    font = style.qfont(-0.5, bold=mark.bold)
    at = place(mark.x, mark.y) - QPointF(0, mark.lift * words.line_height(font))
    at += QPointF(mark.away[0], -mark.away[1]) * style.font
    text = mark.text
    if mark.room is not None:
        room = place(mark.x + mark.room, mark.y).x() - place(mark.x, mark.y).x()
        text = words.wrapped(text, font, room, 1)[0]
    if mark.halo:
        words.draw_halo(painter, at, text, font, style.ground, mark.align)
    words.draw_line(painter, at, text, font, style.text, mark.align)


_PAINTERS: dict[type[Mark], Callable[..., None]] = {
    Bar: _bar,
    Cell: _cell,
    Dot: _dot,
    Path: _path,
    Rule: _rule,
    Note: _note,
}
