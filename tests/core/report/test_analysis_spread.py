"""What the analysis says of prompts, lengths and models, held against the judgments themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import write_jsonl, write_study
from engine import Engine

from core.report.analysis import Analysis, analyse, as_json
from core.report.deeper import analysis_grids
from core.report.words import words
from core.rse.scores import Pairing
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

PAIRING = Pairing("gpt-3.5-turbo-0125", "gpt-4-0314", "measured")
PROMPTS = [f"Question {number}: why is the sky blue?" for number in range(40)]
SENTENCE = "The air scatters blue light more than red light, so that the sky looks blue by day. "


def answer(number: int, shift: int) -> str:
    """Every fourth pair is the same; in every other of the rest the second is much longer."""
    if number % 4 == 0 or not shift:
        return f"{number}. {SENTENCE * 3}"
    return f"## Sky {number}\n\n- {SENTENCE[::-1] * (9 if number % 2 else 3)}"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("spread")
    models = []
    for shift, (name, role) in enumerate(((PAIRING.reference, "reference"), (PAIRING.model, "test"))):
        rows = [{"prompt": prompt, "response": answer(n, shift)} for n, prompt in enumerate(PROMPTS)]
        write_jsonl(folder / f"{role}.jsonl", rows)
        models.append({"name": name, "role": role, "provider": "recorded", "path": f"{role}.jsonl"})
    models[1] |= {"params": {"temperature": 0.25}, "system": "Be short.", "kind": "base"}
    with Engine() as engine:
        engine.run(write_study(folder / "s.toml", models, prompts=PROMPTS), folder / "w")
    made = Reader(folder / "w")
    yield made
    made.close()


@pytest.fixture(scope="module")
def analysis(reader: Reader) -> Analysis:
    return analyse(reader, 1)


def test_every_prompt_is_counted_at_its_score(reader: Reader, analysis: Analysis) -> None:
    found = Counter(
        int(row[0] + 0.5) for row in reader.db.execute("SELECT overall FROM judgment WHERE overall NOT NULL")
    )
    counted = analysis.spreads[PAIRING]
    assert {score: n for score, n in counted.items() if n} == found
    assert counted[5] >= 10, "ten pairs are the same"
    assert list(counted) == [1, 2, 3, 4, 5]


def test_the_prompts_at_either_end_lead_to_their_judgment(reader: Reader, analysis: Analysis) -> None:
    ends = analysis.extremes[PAIRING]
    assert [each.end for each in ends] == ["lowest"] * 3 + ["highest"] * 3
    assert {each.overall for each in ends[3:]} == {5.0}
    assert all(low.overall < 3 for low in ends[:3])
    for each in ends:
        chosen = JudgmentFilter(1, model=PAIRING.model, prompt_set=each.prompt_set, prompt=each.number)
        [judgment] = judgments.ids(reader, chosen, "id", False, None, 10)
        assert judgments.detail(reader, judgment).row.overall == each.overall
        assert each.question == PROMPTS[each.number - 1]


def test_only_answers_of_like_length_are_matched(analysis: Analysis) -> None:
    [row, mean] = analysis.matched
    assert row.prompt_set == "prompts"
    assert mean.prompt_set is None
    assert row.n == 20, "the even numbers"


def test_the_facts_come_from_the_study_and_from_the_catalog(analysis: Analysis) -> None:
    reference, test = analysis.models
    assert (reference.temperature, reference.system, reference.kind) == (None, "", "chat")
    assert (test.temperature, test.system, test.kind) == (0.25, "Be short.", "base")
    assert {reference.vendor, test.vendor} == {"openai"}


def test_json_and_tables_hold_them_all(analysis: Analysis) -> None:
    data = as_json(analysis)
    assert len(data["extremes"]) == 6
    assert sum(data["distributions"][0]["prompts"].values()) == 40
    assert data["length_matched"][0]["n"] == 20
    assert [model["name"] for model in data["models"]] == [PAIRING.reference, PAIRING.model]
    for language in ("en", "zh"):
        keys = [grid.key for grid in analysis_grids(analysis, words(language))]
        assert {"length_matched", "distribution", "extremes", "models"} <= set(keys)
