"""Scores and judgments as a spreadsheet: figures as numbers, texts as texts and never as formulas or links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.report import judgments
from core.report.analysis import analyse
from core.report.asked import moment
from core.report.flat import SCORE, Columns, Row
from core.report.flat_deeper import all_tables
from core.report.safe import visible
from core.report.tables import ScoreTables
from core.report.words import Words, words
from core.rse.judgment import SCORES
from core.store.filters import JudgmentFilter
from core.store.reader import Reader
from core.wording import Language

LONGEST_CELL = 32_000  # characters; Excel takes 32,767
MOST_ROWS = 1_000_000  # Excel takes 1,048,576
_WIDTHS = {"prompt": 50, "template": 40, "reference_response": 60, "response": 60, "rationale": 60, "question": 60,
    "warning": 60, "reading": 120, "system": 40}  # fmt: skip

Sheet = tuple[str, Columns, Iterable[Row]]


def write(
    reader: Reader, tables: ScoreTables, out: Path, *, language: Language = "en", with_judgments: bool = True
) -> None:
    """Write a workbook of every table of a run, and of its judgments. Raises BadInput where that cannot be done."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Before anything is read: the library finds out at the very end, and then leaves its temporary files open.
    with _named(out), out.open("ab"):
        pass
    # Without the three, a text that begins with = or names an address would become a formula or a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = Workbook(str(out), options)
    book.set_properties({"title": visible(tables.study, 200), "comments": "DistilScope"})
    sheets = [
        *_sheets(reader, tables, language),
        *([_judgments(reader, tables.run)] if with_judgments else []),
    ]
    _about(book, reader, tables, words(language))
    for sheet in sheets:
        _fill(book, *sheet)
    with _named(out, FileCreateError):
        book.close()


@contextmanager
def _named(out: Path, *more: type[Exception]) -> Iterator[None]:
    """An error of the file system, with the file's name."""
    errors: tuple[type[Exception], ...] = (OSError, *more)
    try:
        yield
    except errors as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot be written ({reason})", path=out) from error


def _sheets(reader: Reader, tables: ScoreTables, language: Language) -> Iterator[Sheet]:
    for each in all_tables(tables, analyse(reader, tables.run), language):
        if each.rows:
            yield each.title, each.columns, each.rows


def _judgments(reader: Reader, run: int) -> Sheet:
    columns = dict.fromkeys(judgments.COLUMNS, "") | dict.fromkeys(SCORES, SCORE)
    return (
        "Judgments",
        columns,
        map(judgments.flat, judgments.records(reader, JudgmentFilter(run), MOST_ROWS)),
    )


def _about(book: Any, reader: Reader, tables: ScoreTables, said: Words) -> None:
    info = reader.run(tables.run)
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    lines = [
        (said("fact.study"), info.study),
        (said("fact.run"), str(info.id)),
        (said("fact.status"), said.get(f"status.{info.status}", info.status)),
        (said("fact.started"), moment(info.started)),
        (said("fact.ended"), moment(info.ended)),
        ("RSE", said("note.rse")),
        ("ICE", said("note.search" if tables.found_by_search else "note.ice")),
        ("", said("limit.short")),
    ]
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, visible(value, LONGEST_CELL))


def _fill(book: Any, title: str, columns: Columns, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format({"num_format": f}) if f else None for f in columns.values()]
    for column, name in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(name, 18 if not columns[name] else 10))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, name in enumerate(columns):
            _cell(sheet, (last, column), row.get(name), formats[column])
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _cell(sheet: Any, at: tuple[int, int], value: Any, form: Any) -> None:
    write: Callable[..., Any]
    if value is None:
        return
    if isinstance(value, bool):
        write = sheet.write_boolean
    elif isinstance(value, (int, float)):
        write = sheet.write_number
    else:
        write, value = sheet.write_string, visible(str(value), LONGEST_CELL)
    write(*at, value, *([form] if form else []))
