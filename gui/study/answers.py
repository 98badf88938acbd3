"""Files of answers: what is in them, and how they become a recorded model's. All of it blocking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.whole_file import write_text
from gui.answer_columns import Pair, guess

FILES = "Answers (*.jsonl *.json *.csv *.tsv *.xlsx *.parquet);;All files (*)"
ENDINGS = (".jsonl", ".json", ".csv", ".tsv", ".xlsx", ".parquet")
_ROWS = 10


@dataclass(frozen=True)
class Look:
    """The first rows of a file. `guess`: its likely columns of prompts and responses; None: its form is known."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    guess: Pair | None


def look(path: Path) -> Look:
    """Read the first rows. Raises BadInput where the file is no table."""
    from core.tables import read_rows

    table = read_rows(path)
    likely = None if _recognised(path) is not None else guess(table.columns, table.rows)
    return Look(table.columns, table.rows[:_ROWS], likely)


def usable(path: Path, columns: Pair | None, folder: Path) -> tuple[Path, int]:
    """A file that a recorded model can read, and its number of prompts; columns that were chosen are renamed.

    Raises BadInput where no answer can be read.
    """
    if columns is None:
        return path, _count(path)
    target = renamed(path, columns, folder)
    found = _recognised(target)
    if found is None:
        raise BadInput("no answer could be read with these columns", path=path, remedy="Choose other columns")
    return target, found


def keep_pasted(text: str, folder: Path) -> Path:
    """Write pasted text to a file of its own. Raises BadInput where it is no table."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise BadInput(
            "the clipboard holds no table", remedy="Copy a table with a line of heads, then paste again"
        )
    folder.mkdir(parents=True, exist_ok=True)
    ending = "jsonl" if lines[0].lstrip().startswith("{") else "tsv" if "\t" in lines[0] else "csv"
    path = _free(folder, "pasted", ending)
    write_text(path, text)
    return path


def renamed(path: Path, columns: tuple[str, str], folder: Path, *, strict: bool = False) -> Path:
    """A copy with the known names of columns; the one that is there, where it is the same.

    Raises BadInput where the columns hold no answer; `strict` raises it for a line that cannot be read too.
    """
    from core.tables import read_rows, text_of

    found = (
        (text_of(r.get(columns[0])), text_of(r.get(columns[1]))) for r in read_rows(path, strict=strict).rows
    )
    rows = [{"prompt": p, "response": a} for p, a in found if p and a is not None]
    if not any(row["response"] for row in rows):
        raise BadInput("no answer could be read with these columns", path=path, remedy="Choose other columns")
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, path.stem, "jsonl", text)
    if not target.exists():
        write_text(target, text)
    return target


def _recognised(path: Path) -> int | None:
    try:
        return _count(path)
    except BadInput:
        return None


def _count(path: Path) -> int:
    from core.llm.recorded import Recorded

    return len(Recorded.load(path))


def _free(folder: Path, name: str, ending: str, text: str | None = None) -> Path:
    """A path where nothing is yet, or a file of just this text."""
    number, path = 1, folder / f"{name}.{ending}"
    while path.exists() and (text is None or path.read_bytes() != text.encode("utf-8")):
        number += 1
        path = folder / f"{name} {number}.{ending}"
    return path
