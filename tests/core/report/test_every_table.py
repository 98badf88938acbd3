"""Every table is the same to the last digit wherever it stands: CSV files, workbook, report, Markdown, terminal.

The figures of the CSV files are unrounded; rounded again, they must give every cell of the other forms.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import distilscope, write_study
from engine import Engine
from pages import Tables
from python_calamine import CalamineWorkbook

from core.report import csv_text, exports
from core.report.analysis import Analysis, analyse
from core.report.deeper import every_grid
from core.report.flat import Flat
from core.report.flat_deeper import all_tables
from core.report.grids import Grid, plain, score_grids
from core.report.html import page
from core.report.published import paper_grids
from core.report.report_data import gather
from core.report.tables import ScoreTables, score_tables
from core.report.text import interval, number, p_value, percent, percents, signed
from core.report.words import words
from core.rse.labels import Corrected
from core.rse.scores import Pairing
from core.store.reader import Reader
from tests.loopback import LoopbackServer

Row = dict[str, str]


def verdict(prompt: str) -> str:
    """A judge whose scores differ, and with the repeat too."""
    score = 1 + sum(map(ord, prompt[-400:])) % 5
    return json.dumps(
        {"explanation": "so", **dict.fromkeys(("style", "structure", "content", "overall"), score)}
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A run that has every table but those of labels: two references, a control, a ceiling, two judges, repeats."""
    folder: Path = tmp_path_factory.mktemp("every")
    with LoopbackServer(verdict) as server, Engine() as engine:
        served = {"provider": "openai-compatible", "base_url": server.base_url, "vendor": "openai"}
        models: list[dict[str, Any]] = [
            {
                "name": "ref",
                "role": "reference",
                "provider": "simulated",
                "vendor": "openai",
                "closeness": 1.0,
            },
            {"name": "other", "role": "reference", "provider": "simulated", "closeness": 0.3},
            {
                "name": "near",
                "role": "test",
                "provider": "simulated",
                "closeness": 0.8,
                "leak": 0.6,
                "facts": "meta",
                "ancestors": ["ref"],
                "released": "2024-02",
            },
            {
                "name": "=far",
                "role": "test",
                "provider": "simulated",
                "closeness": 0.1,
                "leak": 0.2,
                "facts": "google",
            },
            {
                "name": "unrelated",
                "role": "control",
                "provider": "simulated",
                "closeness": 0.0,
                "facts": "xai",
            },
            {"name": "relative", "role": "judge", **served},
        ]
        study = write_study(
            folder / "s.toml", models, study={"metrics": ["rse", "ice"]},
            prompt_set=[{"name": name, "bundled": name, "sample": 20} for name in ("reasoning", "math")],
            rse={"judges": ["measured", "relative"], "repeats": 2, "ceiling": True},
            ice={"mode": "paired", "queries": 60, "questions_per_template": 3, "placebo": True},
        )  # fmt: skip
        assert engine.run(study, folder / "w").status == "completed"
    made = Reader(folder / "w")
    yield made
    made.close()


@pytest.fixture(scope="module")
def analysis(reader: Reader) -> Analysis:
    """With a score that a hundred labels corrected, which nobody gave here."""
    labelled = {Pairing("near", "ref", "measured"): Corrected(3.14159, 2.71828, 3.5, 0.25, 480, 100)}
    return replace(analyse(reader, 1), corrected=labelled)


@pytest.fixture(scope="module")
def tables(reader: Reader) -> ScoreTables:
    return score_tables(reader, 1)


@pytest.fixture(scope="module")
def flat(tables: ScoreTables, analysis: Analysis) -> dict[str, Flat]:
    return {each.name: each for each in all_tables(tables, analysis)}


@pytest.fixture(scope="module")
def grids(tables: ScoreTables, analysis: Analysis) -> dict[str, Grid]:
    said = words("en")
    return {
        each.key: each
        for each in (*score_grids(tables, said), *paper_grids(tables, said), *every_grid(analysis, said))
    }


