"""A file of responses whose model is called like it: its prompts get a name of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.engine.import_responses import Responses


@pytest.mark.parametrize(
    ("model", "given", "name"),
    [("answers", None, "answers (prompts)"), ("mine", None, "answers"), ("answers", "answers", "answers")],
)
def test_the_prompts_are_not_called_like_the_model(
    tmp_path: Path, model: str, given: str | None, name: str
) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"prompt": "p", "response": "r"}) + "\n", encoding="utf-8")
    assert Responses.read(path, model, given).prompt_set == name
