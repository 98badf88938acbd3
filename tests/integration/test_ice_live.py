"""Identity questions put to a real local model from the command line, with the built-in mutator and judge."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from command import distilscope, write_study

from core.errors import CallFailed
from core.llm import weights
from core.report import search_tree
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

QUERIES = 12


def installed() -> bool:
    try:
        weights.builtin_file("smollm2")
    except CallFailed:
        return False
    return importlib.util.find_spec("xllamacpp") is not None


@pytest.mark.slow
@pytest.mark.local_model
@pytest.mark.skipif(not installed(), reason="xllamacpp and its weights are not installed")
def test_a_search_on_a_real_model_can_be_followed_to_each_reason(tmp_path: Path) -> None:
    model = {
        "name": "SmolLM2", "role": "test", "provider": "local", "builtin": "smollm2", "facts": "huggingface",
        "params": {"temperature": 0.0, "max_tokens": 24},
    }  # fmt: skip
    ice = {"mode": "fuzz", "queries": QUERIES, "questions_per_template": 3, "languages": ["en"]}
    study = write_study(tmp_path / "s.toml", [model], study={"metrics": ["ice"]}, ice=ice)
    workspace = tmp_path / "w.distilscope"
    ended = distilscope("run", study, "--workspace", workspace)
    assert ended.status == 0, ended.err
    [row] = distilscope("results", "--workspace", workspace, "--format", "json").data["ice"]
    assert row["asked"] == row["answered"] + row.get("no_answer", 0) + row["unscored"] == QUERIES
    check_inspectable(workspace, row["loose"] * row["answered"])


def check_inspectable(workspace: Path, contradictions: float) -> None:
    """Tree, claims and reasons are there, and agree with the scores."""
    reader = Reader(workspace)
    try:
        tree = search_tree.of_model(reader, 1, "SmolLM2")
        assert tree.replayed
        assert sum(node.asked for node in tree.rows) == QUERIES
        assert sum(node.contradictions for node in tree.rows) == pytest.approx(contradictions)
        grown = next(node for node in tree.rows if node.asked)
        assert grown.operator != "seed"
        wanted = JudgmentFilter(1, "ice", "SmolLM2", template=grown.template.id)
        under = judgments.ids(reader, wanted)
        assert len(under) == grown.asked
        for each in under:
            detail = judgments.detail(reader, each)
            assert detail.rationale
            assert detail.prompt == (grown.template.text.replace("{query}", detail.question),)
    finally:
        reader.close()
