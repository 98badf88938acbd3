"""The report as PDF: pieces of plain HTML from a print template of its own, put on pages by whoever can print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from core import resources
from core.errors import BadInput
from core.faces import ChartRenderer, PdfPrinter, Piece
from core.report.grids import Grid
from core.report.pages import FOLDER, about, environment, scores_of, texts_of, words_used
from core.report.pictures import Picture, pictures
from core.report.report_data import ReportData, gather
from core.report.safe import one_line, visible
from core.store.reader import Reader
from core.wording import Language

LONGEST_TEXT = 1500  # characters of a text in a case
WIDTH = 640  # of a chart, in pixels of a page that is 174 mm wide
_PARTS = re.compile(r"<!--(piece|head|no-head)( keep)?(?: gap=(\d+))?-->")
_WIDEST = 34  # characters that a column of names is taken to need
_BOLD = 1.2  # how much wider bold letters are
_LINE, _PADDING, _LETTER = 493.0, 4.5, 0.62  # points: of a line, of a cell's sides, of a letter of one point


def write(
    reader: Reader,
    run: int,
    out: Path,
    renderer: ChartRenderer | None,
    printer: PdfPrinter | None,
    language: Language = "en",
) -> None:
    """Print the report of a run. Raises BadInput where nothing here can print, or the file cannot be written."""
    if printer is None:
        raise BadInput("nothing here can print a PDF", path=out, remedy="Write the report as .html")
    data = gather(reader, run, language)
    charts = pictures(renderer, data.tables, reader, data.words, "png")
    style = resources.read_text(FOLDER, "print.css")
    title = f"{one_line(data.info.study, 200)} · DistilScope"
    printer.print_pieces(pieces(data, charts), out, style=style, title=title, footer=title)


def pieces(data: ReportData, charts: tuple[Picture, ...] = ()) -> list[Piece]:
    """The report in pieces, from top to bottom."""
    text = (
        environment()
        .get_template("print.html.jinja")
        .render(
            data=data,
            words=data.words,
            charts=charts,
            texts_of=texts_of,
            about=about,
            scores_of=scores_of,
            terms=words_used(data),
            widths=widths,
            size=size,
            paragraphs=paragraphs,
            longest=LONGEST_TEXT,
            width=WIDTH,
        )
    )
    return list(parted(text))


def parted(text: str) -> Iterator[Piece]:
    """The pieces of a filled print template. A head is a piece, and stands above its rows on every page."""
    head = ""
    _, *parts = _PARTS.split(text)
    for kind, keep, gap, part in zip(*(parts[n::4] for n in range(4)), strict=True):
        html = part.strip()
        if kind == "no-head":
            head = ""
        elif kind == "head":
            head = html
            yield Piece(html, keep=True)
        elif html:
            yield Piece(html, keep=bool(keep), gap=float(gap or 0), repeat=head)


def paragraphs(text: str) -> list[str]:
    """A text in parts that need not stay on one page."""
    return [part for part in re.split(r"\n[ \t]*\n\s*", visible(text)) if part.strip()] or ["–"]


def size(grid: Grid) -> float:
    """The size of a table's letters in points."""
    return 6.5 if len(grid.head) > 11 else 7 if len(grid.head) > 8 else 8


_SPARE = 1.6  # characters: a narrow figure of wide digits needs more than the average letter says


def widths(grid: Grid) -> list[float]:
    """The share of each column in per cent. Figures have what they need; names, which can be wrapped, the rest."""
    columns = list(zip(grid.head, *grid.rows, strict=True))
    needed = [_needed(column) for column in columns[grid.names :]]
    line = _LINE / (_LETTER * size(grid))
    room = max(line - sum(needed), 8.0 * grid.names)
    wanted = [min(_WIDEST, max(map(_wide, column)) + 2) for column in columns[: grid.names]]
    least = [min(_WIDEST, max(map(_longest_word, column)) + 2) for column in columns[: grid.names]]
    spare = max(0.0, room - sum(least))
    asked = [w - low for w, low in zip(wanted, least, strict=True)]
    names = [low + spare * more / (sum(asked) or 1) for low, more in zip(least, asked, strict=True)]
    sides = _PADDING / (_LETTER * size(grid))
    wide = [each + sides for each in (*names, *needed)]
    # Tenths: half a per cent is half a digit, and a figure that lacks it is broken in two.
    return [round(100 * each / sum(wide), 1) for each in wide]


def _needed(column: tuple[str, ...]) -> float:
    """Characters that a column of figures needs: its figures are not wrapped, its head is, between words."""
    head, *cells = column
    return max([_BOLD * _longest_word(head), *(_BOLD * _wide(cell) for cell in cells)]) + _SPARE


def _longest_word(text: str) -> int:
    return max((_wide(word) for word in text.split()), default=0)


def _wide(text: str) -> int:
    """Chinese characters are twice as wide."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
