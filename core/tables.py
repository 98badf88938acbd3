"""Rows out of any table-like file: JSONL, JSON, CSV, TSV, text, XLSX and its kin, Parquet.

JSONL, JSON arrays, CSV, TSV, text and Parquet are streamed: memory is bounded by the largest row. A JSON
object and a spreadsheet have to be held whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import BadInput
from core.textfile import (
    MARKS,
    decodes,
    detect_encoding,
    named_encoding,
    refuse_device,
    unreadable,
    without_surrogates,
)

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTUAL = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab", ".txt"})
KEPT_PROBLEMS = 1000
_MARKED = frozenset(codec for _, codec in MARKS) - {"utf-8-sig"}
NAMES_SHOWN, LONGEST_NAME = 20, 60


class Problem(NamedTuple):
    """Something in a file that could not be used. `line` is 1-based; None where no one line is at fault."""

    line: int | None
    what: str

    def __str__(self) -> str:
        return self.what if self.line is None else f"line {self.line}: {self.what}"


class Row(NamedTuple):
    """One row and the 1-based line (for a spreadsheet: row; for Parquet: record) that it starts on."""

    line: int
    values: dict[str, Any]


@dataclass(slots=True)
class Reading:
    """A file while it is read: how it was understood, and what in it could not be used.

    `sheet` and `as_encoding` are what the user chose, if anything; `sheets` are those of a spreadsheet, the one that
    was read first; with `only_sheet` a second one in sight with rows is an error. `unreadable` counts every problem;
    of the problems themselves only the first thousand are kept.
    """

    path: Path
    strict: bool = False
    sheet: str | None = None
    only_sheet: bool = False
    as_encoding: str | None = None
    sheets: tuple[str, ...] = ()
    kind: str = ""
    encoding: str = ""
    problems: list[Problem] = field(default_factory=list)
    unreadable: int = 0

    def report(self, line: int | None, what: str) -> None:
        """Note a problem; in a strict reading it is raised as BadInput."""
        if self.strict:
            raise BadInput(what, path=self.path, line=line)
        self.unreadable += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(Problem(line, what))

    def refuse(self, what: str, *, remedy: str = "") -> BadInput:
        """Return the error that says the whole file is of no use."""
        return BadInput(what, path=self.path, remedy=remedy)


@dataclass(slots=True)
class Table:
    """A file's rows in order. `lines[i]` is where `rows[i]` starts; `columns` in order of appearance."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    lines: list[int]
    problems: list[Problem]
    kind: str = ""
    encoding: str = ""


def read_rows(path: Path | str, *, sheet: str | None = None, strict: bool = False) -> Table:
    """Read a whole file. Raises BadInput where it is no table, or a workbook of several sheets of which none was named;
    `strict` raises it for the first bad line too.

    A row of a JSON file that is a plain string becomes `{"text": ...}`.
    """
    reading = Reading(Path(path), strict=strict, sheet=sheet, only_sheet=sheet is None)
    table = Table((), [], [], reading.problems)
    columns: dict[str, None] = {}
    for line, values in stream_rows(reading):
        table.rows.append(values)
        table.lines.append(line)
        columns.update(dict.fromkeys(values))
    table.columns, table.kind, table.encoding = tuple(columns), reading.kind, reading.encoding
    return table


def stream_rows(reading: Reading) -> Iterator[Row]:
    """Yield the rows of `reading.path` one by one, filling in `reading` on the way; raises as `read_rows`."""
    reading.kind = _kind(reading.path)
    if reading.kind == "spreadsheet":
        from core.table_formats import spreadsheet_rows as rows
    elif reading.kind == "parquet":
        from core.table_formats import parquet_rows as rows
    else:
        reading.encoding = _encoding(reading)
        return _text_rows(reading)
    return rows(reading)


def _encoding(reading: Reading) -> str:
    if reading.as_encoding:
        return named_encoding(reading.path, reading.as_encoding)
    found = detect_encoding(reading.path)
    # A mark is believed, but what follows it may be damaged, and is then read with marks of replacement.
    if found in _MARKED and not decodes(reading.path, found):
        reading.report(None, f"the file is damaged: not all of it is {found}")
    return found


def text_of(value: Any) -> str | None:
    """Return a cell as text: numbers without a needless fraction, nothing as ""; None for a structure.

    NaN is nothing: it is how tables in Python say that a cell is empty.
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (dict, list, tuple, bytes)):
        return None
    return without_surrogates(str(value))


def listed(names: Iterable[str]) -> str:
    """Return names for one line of a message, however many there are and whatever is in them."""
    shown = [" ".join(name.split())[:LONGEST_NAME] for name in islice(names, NAMES_SHOWN + 1)]
    return ", ".join(shown[:NAMES_SHOWN]) + (", …" if len(shown) > NAMES_SHOWN else "")


def _text_rows(reading: Reading) -> Iterator[Row]:
    from core import table_json, table_text

    if reading.kind == "json":
        return table_json.rows(reading)
    return table_text.lines(reading) if reading.kind == "text" else table_text.separated(reading)


def _kind(path: Path) -> str:
    """Tell the format by content where content is unmistakable, else by the file's ending."""
    refuse_device(path)
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise unreadable(path, error) from error
    suffix = path.suffix.lower()
    if head.startswith(b"PAR1") or suffix in {".parquet", ".pq"}:
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or (suffix in SPREADSHEETS and head):
        return "spreadsheet"
    if suffix in {".jsonl", ".ndjson", ".json"}:
        return "json"
    if suffix == ".txt":
        return "text"
    if suffix not in TEXTUAL and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return "json"
    return "separated"
