"""Prompt sets out of files: recognised, cleaned, counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.prompts.forms import Form, NotText, Values, recognise
from core.prompts.language import guess_language
from core.prompts.model import Notes, Prompt, PromptSet
from core.tables import Problem, Reading, Row, listed, stream_rows, text_of
from core.textfile import unreadable

ID_COLUMNS = ("uid", "question_id", "prompt_id", "id", "conversation_id", "idx")
CATEGORY_COLUMNS = ("category", "subcategory", "topic", "dataset", "source")
COLUMN_REMEDY = (
    "Say which one holds the prompts; where the first line is a prompt already, let the file end in .txt"
)
# Rows of a JSONL file may differ in their columns; this many tell the form.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as they would be read; `form` is "" where the column has to be picked."""

    columns: tuple[str, ...]
    rows: tuple[Values, ...]
    form: str
    prompts: tuple[Prompt, ...]
    problems: tuple[Problem, ...]
    encoding: str = ""
    sheets: tuple[str, ...] = ()  # of a spreadsheet, the one that was read first


def load(
    path: Path | str,
    *,
    name: str = "",
    strict: bool = True,
    column: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> PromptSet:
    """Read a prompt set from a file of any known form.

    `column` names the prompt's column where the form is not recognised (or is not what is wanted), `sheet` the sheet
    of a spreadsheet, `encoding` that of a text where it would be guessed wrong. Empty and repeated prompts are left
    out and counted. Raises BadInput for a file that is no prompt set or holds no
    prompt, and, if `strict`, for the first line that cannot be read.
    """
    reading = Reading(Path(path), strict=strict, sheet=sheet, as_encoding=encoding)
    collected = _Collected(reading)
    form, rows = _recognised(reading, column)
    for row in rows:
        collected.add(row, form)
    if not collected.prompts:
        raise reading.refuse("no prompt found", remedy=_none_of(collected.notes(form)))
    notes = collected.notes(form)
    title = name or reading.path.stem
    return PromptSet(title, tuple(collected.prompts.values()), str(path), notes, file_sha256(reading.path))


def preview(
    path: Path | str,
    rows: int = 10,
    *,
    column: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Preview:
    """Read the first `rows` rows only, whatever the file's size; raises BadInput where it is no table."""
    reading = Reading(Path(path), sheet=sheet, as_encoding=encoding)
    first = list(islice(stream_rows(reading), rows))
    columns = _columns(first)
    form = recognise(columns, column)
    collected = _Collected(reading)
    if form:
        for row in first:
            collected.add(row, form)
    values = tuple(row.values for row in first)
    shown = tuple(collected.prompts.values())
    return Preview(
        columns,
        values,
        form.name if form else "",
        shown,
        tuple(reading.problems),
        reading.encoding,
        reading.sheets,
    )


def without_rows(path: Path, problems: Sequence[Problem]) -> BadInput:
    """Return the error that says that a file holds no row at all."""
    return BadInput(
        "no prompt found: the file is empty or has no readable row",
        path=path,
        remedy=_first_problem(problems),
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex, read piece by piece; raises BadInput where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def prompt_id(turns: tuple[str, ...]) -> str:
    """Return the id of a prompt that comes without one: the same for the same turns in any file."""
    return hashlib.sha256("\0".join(turns).encode()).hexdigest()[:16]


class _Collected:
    """Prompts as they come in, and the count of everything that did not become one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.prompts: dict[tuple[str, ...], Prompt] = {}
        self._ids: set[str] = set()
        self.duplicates = self.empty = self.renamed = 0

    def add(self, row: Row, form: Form) -> None:
        try:
            turns = tuple(turn.strip() for turn in form.turns(row.values))
        except NotText as error:
            self._reading.report(row.line, str(error))
            return
        turns = tuple(filter(None, turns))
        if not turns:
            self.empty += 1
        elif turns in self.prompts:
            self.duplicates += 1
        else:
            self.prompts[turns] = self._prompt(row.values, turns, form)

    def notes(self, form: Form) -> Notes:
        reading = self._reading
        return Notes(
            form=form.name,
            encoding=reading.encoding,
            rows=len(self.prompts) + self.duplicates + self.empty + reading.unreadable,
            duplicates=self.duplicates,
            empty=self.empty,
            unreadable=reading.unreadable,
            renamed=self.renamed,
            sheet=next(iter(reading.sheets), ""),
            sheets=len(reading.sheets),
            problems=tuple(reading.problems),
        )

    def _prompt(self, row: Values, turns: tuple[str, ...], form: Form) -> Prompt:
        language = _first(row, ("language", "lang")) or guess_language(turns[0])
        return Prompt(
            id=self._distinct(_first(row, ID_COLUMNS) or prompt_id(turns)),
            turns=turns,
            category=_first(row, CATEGORY_COLUMNS),
            language=LANGUAGE_CODES.get(language.lower(), language),
            answer=form.answer(row),
        )

    def _distinct(self, wanted: str) -> str:
        name, again = wanted, 2
        while name in self._ids:
            name, again = f"{wanted}-{again}", again + 1
        self.renamed += name != wanted
        self._ids.add(name)
        return name


def _none_of(left: Notes) -> str:
    without = f"Of {left.rows:,} rows {left.empty:,} have none" if left.empty else ""
    return ". ".join(filter(None, (without, _first_problem(left.problems))))


def _first_problem(problems: Sequence[Problem]) -> str:
    return f"What could not be read begins with {problems[0]}" if problems else ""


LANGUAGE_CODES = {
    "english": "en",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "russian": "ru",
    "arabic": "ar",
}


def _recognised(reading: Reading, column: str | None) -> tuple[Form, Iterator[Row]]:
    rows = stream_rows(reading)
    first = list(islice(rows, LOOKED_AT))
    columns = _columns(first)
    if not columns:
        raise without_rows(reading.path, reading.problems)
    if column is not None and column not in columns:
        raise BadInput(f"there is no column {column!r}; the columns are {listed(columns)}", path=reading.path)
    form = recognise(columns, column)
    if form is None:
        raise reading.refuse(
            f"no column looks like a prompt; the columns are {listed(columns)}",
            remedy=COLUMN_REMEDY,
        )
    return form, chain(first, rows)


def _columns(rows: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row.values))


def _first(row: Values, names: tuple[str, ...]) -> str:
    found: Any = next((row[name] for name in names if row.get(name) not in (None, "", [])), "")
    return (text_of(found) or "").strip()
