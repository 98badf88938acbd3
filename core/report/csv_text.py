"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from core.report.flat import RSE, Flat, warned
from core.report.tables import ScoreTables
from core.whole_file import replacing

# What a spreadsheet would compute if a cell began with it; model output may try that.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ICE = ("asked", "answered", "loose", "strict", "hard")


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: TextIO) -> None:
    """Write rows under a head line; texts that look like formulas get a quote in front."""
    line = io.StringIO(newline="")
    # Before Python 3.13 a lone carriage return is quoted only where the line's own end has one.
    writer = csv.writer(line, lineterminator="\r\n")
    body = ([harmless(row.get(name)) for name in columns] for row in rows)
    for cells in chain([list(columns)], body):
        writer.writerow(cells)
        out.write(line.getvalue().removesuffix("\r\n") + "\n")
        line.seek(0)
        line.truncate()


def save(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: Path) -> None:
    """Write rows into a file, whole or not at all; raises BadInput. The mark is for spreadsheets."""
    with replacing(out) as draft, to_write(draft) as file:
        write(rows, columns, file)


def to_write(path: Path) -> TextIO:
    """A file that spreadsheets read in every language; halves of characters are spelt out."""
    return path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")


def write_scores(tables: ScoreTables, out: TextIO) -> None:
    """RSE and ICE rows in one table; the columns of the other metric stay empty."""
    rse, ice = (warned(Flat(*each), tables.shared) for each in (
        ("rse", "RSE", RSE, [row.as_json() for row in tables.rse]),
        ("ice", "ICE", {}, [row.as_json() for row in tables.ice]),
    ))  # fmt: skip
    names = [*list(RSE)[:11], *_ICE, *list(RSE)[11:]]
    rows = [{"metric": each.name, **row} for each in (rse, ice) for row in each.rows]
    write(rows, ("metric", *names, *(["warning"] if any("warning" in row for row in rows) else [])), out)


def write_table(table: Flat, out: TextIO) -> None:
    """One table with all its columns."""
    write(table.rows, list(table.columns), out)


def write_all(tables: Iterable[Flat], out: Path) -> None:
    """Every table that has rows, each a CSV file of its own, in one ZIP archive."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            if table.rows:
                text = io.StringIO(newline="")
                write_table(table, text)
                archive.writestr(f"{table.name}.csv", text.getvalue().encode("utf-8-sig", "backslashreplace"))


def harmless(value: Any) -> Any:
    """The value as a cell: None is empty, and a text is never a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "\ufffd")  # no CSV reader takes a NUL
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
