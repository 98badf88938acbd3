"""Reports as PDF: pieces of HTML, none of them split where it can be helped, on numbered pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from core.faces import Piece
from core.whole_file import write_bytes
from gui import in_memory

DPI = 600
MARGINS = QMarginsF(18, 18, 18, 22)  # millimetres
SOFT = QColor("#525b66")


@dataclass(frozen=True, slots=True)
class Placed:
    """A document, or a page of one that is longer than a page, at its height on a page."""

    document: QTextDocument
    y: float
    part: int = 0


def print_pieces(pieces: Sequence[Piece], out: Path, *, style: str, title: str, footer: str) -> None:
    """Print the pieces from top to bottom; see core.faces.PdfPrinter."""
    device = in_memory.buffer()
    writer = QPdfWriter(device)
    writer.setTitle(title)
    writer.setCreator("DistilScope")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, MARGINS,
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setResolution(DPI)
    pages = _Pages(writer, style).placed(pieces)
    _paint(writer, pages, footer)
    write_bytes(out, in_memory.content(device))


class _Pages:
    """Puts pieces on pages, one under the other."""

    def __init__(self, writer: QPdfWriter, style: str) -> None:
        self._writer, self._style = writer, style
        self._size = QSizeF(writer.width(), writer.height())
        self._pages: list[list[Placed]] = [[]]
        self._y = 0.0

    def placed(self, pieces: Sequence[Piece]) -> list[list[Placed]]:
        documents = [self._document(piece.html) for piece in pieces]
        for at, piece in enumerate(pieces):
            needed = self._needed(pieces, documents, at)
            if self._y > 0 and self._y + needed > self._size.height():
                self._new_page()
            self._y += self._gap(piece) if self._y > 0 else 0.0
            if self._y == 0 and piece.repeat:
                self._put(self._document(piece.repeat))
            self._put(documents[at])
        return self._pages

    def _needed(self, pieces: Sequence[Piece], documents: Sequence[QTextDocument], at: int) -> float:
        """The room that has to be there: for the piece, and if it is kept, for what it is kept with."""
        needed = self._gap(pieces[at]) + documents[at].size().height()
        while pieces[at].keep and at + 1 < len(pieces):
            at += 1
            needed += self._gap(pieces[at]) + documents[at].size().height()
        # What is longer than a page begins where it stands and goes on over the next ones.
        return needed if needed <= self._size.height() else 0.2 * self._size.height()

    def _gap(self, piece: Piece) -> float:
        return piece.gap / 72 * DPI

    def _put(self, document: QTextDocument) -> None:
        height = document.size().height()
        if height <= self._size.height() - self._y:
            self._pages[-1].append(Placed(document, self._y))
            self._y += height
        else:
            self._put_over_pages(document)

    def _put_over_pages(self, document: QTextDocument) -> None:
        if self._y > 0:
            self._new_page()
        document.setPageSize(self._size)
        for part in range(document.pageCount()):
            if part:
                self._new_page()
            self._pages[-1].append(Placed(document, 0.0, part))
        self._y = document.size().height() - (document.pageCount() - 1) * self._size.height()

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = 0.0

    def _document(self, html: str) -> QTextDocument:
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.documentLayout().setPaintDevice(self._writer)
        document.setDefaultStyleSheet(self._style)
        document.setHtml(f"<body>{html}</body>")
        document.setTextWidth(self._size.width())
        return document


def _paint(writer: QPdfWriter, pages: Sequence[Sequence[Placed]], footer: str) -> None:
    painter = QPainter(writer)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        for placed in page:
            _paint_one(painter, placed, QSizeF(writer.width(), writer.height()))
        _paint_foot(painter, writer, footer, f"{number} / {len(pages)}")
    painter.end()


def _paint_one(painter: QPainter, placed: Placed, size: QSizeF) -> None:
    painter.save()
    top = placed.part * size.height()
    painter.translate(QPointF(0, placed.y - top))
    placed.document.drawContents(painter, QRectF(0, top, size.width(), size.height()))
    painter.restore()


def _paint_foot(painter: QPainter, writer: QPdfWriter, footer: str, number: str) -> None:
    """Below the text, in the margin."""
    font = QFont(painter.font())
    font.setPointSizeF(7.5)
    painter.setFont(font)
    painter.setPen(SOFT)
    line = QRectF(0, writer.height() + 6 / 25.4 * DPI, writer.width(), 5 / 25.4 * DPI)
    room = line.width() - painter.fontMetrics().horizontalAdvance(number) - DPI / 4
    shown = painter.fontMetrics().elidedText(footer, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), shown)
    painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), number)
