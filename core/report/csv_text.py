"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TextIO

from core.report.tables import ScoreTables, as_json

# What a spreadsheet would compute if a cell began with it; model output may try that.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RSE = (
    "metric", "model", "reference", "judge", "prompt_set", "style", "structure", "content", "overall", "low", "high",
    "n", "unscored", "no_answer",
)  # fmt: skip
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


def write_scores(tables: ScoreTables, out: TextIO) -> None:
    """RSE and ICE rows in one table; the columns of the other metric stay empty."""
    data = as_json(tables)
    rows = [{"metric": metric, **row} for metric in ("rse", "ice") for row in data[metric]]
    write(rows, (*_RSE[:12], *_ICE, *_RSE[12:]), out)


def harmless(value: Any) -> Any:
    """The value as a cell: None is empty, and a text is never a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "\ufffd")  # no CSV reader takes a NUL
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
