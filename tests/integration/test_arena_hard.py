"""The main job on real material: 500 prompts, two recorded models, the measured judge."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from command import PROJECT, distilscope, write_study

DATA = PROJECT.parent / "shared" / "data" / "arena-hard"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there")
REFERENCE, TEST = "gpt-4-0314", "gpt-3.5-turbo-0125"


def answers(name: str) -> list[dict[str, Any]]:
    text = (DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def answers_to_other_prompts(path: Path) -> Path:
    """The test model's answers, each under the prompt of another."""
    found = answers(TEST)
    order = list(range(len(found)))
    random.Random(7).shuffle(order)
    moved = [found[other]["messages"][-1] for other in order[1:] + order[:1]]
    mixed = dict(zip(order, moved, strict=True))
    lines = [
        json.dumps(row | {"messages": [*row["messages"][:-1], mixed[at]]}) for at, row in enumerate(found)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def recorded(name: str, role: str, path: Path) -> dict[str, Any]:
    return {"name": name, "role": role, "provider": "recorded", "path": str(path)}


@pytest.mark.slow
def test_five_hundred_pairs_and_their_bounds(tmp_path: Path) -> None:
    models = [
        recorded("reference", "reference", DATA / f"{REFERENCE}.jsonl"),
        recorded("true", "test", DATA / f"{TEST}.jsonl"),
        recorded("itself", "test", DATA / f"{REFERENCE}.jsonl"),
        recorded("shuffled", "test", answers_to_other_prompts(tmp_path / "shuffled.jsonl")),
    ]
    prompts = [{"name": "ArenaHard", "path": str(DATA / "question.jsonl")}]
    study = write_study(tmp_path / "s.toml", models, prompt_set=prompts)
    ended = distilscope("run", study, "--workspace", tmp_path / "w")
    assert ended.status == 0, ended.err
    found = distilscope("results", "--workspace", tmp_path / "w", "--format", "json").data["rse"]
    means = {row["model"]: row for row in found if row["prompt_set"] == "ArenaHard"}
    assert {(row["n"], row["unscored"], row["no_answer"]) for row in means.values()} == {(500, 0, 0)}
    assert means["itself"]["overall"] == 5.0
    assert means["itself"]["style"] == means["itself"]["structure"] == means["itself"]["content"] == 5.0
    assert means["shuffled"]["high"] + 0.5 < means["true"]["low"]
    judgments = distilscope(
        "judgments", "--workspace", tmp_path / "w", "--format", "json", "--model", "true"
    ).data
    assert len(judgments) == 500
    for judgment in judgments:
        assert all(
            1 <= judgment["scores"][name] <= 5 for name in ("style", "structure", "content", "overall")
        )
        assert len(judgment["rationale"]) > 40
    assert len({judgment["rationale"] for judgment in judgments}) > 490, "each reason belongs to its pair"
