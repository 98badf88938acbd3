from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication

from core.errors import BadInput
from core.faces import Piece
from gui.print_pdf import _Pages, print_pieces

STYLE = "body { font-size: 9pt; }"
ROW = '<table width="100%"><tr><td width="50%">row {n}</td><td width="50%">{n}</td></tr></table>'
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)


@pytest.fixture
def writer(qapp: QApplication, tmp_path: Path) -> QPdfWriter:
    made = QPdfWriter(str(tmp_path / "scratch.pdf"))
    made.setResolution(600)
    return made


def words(document: QTextDocument) -> str:
    return " ".join(document.toPlainText().split())


def table(rows: int) -> list[Piece]:
    head = "<b>head</b>"
    return [
        Piece("<h3>Title</h3>", keep=True, gap=10),
        Piece(head, keep=True),
        *(Piece(ROW.format(n=n), repeat=head) for n in range(rows)),
    ]


def test_no_row_is_split_and_every_page_of_a_table_has_its_head(writer: QPdfWriter) -> None:
    pages = _Pages(writer, STYLE).placed(table(200))
    assert len(pages) > 2
    for page in pages:
        bottoms = [placed.y + placed.document.size().height() for placed in page]
        assert max(bottoms) <= writer.height()
        assert all(a <= b.y + 1 for a, b in zip(bottoms, page[1:], strict=False))
    assert [words(page[0].document) for page in pages] == ["Title", *["head"] * (len(pages) - 1)]
    rows = [words(p.document) for page in pages for p in page if words(p.document).startswith("row")]
    assert rows == [f"row {n} {n}" for n in range(200)]


def test_a_heading_stands_on_the_page_of_what_it_heads(writer: QPdfWriter) -> None:
    filled = [Piece("<p>line</p>") for _ in range(200)]
    for fill in range(20, 200):
        pages = _Pages(writer, STYLE).placed([*filled[:fill], *table(3)])
        last = [words(placed.document) for placed in pages[-1]]
        assert ("Title" in last) == ("row 0 0" in last)
        if len(pages) > 1:
            break
    else:
        pytest.fail("the pages were never full")


def test_what_is_longer_than_a_page_goes_on_over_the_next(writer: QPdfWriter) -> None:
    long = Piece("<p>" + "<br>".join(f"line {n}" for n in range(300)) + "</p>")
    pages = _Pages(writer, STYLE).placed([Piece("<p>before</p>"), long, Piece("<p>after</p>")])
    parts = [placed.part for page in pages for placed in page if "line" in words(placed.document)]
    assert parts == list(range(len(parts)))
    assert len(parts) > 2
    assert words(pages[-1][-1].document) == "after"
    assert pages[-1][-1].y > 0


def test_a_file_of_numbered_pages_is_written(qapp: QApplication, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    picture = Piece(f'<p><img src="{PIXEL}" width="100"></p>')
    print_pieces([*table(120), picture], out, style=STYLE, title="A title", footer="x" * 400)
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", data)) > 1
    assert re.search(rb"/Subtype /Image", data)


def test_a_file_that_cannot_be_written_is_named(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        print_pieces([Piece("<p>x</p>")], tmp_path / "nowhere" / "r.pdf", style="", title="", footer="")
