"""Every table of a run is whole in each form: workbook, report, Markdown, LaTeX, text, terminal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from command import distilscope
from every_table import Row, read_zip
from pages import Tables
from python_calamine import CalamineWorkbook

from core.report import csv_text, exports
from core.report.analysis import Analysis, analyse
from core.report.deeper import every_grid
from core.report.flat import Flat
from core.report.flat_deeper import all_tables
from core.report.grids import plain, score_grids
from core.report.html import page
from core.report.published import paper_grids
from core.report.report_data import gather
from core.report.tables import ScoreTables, score_tables
from core.report.words import words
from core.store.reader import Reader


def test_a_workbook_has_a_sheet_of_every_table_with_the_same_figures(reader: Reader, tmp_path: Path) -> None:
    exports.write_scores(reader, 1, tmp_path / "t.xlsx")
    exports.write_scores(reader, 1, tmp_path / "t.zip")
    book, csvs = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")), read_zip(tmp_path / "t.zip")
    every = [each for each in all_tables(score_tables(reader, 1), analyse(reader, 1)) if each.rows]
    assert book.sheet_names == ["About", *(each.title for each in every), "Judgments"]
    assert set(csvs) == {each.name for each in every}
    for each in every:
        head, *rows = book.get_sheet_by_name(each.title).to_python()
        assert head == list(each.columns) == list(csvs[each.name][0])
        for cells, row in zip(rows, csvs[each.name], strict=True):
            for got, (name, form) in zip(cells, each.columns.items(), strict=True):
                wanted = row[name]
                if form and wanted:
                    assert got == pytest.approx(float(wanted), rel=1e-12, abs=1e-15), (each.name, name)
                elif not isinstance(got, bool):
                    assert str(got) == wanted.removeprefix("'") or got == ""


def test_the_report_holds_every_table_whole(
    reader: Reader, tables: ScoreTables, monkeypatch: pytest.MonkeyPatch, analysis: Analysis
) -> None:
    monkeypatch.setattr("core.report.report_data.analyse", lambda _reader, _run: analysis)
    found = Tables(page(gather(reader, 1, now=0.0))).found
    said = words("en")
    for grid in (*score_grids(tables, said), *paper_grids(tables, said), *every_grid(analysis, said)):
        assert found[grid.title] == [grid.head, *plain(grid, said).rows], grid.key


def test_markdown_latex_and_text_hold_them_too(reader: Reader, tmp_path: Path) -> None:
    titles = [each.title for each in every_grid(analyse(reader, 1), words("en"))]
    assert len(titles) > 8
    for ending in ("md", "tex", "txt"):
        exports.write_scores(reader, 1, tmp_path / f"t.{ending}")
        text = (tmp_path / f"t.{ending}").read_text("utf-8")
        assert [title for title in titles if title not in text] == [], ending


def test_every_row_of_a_relative_says_so(files: dict[str, list[Row]], flat: dict[str, Flat]) -> None:
    said = "The judge relative and the reference ref share a maker (openai): judges tend to favour their relatives."
    for name in (
        "rse",
        "ceiling",
        "nearest",
        "places",
        "comparisons",
        "corrected",
        "length_matched",
        "extremes",
    ):
        for row in files[name]:
            related = row["judge"] == "relative" and row["reference"] == "ref"
            assert row.get("warning", "") == (said if related else ""), name
    assert [row["warning"] for row in files["warnings"]] == [said]
    assert files["reading"][0]["reading"].startswith("The measured judge (built in)")
    out = io.StringIO()
    csv_text.write_table(flat["distributions"], out)
    assert said in out.getvalue()


def test_one_table_is_printed_by_name(reader: Reader, files: dict[str, list[Row]]) -> None:
    ended = distilscope("results", "--workspace", reader.path, "--format", "csv", "--table", "extremes")
    assert list(csv.DictReader(io.StringIO(ended.out))) == files["extremes"]
    for line, said in (
        (("--table", "extrems", "--format", "csv"), "extremes"),
        (("--table", "places"), "--format csv"),
    ):
        refused = distilscope("results", "--workspace", reader.path, *line)
        assert refused.status == 2
        assert said in refused.err
        assert refused.err.count("\n") == 1


def test_the_terminal_prints_every_table_and_each_warning_once(reader: Reader) -> None:
    printed = distilscope("results", "--workspace", reader.path).out
    assert all(each.title in printed for each in every_grid(analyse(reader, 1), words("en")))
    assert printed.count("share a maker (openai)") == 1
