"""Spreadsheets that are small on disk and would not fit into memory."""

import zipfile

import pytest
import xlsxwriter

from core.errors import BadInput
from core.tables import read_rows


def book(path, *cells):
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for row, column, value in ((0, 0, "prompt"), (1, 0, "one"), *cells):
            sheet.write(row, column, value)
    return path


def rewritten(path, part, change):
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, change(data) if name == part else data)
    return path


def test_a_stray_cell_at_the_end_of_a_sheet_is_refused_before_it_fills_the_memory(tmp_path):
    path = book(tmp_path / "a.xlsx", (1_048_575, 16_383, "far"))
    with pytest.raises(BadInput, match="row 1048576 and column 16384") as caught:
        read_rows(path)
    assert "CSV" in str(caught.value)


def test_a_long_sheet_and_a_wide_one_are_read(tmp_path):
    assert len(read_rows(book(tmp_path / "long.xlsx", (99_999, 3, "x"))).rows) == 2
    assert len(read_rows(book(tmp_path / "wide.xlsx", (0, 16_000, "x"))).rows) == 1


def test_a_file_that_unpacks_to_more_than_memory_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("core.spreadsheet_size.MOST_BYTES", 100_000)
    path = book(tmp_path / "a.xlsx")
    assert len(read_rows(path).rows) == 1
    rewritten(path, "xl/worksheets/sheet1.xml", lambda data: data + b" " * 200_000)
    assert path.stat().st_size < 20_000
    with pytest.raises(BadInput, match="more than 1 GB"):
        read_rows(path)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    path = rewritten(book(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", lambda data: data + b" " * 50_000)
    with zipfile.ZipFile(path) as made:
        size = made.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (size - 40_000).to_bytes(4, "little")))
    with pytest.raises(BadInput, match="not a readable spreadsheet"):
        read_rows(path)
