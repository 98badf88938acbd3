"""A run that was stopped before anything was judged has results: empty ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import distilscope, write_study
from engine import Engine

MODELS = [
    {"name": "ref", "role": "reference", "provider": "simulated"},
    {"name": "one", "role": "test", "provider": "simulated"},
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("nothing")
    with Engine() as engine:
        study = write_study(folder / "s.toml", MODELS, prompts=["Why?"])
        assert engine.run(study, folder / "w", max_calls=0).status == "paused"
    return folder / "w"


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex"])
def test_it_is_shown_in_every_form(workspace: Path, form: str) -> None:
    ended = distilscope("results", "--workspace", workspace, "--format", form)
    assert (ended.status, ended.err) == (0, "")
    if form == "json":
        data = json.loads(ended.out)
        assert (data["status"], data["rse"]) == ("paused", [])


@pytest.mark.parametrize("ending", ["xlsx", "zip", "txt"])
def test_it_is_exported(workspace: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"t.{ending}"
    ended = distilscope("export", "--workspace", workspace, "--out", out)
    assert ended.status == 0, ended.err
    assert out.stat().st_size
