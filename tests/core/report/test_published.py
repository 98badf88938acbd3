from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.ice.scores import IceRow
from core.report.published import beside, published
from core.report.tables import ScoreTables
from core.report.words import words
from core.rse.scores import RseRow

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "published" / "results.json"


def rse_row(model: str, prompt_set: str | None, overall: float) -> RseRow:
    return RseRow(model, "gpt-4o", "measured", prompt_set, 3.0, 3.0, 3.0, overall, None, None, 40, 0, 0)


def test_our_file_states_the_published_figures() -> None:
    if not DATA.is_file():
        pytest.skip(f"no {DATA}")
    data, paper = json.loads(DATA.read_text("utf-8")), published()
    assert {m: list(s) for m, s in paper.rse.items()} == data["rse"]["rows"]
    assert {m: list(s) for m, s in paper.ice.items()} == data["ice"]["rows"]
    assert dict(paper.base) == data["ice_base_vs_instruct"]["base"]
    assert dict(paper.instruct) == data["ice_base_vs_instruct"]["instruct"]


def test_a_published_mean_is_that_of_its_sets() -> None:
    for model, (*sets, mean) in published().rse.items():
        assert sum(sets) / 3 == pytest.approx(mean, abs=0.0011), model


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("glm-4-plus", "GLM4-Plus"),
        ("GPT-4o (2024-08-06)", "GPT4o-0806"),
        ("deepseek/DeepSeek-V3", "Deepseek-V3"),
        ("claude-3-5-sonnet-20241022", "Claude3.5-Sonnet"),
        ("meta-llama/Llama-3.1-70B-Instruct", "Llama3.1-70B-Instruct"),
        ("microsoft/phi-4", "Phi4"),
        ("Qwen2.5-72B-Instruct", "Qwen-72b-Instruct"),
        ("phi-4-mini", None),
        ("gpt-4", None),
        ("", None),
        ("汉字", None),
    ],
)
def test_models_are_known_by_their_other_names(name: str, model: str | None) -> None:
    assert published().model(name) == model


def test_own_scores_stand_under_the_published_row_of_the_same_set() -> None:
    rows = [rse_row("glm-4-plus", "arena-hard", 3.25), rse_row("glm-4-plus", "own", 2.0)]
    tables = ScoreTables("s", 1, "completed", rse=[*rows, rse_row("glm-4-plus", None, 2.625)])
    (made,) = beside(tables, words("en"))
    paper, own = made.rows
    assert paper[3:] == ("3.834", "4.125", "4.175", "4.045", "–")
    assert own[3:] == ("3.250", "–", "–", "2.625", "–")
    assert "Published" in paper[0]
    assert "arXiv" in made.note


def test_models_that_the_paper_lacks_make_no_table() -> None:
    row = IceRow("nobody", "rules", 10, 10, 0, 0.1, 0.1, 0.1, None, None, {}, {})
    tables = ScoreTables("s", 1, "completed", rse=[rse_row("nobody", None, 3.0)], ice=[row])
    assert beside(tables, words("en")) == []


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("Qwen/Qwen2.5-7B", "20.8"),
        ("qwen2.5-7b-base", "20.8"),
        ("Qwen2.5-7B-Instruct", "0.1"),
        ("Llama-3.1-8B-Instruct", "6.9"),
    ],
)
def test_base_and_instruct_models_stand_beside_their_own_kind(name: str, figure: str) -> None:
    row = IceRow(name, "rules", 10, 10, 0, 0.5, 0.4, 0.3, None, None, {}, {})
    (made,) = beside(ScoreTables("s", 1, "completed", ice=[row]), words("en"))
    assert [cells[2] for cells in made.rows] == [figure, "40.0"]
