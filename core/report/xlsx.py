"""Scores and judgments as a spreadsheet: figures as numbers, texts as texts and never as formulas or links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

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
# Without the three, a text that begins with = or names an address would become a formula or a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_WIDTHS = {"prompt": 50, "template": 40, "reference_response": 60, "response": 60, "rationale": 60, "question": 60,
    "warning": 60, "reading": 120, "system": 40}  # fmt: skip

Sheet = tuple[str, Columns, Iterable[Row]]


def write(
    reader: Reader, tables: ScoreTables, out: Path, *, language: Language = "en", with_judgments: bool = True
) -> None:
    """Write a workbook of every table of a run, and of its judgments. Raises OSError where that cannot be done."""
    with _book(out) as book:
        book.set_properties({"title": visible(tables.study, 200), "comments": "DistilScope"})
        sheets = [
            *_sheets(reader, tables, language),
            *([_judgments(reader, tables.run)] if with_judgments else []),
        ]
        _about(book, reader, tables, words(language))
        for sheet in sheets:
            _fill(book, *sheet)


@contextmanager
def _book(out: Path) -> Iterator[Any]:
    """A workbook to fill, whose temporary files go whatever happens. Raises the system's own OSError."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with out.open("wb") as file, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sink = _Sink(file)
        book = Workbook(sink, {**_OPTIONS, "tmpdir": folder})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # what the library wraps is an OSError
        sink.check()


class _Sink:
    """A file for the library's archive, which on its end writes once more and loudly where the first time failed.

    So an error is kept for `check`, and what comes after it goes nowhere.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, 0
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        self._try(lambda: self._file.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, at: int) -> int:
        if not self._file.seekable():  # a pipe: the archive asks, and then does without
            raise UnsupportedOperation("seek")
        self._try(lambda: self._file.seek(at))
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        self._try(self._file.flush)

    def check(self) -> None:
        """Raise the first error, if there was one."""
        self.flush()
        if self._error is not None:
            raise self._error

    def _try(self, act: Callable[[], object]) -> None:
        if self._error is None:
            try:
                act()
            except OSError as error:
                self._error = error


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
