"""Telling cases: the least similar is one, and no case is told twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from command import write_study
from engine import Engine

from core.report.cases import telling_cases
from core.report.tables import score_tables
from core.store.reader import Reader
from tests.loopback import LoopbackServer


def same(prompt: str) -> str:
    """One answer to everything."""
    return "One thing follows from another."


def test_a_model_of_identical_responses_has_no_least_similar_one(tmp_path: Path) -> None:
    with LoopbackServer(same) as server, Engine() as engine:
        served: dict[str, Any] = {"provider": "openai-compatible", "base_url": server.base_url}
        models: list[dict[str, Any]] = [
            {"name": "ref", "role": "reference", **served},
            {"name": "twin", "role": "test", **served, "model": "twin"},
            {"name": "other", "role": "test", "provider": "simulated", "closeness": 0.2},
        ]
        study = write_study(
            tmp_path / "s.toml", models, study={"metrics": ["rse"]},
            prompt_set=[{"name": "reasoning", "bundled": "reasoning", "sample": 8}], rse={"judges": ["measured"]},
        )  # fmt: skip
        assert engine.run(study, tmp_path / "w").status == "completed"
    reader = Reader(tmp_path / "w")
    cases = telling_cases(reader, 1, reader.study(1), score_tables(reader, 1))
    reader.close()
    assert [case.why for case in cases if case.detail.row.model == "twin"] == ["highest"]
    assert "lowest" in {case.why for case in cases if case.detail.row.model == "other"}
