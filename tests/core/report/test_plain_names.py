"""People read plain names of the built-in judges; files that programs read keep the ids."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from core.ice.scores import IceRow
from core.report import csv_text, markup
from core.report.grids import grid, plain, rater_names, score_grids
from core.report.tables import ScoreTables, as_json
from core.report.text import as_text
from core.report.words import words
from core.rse.scores import RseRow
from core.wording import Language, judge_name, judge_subject, share

RSE = RseRow("m", "r", "measured", None, 3.0, 3.0, 3.0, 3.0, None, None, 4, 0, 0)
ICE = IceRow("m", "rules", 4, 4, 0, 0.25, 0.0, 0.0, None, None, {}, {})
TABLES = ScoreTables("study", 1, "completed", [RSE], [ICE])


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Measured judge (built in)"), ("zh", "测量评判者（内置）")]
)
def test_tables_for_people_have_plain_names(language: Language, name: str) -> None:
    said = words(language)
    shown = [plain(each, said) for each in score_grids(TABLES, said)]
    cells = {cell for each in shown for row in each.rows for cell in row}
    assert name in cells
    assert not {"measured", "rules"} & cells
    assert judge_subject("measured", language) in shown[0].title


def test_markdown_and_latex_are_for_people_too() -> None:
    for text in (markup.markdown(TABLES), markup.latex(TABLES)):
        assert "Measured judge" in text
        assert "Rules judge" in text


def test_files_and_the_terminal_keep_the_ids() -> None:
    out = io.StringIO()
    csv_text.write_scores(TABLES, out)
    assert [row["judge"] for row in csv.DictReader(io.StringIO(out.getvalue()))] == ["measured", "rules"]
    data = json.loads(json.dumps(as_json(TABLES)))
    assert (data["rse"][0]["judge"], data["ice"][0]["judge"]) == ("measured", "rules")
    assert "measured" in as_text(TABLES)
    assert "built in" not in as_text(TABLES)


def test_a_model_that_judges_keeps_its_name_and_so_do_pairs() -> None:
    said = words("en")
    asked, names = [said("column.raters"), "x"], [("gpt-4o", "measured"), ("a / measured", "rules")]
    made = grid("agreement", "", asked, [[rater_names(each), "measured"] for each in names])
    assert plain(replace(made, raters=tuple(names)), said).rows == (
        ("gpt-4o / Measured judge (built in)", "measured"),
        ("“a / measured” / Rules judge (built in)", "measured"),  # a stroke within a name parts nothing
    )
    assert judge_name("gpt-4o", "zh") == "gpt-4o"
    assert judge_subject("gpt-4o") == "the judge gpt-4o"


@pytest.mark.parametrize(("value", "text"), [(0.421, "42 %"), (-0.001, "0 %"), (1.0, "100 %")])
def test_shares_are_whole_per_cent(value: float, text: str) -> None:
    assert share(value) == text
    assert share(value, "zh") == text.replace(" ", "")