@pytest.fixture(scope="module")
def files(flat: dict[str, Flat], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """The CSV files as somebody else reads them."""
    out = tmp_path_factory.mktemp("zip") / "t.zip"
    csv_text.write_all(flat.values(), out)
    return read_zip(out)


def read_zip(path: Path) -> dict[str, list[Row]]:
    with zipfile.ZipFile(path) as archive:
        texts = {Path(name).stem: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def cell(row: Row, form: str) -> str:
    """A cell out of the figures of a CSV row; the form is that of the tables below."""
    name, _, how = form.partition(":")
    if not how:
        return row[name].removeprefix("'")
    values = (
        [] if how == "text" else [float(row[part]) if row.get(part) else None for part in name.split("/")]
    )
    if how.isdigit():
        return number(values[0], int(how))
    show: dict[str, Callable[[], str]] = {
        "text": lambda: row[name] or "–",
        "%": lambda: percent(values[0]),
        "+": lambda: signed(values[0]),
        "+2": lambda: signed(values[0], 2),
        "+%": lambda: signed(None if values[0] is None else 100 * values[0], 1),
        "p": lambda: p_value(values[0]),
        "n": lambda: f"{int(row[name]):,}",
        "-": lambda: interval(values[0], values[1]),
        "-%": lambda: percents(values[0], values[1]),
        "both%": lambda: " / ".join(map(percent, values)),
        "sum": lambda: f"{sum(int(v or 0) for v in values):,}",
    }
    return show[how]()


SCORES = "style:3 structure:3 content:3 overall:3 low/high:- n:n"
PAIR = "model reference judge"
SHARES = (
    "loose:% low/high:-% strict:% hard:% hard_unnamed:% answered:n asked:n no_answer:n unscored:n templates:n"
)
CONFOUNDS = (
    "model reference length_ratio:2 same_language:% identical:% "
    "test_answers_markdown/reference_answers_markdown:both% "
    "test_answers_refusals/reference_answers_refusals:both% * * n:n"
)
# Key of a table of cells: the CSV file, and how each column follows from it; "*" for one that is held elsewhere.
FORMS = {
    "rse": ("rse", f"{PAIR} * {SCORES}"),
    "ceiling": ("ceiling", f"{PAIR} * {SCORES}"),
    "rankings": ("nearest", "model judge * place:n reference affinity:+2 stability:2 p:p n:n"),
    "ice": ("ice", f"model judge {SHARES} lineages:n"),
    "placebo": ("placebo", f"model judge {SHARES} lineages:n"),
    "ice_counts": ("ice", "model judge unnamed:n effective:1"),
    "placebo_counts": ("placebo", "model judge unnamed:n effective:1"),
    "places": ("places", f"{PAIR} place:2 low/high:- score:3 floor:3 ceiling:3 n:n"),
    "comparisons": ("comparisons", "first second reference judge difference:+ low/high:- p_holm:p n:n"),
    "ice_comparisons": ("ice_comparisons", "first second judge difference:+% p_holm:p templates:n"),
    "agreement": ("agreement", "* raters * alpha:3 low/high:- spearman:3 exact:% within_one:% n:n"),
    "orders": ("order_effects", "judge difference:+ low/high:- n_ab/n_ba:sum"),
    "corrected": ("corrected", f"{PAIR} score:3 low/high:- labelled:n"),
    "length_matched": ("length_matched", f"{PAIR} * {SCORES}"),
    "distribution": ("distributions", f"{PAIR} 1:n 2:n 3:n 4:n 5:n"),
    "extremes": ("extremes", f"{PAIR} prompt_set number:n * * overall:3"),
    "confounds": ("confounds", CONFOUNDS),
    "kinship": ("kinship", "model reference * released:text reference_released:text"),
    "paper-rse": ("published_rse", "model ArenaHard:3 Numina:3 ShareGPT:3 mean:3"),
    "paper-ice": ("published_ice", "model loose:% strict:% hard:%"),
}  # fmt: skip


def rows_of(key: str, files: dict[str, list[Row]]) -> list[Row]:
    rows = files[FORMS[key][0]]
    if key == "kinship":
        return [row for row in rows if row["relation"] or row["released"] or row["reference_released"]]
    if key == "confounds":  # the judge has no part in it
        first: dict[tuple[str, str], Row] = {}
        for row in rows:
            first.setdefault((row["model"], row["reference"]), row)
        return list(first.values())
    return rows


@pytest.mark.parametrize("key", FORMS)
def test_cells_are_the_figures_of_the_csv_rounded(
    key: str, files: dict[str, list[Row]], grids: dict[str, Grid]
) -> None:
    forms, rows = FORMS[key][1].split(), rows_of(key, files)
    assert len(grids[key].rows) == len(rows) > 0
    for shown, row in zip(grids[key].rows, rows, strict=True):
        expected = [got if form == "*" else cell(row, form) for got, form in zip(shown, forms, strict=False)]
        assert list(shown[: len(forms)]) == expected


def test_grouped_shares_are_the_counts_of_the_csv(
    files: dict[str, list[Row]], grids: dict[str, Grid]
) -> None:
    assert "of the group" in grids["ice-groups"].note
    for shown, row in zip(grids["ice-groups"].rows, files["groups"], strict=True):
        answered = int(row["answered"])
        for got, name in zip(shown[4:], ("loose", "strict", "hard"), strict=True):
            hits = int(row[name])
            assert got == (f"{percent(hits / answered)} ({hits}/{answered})" if answered else "–")


def test_the_paper_s_table_has_the_scores_of_the_csv(
    tables: ScoreTables, files: dict[str, list[Row]]
) -> None:
    scores = {(r["model"], r["reference"], r["judge"], r["prompt_set"]): r["overall"] for r in files["rse"]}
    seen = 0
    for grid in score_grids(tables, words("en")):
        if grid.key == "rse-sets":
            own = next((r, j) for _, r, j, _ in scores if r in grid.title and j in grid.title)
            for model, *shown in grid.rows:
                kept = model if not model.startswith("=") else f"'{model}"
                assert shown[:3] == [
                    number(float(scores[kept, *own, name])) for name in ("reasoning", "math", "")
                ]
                seen += 3
    assert seen == len(scores)


def test_no_table_of_cells_is_left_out_here(grids: dict[str, Grid]) -> None:
    elsewhere = {
        "rse-sets",
        "nearest",
        "ice-topics",
        "ice-groups",
        "ice-outcomes",
        "claims",
        "claims_in_conflict",
        "models",
    }
    assert set(grids) == {*FORMS, *elsewhere}


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
