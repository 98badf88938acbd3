"""Charts as files: PNG of any size and resolution, SVG, PDF, and the data as CSV; always in print style."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter

from core.errors import BadInput
from core.report import csv_text
from core.whole_file import refuse_workspace, write_bytes
from gui import charts, in_memory
from gui.charts.data.types import ChartData

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader
    from gui.charts.figure import Texts
    from gui.charts.picture import Picture
    from gui.charts.view import ChartView

LOGICAL = 96.0  # logical pixels an inch: what fonts and pens are given in
MM = 25.4
WIDTH_MM, DPI = 160.0, 300.0
NARROWEST = 380.0  # logical pixels below which a chart is scaled down rather than laid out smaller
FEWEST_PIXELS, MOST_PIXELS = 16, 20000

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # a name may hold what XML cannot

names = charts.names


def render(name: str, tables: ScoreTables, out: Path, reader: Reader) -> None:
    """Draw one chart of a run into a file; raises BadInput for an unknown chart or ending, or nothing to show."""
    _writer(out)
    save(charts.load(name, reader, tables), out)


def save(  # noqa: PLR0913 - what an export dialog asks for
    source: ChartView | ChartData,
    path: Path,
    *,
    width_px: int | None = None,
    width_mm: float | None = None,
    height_px: int | None = None,
    dpi: float = DPI,
    texts: Texts | None = None,
) -> None:
    """Write a chart as .png, .svg, .pdf or .csv. The width is in pixels or in millimetres on paper (160 by default).

    The height follows from the chart unless given. From a widget, edited words and switched-off series are kept.
    """
    write = _writer(path)
    data, hidden = _parts(source, texts)
    if write is None:
        csv(data, path)
        return
    width = width_px / dpi * LOGICAL if width_px else (width_mm or WIDTH_MM) / MM * LOGICAL
    pixels = width_px or round(width / LOGICAL * dpi)
    if not MOST_PIXELS >= pixels >= FEWEST_PIXELS:
        raise BadInput(
            f"a chart can be {FEWEST_PIXELS} to {MOST_PIXELS} pixels wide, not {pixels}", field="width"
        )
    from gui.charts.picture import Picture

    refuse_workspace(path)
    with Picture(data, hidden, max(width, NARROWEST)) as picture:
        picture.lay_out(height_px / pixels * picture.width if height_px else None)
        write_bytes(path, write(picture, pixels, dpi))


def csv(data: ChartData, path: Path) -> None:
    """The rows of a chart, unrounded; UTF-8 with a mark, so that spreadsheets read every language."""
    csv_text.save((row._asdict() for row in data.rows), data.columns, path)


def png(picture: Picture, pixels: int, dpi: float) -> bytes:
    """So many pixels wide; the resolution is written into the file."""
    image = image_of(picture, pixels)
    image.setDotsPerMeterX(round(dpi / MM * 1000))
    image.setDotsPerMeterY(round(dpi / MM * 1000))
    return in_memory.png(image)


def image_of(picture: Picture, pixels: int) -> QImage:
    """The picture as an image of this width; what was laid out is scaled, text and pens with it."""
    high = max(1, round(pixels * picture.height / picture.width))
    image = QImage(QSize(pixels, high), QImage.Format.Format_RGB32)
    if image.isNull():
        raise BadInput(f"a picture of {pixels} by {high} pixels is too large", field="width")
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    picture.paint(painter, QRectF(0, 0, pixels, high))
    painter.end()
    return image


def svg(picture: Picture, pixels: int, dpi: float) -> bytes:
    """Text stays text. A logical pixel is one of the SVG's own; its size on paper is the one asked for."""
    from PySide6.QtSvg import QSvgGenerator

    device, generator = in_memory.buffer(), QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setTitle(picture.title)
    generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInchX()))
    generator.setSize(QSize(round(picture.width), round(picture.height)))
    generator.setViewBox(QRectF(0, 0, picture.width, picture.height))
    painter = QPainter(generator)
    picture.paint(painter, QRectF(0, 0, picture.width, picture.height))
    painter.end()
    text = _portable(in_memory.content(device).decode("utf-8"))
    return _on_paper(text, picture, pixels / dpi * MM).encode("utf-8")


def _on_paper(text: str, picture: Picture, width_mm: float) -> str:
    """So wide on paper, also where the picture was laid out wider to find room for its words."""
    size = f'width="{width_mm:.2f}mm" height="{width_mm * picture.height / picture.width:.2f}mm"'
    return re.sub(r'width="[^"]*"\s+height="[^"]*"', size, text, count=1)


def _portable(text: str) -> str:
    """Name fonts that other programs know, and let pens grow when the picture is enlarged."""
    families = dict.fromkeys((QFontInfo(QFont()).family(), "DejaVu Sans", "Verdana", "Arial", "sans-serif"))
    text = re.sub(r'font-family="[^"]*"', f'font-family="{", ".join(families)}"', text)
    text = _NO_XML.sub("", text)
    return text.replace(' vector-effect="non-scaling-stroke"', "")


def pdf(picture: Picture, pixels: int, dpi: float) -> bytes:
    """One page as large as the picture, lines and text as such."""
    inches = pixels / dpi
    size = QSizeF(inches * 72, inches * 72 * picture.height / picture.width)
    device = in_memory.buffer()
    writer = QPdfWriter(device)
    writer.setTitle(picture.title)
    writer.setCreator("DistilScope")
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(1200)
    painter = QPainter(writer)
    picture.paint(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return in_memory.content(device)


Writer = Callable[["Picture", int, float], bytes]
WRITERS: dict[str, Writer | None] = {".png": png, ".svg": svg, ".pdf": pdf, ".csv": None}


def _writer(path: Path) -> Writer | None:
    if path.suffix.lower() not in WRITERS:
        known = ", ".join(WRITERS)
        raise BadInput(
            f"a chart cannot be written as {path.suffix or 'a file without ending'}",
            path=path,
            remedy=f"It can as {known}",
        )
    return WRITERS[path.suffix.lower()]


def _parts(source: ChartView | ChartData, texts: Texts | None) -> tuple[ChartData, frozenset[str]]:
    """The data with the words wanted, and what was switched off."""
    if isinstance(source, ChartData):
        return (texts.on(source) if texts else source), frozenset()
    return (texts or source.texts).on(source.data), source.hidden
