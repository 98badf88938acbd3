"""Scores and judgments as pandas data frames, for those who go on with them in Python, R or Stata."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput
from core.report import judgments as exported
from core.report.tables import ScoreTables, as_json
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

if TYPE_CHECKING:
    import pandas as pd

# Nested figures have tables of their own (topics, claims); a frame holds one value a cell.
_PLAIN = (str, int, float, bool, type(None))


def scores_frame(tables: ScoreTables) -> pd.DataFrame:
    """One row a score row of either metric; `metric` says which, the columns of the other are missing values."""
    import pandas as pd

    data = as_json(tables)
    rows = [{"metric": metric, **_plain(row)} for metric in ("rse", "ice") for row in data[metric]]
    return pd.DataFrame(rows).convert_dtypes()


def judgments_frame(reader: Reader, run: int) -> pd.DataFrame:
    """One row a judgment, with its texts."""
    import pandas as pd

    records = (exported.flat(record) for record in exported.records(reader, JudgmentFilter(run)))
    return pd.DataFrame(records, columns=list(exported.COLUMNS)).convert_dtypes()


def write_parquet(frame: pd.DataFrame, out: Path) -> None:
    """Write a frame as Parquet. Raises BadInput where the extra for it is not installed."""
    try:
        frame.map(_storable).to_parquet(out, index=False)
    except ImportError as error:
        raise BadInput(
            "Parquet needs its extra", path=out, remedy='Install it with: pip install "distilscope[parquet]"'
        ) from error


def write_stata(frame: pd.DataFrame, out: Path) -> None:
    """Write a frame for Stata (version 14 and later); long texts go into strL variables."""
    import pandas as pd

    columns = {name: _stata_column(frame[name]) for name in frame.columns}
    texts = [name for name, column in columns.items() if column.dtype == object]
    pd.DataFrame(columns).to_stata(out, write_index=False, version=118, convert_strl=texts)


def _stata_column(column: pd.Series[Any]) -> pd.Series[Any]:
    """Figures and truths as doubles with missing values, everything else as text."""
    import pandas as pd

    values = [None if pd.isna(value) else value for value in column]
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool | int | float) for value in known):
        return pd.Series(values, dtype="float64")
    texts = ["" if value is None else _storable(str(value)) for value in values]
    return pd.Series(texts, dtype=object)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if isinstance(value, _PLAIN)}


def _storable(value: Any) -> Any:
    """Halves of characters, and the zero character, in a broken reply cannot be stored as text; spelt out they can."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    return value
