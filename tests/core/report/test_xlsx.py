from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from core.errors import BadInput
from core.ice import templates
from core.report import csv_text, exports, xlsx
from core.report.found_templates import found_templates
from core.report.tables import as_json, score_tables
from core.store.reader import Reader


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(any_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    exports.write_scores(any_reader, 1, out)
    with zipfile.ZipFile(out) as parts:
        names = parts.namelist()
        sheets = [parts.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert not [name for name in names if "externalLink" in name or name.startswith("xl/worksheets/_rels")]


def test_a_workbook_has_the_figures_of_the_data_as_numbers(any_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    exports.write_scores(any_reader, 1, out)
    data, book = as_json(score_tables(any_reader, 1)), CalamineWorkbook.from_path(str(out))
    for sheet, key, names in (
        ("RSE", "rse", ("overall", "low", "n")),
        ("ICE", "ice", ("loose", "hard", "asked")),
    ):
        if not data[key]:
            assert sheet not in book.sheet_names
            continue
        head, *rows = book.get_sheet_by_name(sheet).to_python()
        for row, wanted in zip(rows, data[key], strict=True):
            found = dict(zip(head, row, strict=True))
            for name in names:
                assert found[name] == ("" if wanted[name] is None else pytest.approx(wanted[name]))


def test_a_workbook_holds_every_judgment(any_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    xlsx.write(any_reader, score_tables(any_reader, 1), out)
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Judgments").to_python()
    assert len(rows) - 1 == any_reader.run(1).judgments


def test_no_cell_of_a_csv_begins_like_a_formula(any_reader: Reader, tmp_path: Path) -> None:
    for write in (exports.write_scores, exports.write_judgments):
        out = tmp_path / "x.csv"
        write(any_reader, 1, out)
        with out.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_numbers_below_zero_stay_numbers() -> None:
    out = io.StringIO()
    csv_text.write([{"a": -1.5, "b": "-1.5"}], ("a", "b"), out)
    assert out.getvalue().splitlines()[1] == "-1.5,'-1.5"


@pytest.mark.parametrize("ending", ["json", "md", "tex", "txt", "csv", "xlsx"])
def test_scores_are_written_in_every_form(any_reader: Reader, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"scores.{ending}"
    exports.write_scores(any_reader, 1, out, "zh")
    assert out.stat().st_size > 200
    if ending == "json":
        assert json.loads(out.read_text("utf-8"))["run"] == 1


def test_judgments_of_a_broken_reply_can_be_written(ice_reader: Reader, tmp_path: Path) -> None:
    for ending in ("json", "jsonl"):
        exports.write_judgments(ice_reader, 1, tmp_path / f"j.{ending}")
    lines = (tmp_path / "j.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads((tmp_path / "j.json").read_text("utf-8"))
    assert len(lines) == ice_reader.run(1).judgments


def test_an_unknown_ending_and_a_missing_folder_are_named(rse_reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx"):
        exports.write_scores(rse_reader, 1, tmp_path / "x.doc")
    for ending in ("xlsx", "md", "csv"):
        with pytest.raises(BadInput, match="cannot be written"):
            exports.write_scores(rse_reader, 1, tmp_path / "no" / f"x.{ending}")


def test_templates_of_a_run_can_be_read_again(ice_reader: Reader, tmp_path: Path) -> None:
    found = found_templates(ice_reader, 1)
    templates.write(found, tmp_path / "t.jsonl")
    again = templates.read(tmp_path / "t.jsonl")
    assert [t.text for t in again] == [t.text for t in found]
    assert all(t.text.count(templates.PLACEHOLDER) == 1 for t in found)


def test_a_run_without_templates_and_an_unknown_model_are_refused(
    rse_reader: Reader, ice_reader: Reader
) -> None:
    with pytest.raises(BadInput, match="template"):
        found_templates(rse_reader, 1)
    with pytest.raises(BadInput, match="no model"):
        found_templates(ice_reader, 1, "nobody")
