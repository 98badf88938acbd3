"""Every table is the same to the last digit wherever it stands: CSV files, workbook, report, Markdown, terminal.

The figures of the CSV files are unrounded; rounded again, they must give every cell of the other forms.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from every_table import Row

from core.report.grids import Grid, score_grids
from core.report.tables import ScoreTables
from core.report.text import interval, number, p_value, percent, percents, signed
from core.report.words import words


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
    "ice_agreement": ("ice_agreement", "* raters * kappa:3 exact:% n:n"),
    "labels": ("labels", "author * labels:n compared:n"),
    "orders": ("order_effects", "judge difference:+ low/high:- n_ab/n_ba:sum"),
    "corrected": ("corrected", f"{PAIR} score:3 low/high:- labelled:n"),
    "corrected_together": ("corrected_together", "judge score:3 low/high:- labelled:n"),
    "length_matched": ("length_matched", f"{PAIR} * {SCORES}"),
    "distribution": ("distributions", f"{PAIR} 1:n 2:n 3:n 4:n 5:n"),
    "extremes": ("extremes", f"{PAIR} prompt_set number:n * * overall:3"),
    "confounds": ("confounds", CONFOUNDS),
    "kinship": ("kinship", "model reference * released:text reference_released:text"),
    "paper-rse": ("published_rse", "model ArenaHard:3 Numina:3 ShareGPT:3 mean:3"),
    "paper-ice": ("published_ice", "model loose:% strict:% hard:%"),
}  # fmt: skip


AGREEMENT, FEWEST = ("agreement", "ice_agreement"), 10


def withheld(key: str, row: Row, expected: list[str]) -> list[str]:
    """The cells as people see them: agreement over few responses is no figure there."""
    if key not in AGREEMENT or int(row["n"]) >= FEWEST:
        return expected
    return [*expected[:3], "too few to say", *["–"] * (len(expected) - 5), expected[-1]]


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
        assert list(shown[: len(forms)]) == withheld(key, row, expected)


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
