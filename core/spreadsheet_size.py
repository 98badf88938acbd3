"""Whether a zipped spreadsheet fits into memory once it is unpacked: a small file may hold far more than that.

The reader of spreadsheets holds a sheet as one rectangle from its first cell to its last, so that one stray cell in the
last row and column of a sheet would ask for half a terabyte, and end the program.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from core.errors import BadInput

MOST_BYTES = 1 << 30  # of all parts of the file, unpacked
MOST_CELLS = 1 << 25  # of the rectangle that holds a sheet: a million rows of 32 columns
_DENSEST = 1 << 20  # bytes: packed parts of this size cannot unpack to more than MOST_BYTES
_CHUNK = 1 << 20
_LONGEST = 64  # bytes of a cell's address, which may lie across two chunks
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FLAWS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_REMEDY = "Save the sheet with the prompts as a CSV file"


def check_size(path: Path) -> None:
    """Raise BadInput where a spreadsheet would need more memory than a computer may have.

    What is no sound zip file is left to its reader, which says so.
    """
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            if sum(part.file_size for part in parts) > MOST_BYTES:
                raise _too_big(path, "the spreadsheet unpacks to more than 1 GB")
            for part in parts:
                _check_part(path, book, part)
    except zipfile.BadZipFile:
        return


def _check_part(path: Path, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """What is said of a part's size need not be true: it is unpacked to see, where that could matter."""
    is_sheet = _SHEET.fullmatch(part.filename) is not None
    if not is_sheet and part.compress_size < _DENSEST:
        return
    try:
        with book.open(part) as file:
            rows, columns = _reach(file)
    except _FLAWS as error:
        raise BadInput(f"this is not a readable spreadsheet file ({error})", path=path) from error
    if is_sheet and rows * columns > MOST_CELLS:
        raise _too_big(path, f"a sheet reaches to row {rows} and column {columns}, which is more than fits")


def _reach(file: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that hold a cell."""
    rows, names, tail = 0, {b""}, b""
    while chunk := file.read(_CHUNK):
        found = set(_ADDRESS.findall(tail + chunk))
        rows = max([rows, *(int(row) for _, row in found)])
        names |= {name for name, _ in found}
        tail = chunk[-_LONGEST:]
    return rows, max(_column(name) for name in names)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_big(path: Path, what: str) -> BadInput:
    return BadInput(what, path=path, remedy=_REMEDY)
