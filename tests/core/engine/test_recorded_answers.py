"""Which recorded models have answers to the prompts of a study, before it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import distilscope

from core import study_file
from core.engine.estimate import estimate
from core.study import ModelSpec, PromptSetSpec, Study

PROMPTS = ["Why is the sky blue?", "Who are you?", "How far is the moon?"]


def study(folder: Path, answered: list[str]) -> Study:
    (folder / "p.txt").write_text("\n".join(PROMPTS), encoding="utf-8")
    rows = (json.dumps({"prompt": prompt, "response": "So."}) for prompt in answered)
    (folder / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    models = (
        ModelSpec("Ref", "reference", "simulated", closeness=1.0),
        ModelSpec("Found", "test", "recorded", path="a.jsonl"),
    )
    return Study("s", models=models, prompt_sets=(PromptSetSpec("p", path="p.txt"),), base_dir=folder)


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        (["Something else?"], [("Found", 0, 3)]),
        (["Something else?", *PROMPTS[:2]], [("Found", 2, 3)]),
        (["Something else?", *PROMPTS], []),
    ],
)
def test_a_recorded_model_whose_answers_leave_prompts_out_is_named(
    tmp_path: Path, answered: list[str], found: list[tuple[str, int, int]]
) -> None:
    told = estimate(study(tmp_path, answered)).unanswered
    assert [(each.name, each.answered, each.prompts) for each in told] == found


def test_a_later_turn_without_an_answer_counts_as_none(tmp_path: Path) -> None:
    made = study(tmp_path, PROMPTS)
    (tmp_path / "two.jsonl").write_text(json.dumps({"turns": [PROMPTS[0], "And why?"]}), encoding="utf-8")
    turns = (PromptSetSpec("two", path="two.jsonl"),)
    two = Study("s", models=made.models, prompt_sets=turns, base_dir=tmp_path)
    [told] = estimate(two).unanswered
    assert (told.answered, told.prompts) == (0, 1)


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (["Something else?"], "Warning: The answers of Found belong to other prompts: none of the 3"),
        (PROMPTS[:2], "Warning: Found has recorded answers to 2 of the 3 prompts."),
    ],
)
def test_the_terminal_warns_of_it(tmp_path: Path, answered: list[str], said: str) -> None:
    file = tmp_path / "s.toml"
    file.write_text(study_file.dumps(study(tmp_path, answered)), encoding="utf-8")
    ended = distilscope("estimate", file)
    assert ended.status == 0
    assert said in ended.err
