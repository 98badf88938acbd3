"""Rows out of the binary formats, each read by its own library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeVar

from core.errors import BadInput
from core.spreadsheet_size import check_size
from core.table_text import name_columns
from core.tables import Reading, Row, listed, text_of

BATCH_ROWS = 1000
T = TypeVar("T")


def spreadsheet_rows(reading: Reading) -> Iterator[Row]:
    """Yield the rows of one sheet (`reading.sheet`, or the first that has any); its first filled row is the header.

    Raises BadInput for a sheet that would not fit into memory.
    """
    from python_calamine import CalamineWorkbook

    check_size(reading.path)
    book = _guard(reading, "spreadsheet", lambda: CalamineWorkbook.from_path(str(reading.path)))
    if not book.sheet_names:
        raise reading.refuse("the workbook has no sheet")
    if reading.sheet is not None and reading.sheet not in book.sheet_names:
        raise reading.refuse(
            f"there is no sheet {reading.sheet!r}", remedy=f"Its sheets are {listed(book.sheet_names)}"
        )
    name, cells = _sheet(reading, book)
    reading.sheets = (name, *(each for each in book.sheet_names if each != name))
    yield from _below_header(cells)


def _sheet(reading: Reading, book: Any) -> tuple[str, list[list[Any]]]:
    """The sheet that was asked for; else the first with anything below a header, those that are not hidden before."""
    names = [reading.sheet] if reading.sheet is not None else _in_order(book)
    read = ((name, _cells(reading, book, name)) for name in names)
    first = next(read)
    filled = (found for found in chain([first], read) if _filled(found[1]))
    chosen = next(filled, first)
    if reading.only_sheet:
        _no_other(reading, book, chosen[0], [name for name, _cells in filled])
    return chosen


def _no_other(reading: Reading, book: Any, chosen: str, others: list[str]) -> None:
    """Where nobody is shown which sheet was taken, none of two is taken by chance; raises BadInput."""
    if seen := [name for name in others if name in _in_sight(book)]:
        raise reading.refuse(
            f"more than one sheet has rows: {listed([chosen, *seen])}",
            remedy="Save the one that is meant as a file of its own",
        )


def _in_order(book: Any) -> list[str]:
    seen = _in_sight(book)
    return sorted(_tables(book), key=lambda name: name not in seen) or list(book.sheet_names)


def _tables(book: Any) -> list[str]:
    from python_calamine import SheetTypeEnum

    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


def _in_sight(book: Any) -> set[str]:
    from python_calamine import SheetVisibleEnum

    return {sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible}


def _cells(reading: Reading, book: Any, name: str) -> list[list[Any]]:
    def read() -> list[list[Any]]:
        cells: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return cells

    return _guard(reading, "spreadsheet", read)


def _filled(cells: list[list[Any]]) -> bool:
    return next(_below_header(cells), None) is not None


def parquet_rows(reading: Reading) -> Iterator[Row]:
    """Yield the records of a Parquet file batch by batch; raises BadInput where pyarrow is not installed."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise reading.refuse(
            "reading Parquet needs pyarrow, which is not installed",
            remedy="Install it with the extra `parquet`, or save the file as JSONL or CSV",
        ) from error
    file = _guard(reading, "Parquet", lambda: parquet.ParquetFile(reading.path))
    batches = _guard(reading, "Parquet", lambda: file.iter_batches(batch_size=BATCH_ROWS))
    before = 0
    while (batch := _guard(reading, "Parquet", lambda: next(batches, None))) is not None:
        for number, values in enumerate(batch.to_pylist(), before + 1):
            yield Row(number, values)
        before += batch.num_rows


def _below_header(cells: list[list[Any]]) -> Iterator[Row]:
    columns: list[str] | None = None
    for number, row in enumerate(cells, 1):
        filled = [cell not in ("", None) for cell in row]
        if not any(filled):
            continue
        if columns is None:
            columns = name_columns([text_of(cell) or "" for cell in row])
        else:
            yield Row(number, dict(zip(columns, row, strict=False)))


def _guard(reading: Reading, kind: str, action: Callable[[], T]) -> T:
    """Run a library's reader on a file that may be anything; whatever it raises becomes one BadInput."""
    try:
        return action()
    except BaseException as error:
        # A panic inside the Rust readers is no Exception; everything else that is none goes on its way.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        raise BadInput(f"this is not a readable {kind} file ({detail})", path=reading.path) from error
