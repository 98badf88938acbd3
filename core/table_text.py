"""Rows out of separated values (CSV, TSV) and of plain text with one row a line."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from core.tables import Reading, Row
from core.textfile import UNDECODED, open_text, without_surrogates

DELIMITERS = ",;\t|"
# One quote left open would otherwise swallow the rest of the file.
LONGEST_CELL = 1 << 24
BROKEN_TEXT = "this line is not valid UTF-8"
ZERO_BYTES = "this line holds zero bytes"


def lines(reading: Reading) -> Iterator[Row]:
    """Yield each line that is not blank as a row with the one column "text"."""
    with open_text(reading.path, reading.encoding) as file:
        for number, line in enumerate(file, 1):
            if flaw := _flaw(line):
                reading.report(number, flaw)
            elif text := line.strip():
                yield Row(number, {"text": without_surrogates(text)})


def separated(reading: Reading) -> Iterator[Row]:
    """Yield the rows below the header; the delimiter is the one that gives the header the most columns."""
    csv.field_size_limit(LONGEST_CELL)
    with open_text(reading.path, reading.encoding) as file:
        delimiter = "\t" if reading.path.suffix.lower() in {".tsv", ".tab"} else _delimiter(file)
        file.seek(0)
        records = _records(reading, file, delimiter)
        header = next((cells for _, cells in records if any(cells)), [])
        columns = name_columns(header)
        for line, cells in records:
            if values := _row(reading, line, columns, cells, delimiter):
                yield Row(line, values)


def _flaw(text: str) -> str:
    """What is wrong with text that was damaged on its way into the file; "" where nothing is."""
    if UNDECODED.search(text):
        return BROKEN_TEXT
    return ZERO_BYTES if "\0" in text else ""


def name_columns(header: list[str]) -> list[str]:
    """Return one distinct, non-empty name a column."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        base = without_surrogates(cell.strip().strip("\ufeff")) or f"column {number}"
        name, again = base, 2
        while name in names:
            name, again = f"{base} ({again})", again + 1
        names.append(name)
    return names


def _delimiter(file: TextIO) -> str:
    # Enough for a header; a quoted header may run over several lines.
    head = file.read(1 << 16).lstrip("\r\n")
    return max(DELIMITERS, key=lambda delimiter: _width(head, delimiter))


def _width(head: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return 0


def _records(reading: Reading, file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on; what the csv module refuses is reported and left out.

    Such a record costs the line that it starts on and no more: a quote that was left open would take the lines up to
    the next quote with it, so that these are read again by themselves.
    """
    lines, start = _Lines(file), 1
    while True:
        # Strict: a stray quote is named instead of being guessed around.
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield start, cells
                start += lines.settle()
            return
        except csv.Error as error:
            reading.report(start, f"not a row of separated values ({error})")
            lines.again_from_the_second()
            start += 1


class _Lines:
    """The lines of a file, those of the record at hand kept so that they can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._taken, self._waiting = file, deque[str](), deque[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._file)
        self._taken.append(line)
        return line

    def settle(self) -> int:
        """The record at hand is done; returns how many lines it had."""
        count = len(self._taken)
        self._taken.clear()
        return count

    def again_from_the_second(self) -> None:
        """The next line is the one behind the first of the record at hand."""
        self._waiting.extendleft(reversed(list(islice(self._taken, 1, None))))
        self._taken.clear()


def _row(
    reading: Reading, line: int, columns: list[str], cells: list[str], delimiter: str
) -> dict[str, str | None]:
    if not any(cells):
        return {}
    if flaw := next(filter(None, map(_flaw, cells)), ""):
        reading.report(line, flaw)
        return {}
    if len(columns) == 1:
        # A single column needs no delimiter, so people leave commas unquoted in it.
        cells = [delimiter.join(cells)]
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        reading.report(line, f"{len(cells)} cells, but the header names {len(columns)} columns")
        return {}
    padded = [*map(without_surrogates, cells), *[None] * (len(columns) - len(cells))]
    return dict(zip(columns, padded, strict=False))
