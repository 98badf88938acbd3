"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
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
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(name)) for name in columns])


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
