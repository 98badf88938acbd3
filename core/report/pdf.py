"""The report as PDF: pieces of plain HTML from a print template of its own, put on pages by whoever can print."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from core import resources
from core.errors import BadInput
from core.faces import ChartRenderer, PdfPrinter, Piece
from core.report.column_widths import size, widths
from core.report.compact import compact
from core.report.pages import FOLDER, about, environment, in_full, leading, scores_of, texts_of, words_used
from core.report.pictures import Picture, pictures
from core.report.report_data import ReportData, gather
from core.report.safe import one_line, visible
from core.report.slim import for_paper
from core.store.reader import Reader
from core.whole_file import refuse_workspace
from core.wording import Language

LONGEST_TEXT = 1500  # characters of a text in a case
WIDTH, HEIGHT = 640, 925  # of a chart at most, in pixels of a page that is 174 by 257 mm large
# A chart higher than this share of a page is printed so that it fills a third or so, and others stand beside it on the
# page, but at no less than three quarters of its size.
HIGH, THIRD, SMALL = 0.44, 0.36, 0.75
SMALLEST = 0.45  # to which a high chart is scaled so that it stands on one page; higher ones go over several
_PARTS = re.compile(r"<!--(piece|head|no-head)( keep)?(?: gap=(\d+))?-->")


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
    refuse_workspace(out)
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
            chart_width=chart_width,
            for_paper=for_paper,
            compact=compact,
            leading=leading,
            in_full=in_full,
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


def chart_width(source: str) -> int:
    """The width at which a chart, a PNG as a `data:` address, is printed."""
    start = base64.b64decode(source.partition(",")[2][:64])
    wide, high = struct.unpack(">II", start[16:24]) if len(start) >= 24 else (0, 0)
    scale = HEIGHT * wide / (WIDTH * high) if high else 1.0
    if scale < 1:
        return round(WIDTH * scale) if scale >= SMALLEST else WIDTH
    return round(WIDTH * max(SMALL, THIRD * scale)) if scale * HIGH < 1 else WIDTH


def paragraphs(text: str) -> list[str]:
    """A text in parts that need not stay on one page."""
    return [part for part in re.split(r"\n[ \t]*\n\s*", visible(text)) if part.strip()] or ["–"]
