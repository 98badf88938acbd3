"""Tables out of spreadsheets and Parquet files: which sheet, which rows, and what is missing to read them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import xlsxwriter

from core.errors import BadInput
from core.tables import Reading, read_rows, stream_rows


def spreadsheet(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("first"), book.add_worksheet("second")
        for row, cells in enumerate([["prompt", "n"], ["问题一", 3], [None, None], ["two", 2.5]], start=1):
            first.write_row(row, 0, cells)
        second.write_row(0, 0, ["x"])
        second.write_row(1, 0, ["y"])
    return path


def test_a_spreadsheet_gives_the_named_sheet(tmp_path):
    path = spreadsheet(tmp_path / "a.xlsx")
    table = read_rows(path, sheet="first")
    assert table.rows == [{"prompt": "问题一", "n": 3.0}, {"prompt": "two", "n": 2.5}]
    assert table.lines == [3, 5]
    assert read_rows(path, sheet="second").rows == [{"x": "y"}]
    with pytest.raises(BadInput, match="first, second"):
        read_rows(path, sheet="third")


def test_the_first_sheet_in_sight_with_anything_in_it_is_read_and_the_others_are_named(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheets = {name: book.add_worksheet(name) for name in ("hidden", "cover", "prompts", "more")}
        for name in ("hidden", "prompts", "more"):
            sheets[name].write_column(0, 0, ["prompt", f"one of {name}"])
        sheets["cover"].activate()
        sheets["hidden"].hide()
        book.add_chartsheet("chart")
    reading = Reading(tmp_path / "a.xlsx")
    assert [row.values for row in stream_rows(reading)] == [{"prompt": "one of prompts"}]
    assert reading.sheets == ("prompts", "hidden", "cover", "more", "chart")


def test_where_nobody_sees_which_sheet_is_read_none_of_two_is_taken_by_chance(tmp_path):
    with pytest.raises(BadInput, match="more than one sheet has rows: first, second"):
        read_rows(spreadsheet(tmp_path / "a.xlsx"))
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        names = ("old", "answers", "headed", "empty")
        for name, cells in zip(names, (["x", "1"], ["x", "2"], ["x"], []), strict=True):
            book.add_worksheet(name).write_column(0, 0, cells)
        book.get_worksheet_by_name("answers").activate()
        book.get_worksheet_by_name("old").hide()
    assert read_rows(tmp_path / "b.xlsx").rows == [{"x": "2"}]


def test_a_spreadsheet_of_another_name_is_known_by_its_content(tmp_path):
    path = spreadsheet(tmp_path / "a.xlsx")
    path = path.rename(tmp_path / "a.csv")
    assert read_rows(path, sheet="first").kind == "spreadsheet"


def test_parquet_is_read_in_batches(tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="Parquet needs the extra of that name")
    from pyarrow import parquet

    rows = [{"prompt": f"问题 {number}", "n": number} for number in range(2500)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    table = read_rows(tmp_path / "a.parquet")
    assert table.rows == rows
    assert table.lines[-1] == 2500


def test_parquet_without_its_library_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadInput, match="extra `parquet`"):
        read_rows(tmp_path / "a.parquet")
