"""What is known of where models come from: each record with its source, and no name twice."""

from __future__ import annotations

import json
import re

import pytest

from core import resources
from core.llm import ancestry, catalog


def test_every_record_names_its_source_and_date() -> None:
    assert len(ancestry.records()) > 30
    for each in ancestry.records():
        assert each.source, each.name
        assert re.fullmatch(r"(read )?\d{4}-\d\d-\d\d", each.checked), each.name
        assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", each.released), each.name


def test_dates_are_of_snapshots_that_the_record_names() -> None:
    dated = [(each, name, date) for each in ancestry.records() for name, date in each.dates]
    assert len(dated) > 5
    for each, name, date in dated:
        assert name in each.names
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", date), name
        entry = catalog.known(name)
        assert entry is None or entry.released in ("", date), name


def test_no_name_stands_for_two_models() -> None:
    data = json.loads(resources.read_text("catalog", "ancestry.json"))["models"]
    names = [name.casefold() for each in data for name in (each["name"], *each.get("names", ()))]
    assert sorted(names) == sorted(set(names))


def test_dates_are_those_of_the_catalog() -> None:
    for each in ancestry.records():
        entry = catalog.known(each.name)
        if entry is not None and entry.released and each.released:
            assert entry.released == each.released, each.name


@pytest.mark.parametrize(
    ("name", "weights", "outputs"),
    [
        ("Qwen/Qwen2.5-72B-Instruct", ("Qwen2.5-72B",), ()),
        ("deepseek-r1-distill-qwen-7b", ("Qwen2.5-Math-7B",), ("DeepSeek-R1",)),
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", ("Llama-3.3-70B-Instruct",), ("DeepSeek-R1",)),
        ("DeepSeek-R1", ("DeepSeek-V3-Base",), ()),
        ("microsoft/phi-4", (), ("GPT-4o",)),
        ("Phi-4", (), ("GPT-4o",)),
    ],
)
def test_documented_ancestors(name: str, weights: tuple[str, ...], outputs: tuple[str, ...]) -> None:
    found = ancestry.record(name)
    assert found is not None
    assert (found.weights, found.outputs) == (weights, outputs)


def test_snapshots_go_by_the_name_of_their_family() -> None:
    assert ancestry.one_name("openai/gpt-4o-2024-08-06") == ancestry.one_name("gpt-4o") == "GPT-4o"
    assert ancestry.one_name("gpt-4-0314") == "GPT-4"
    assert ancestry.one_name("maker/nobody-knows") == "nobody-knows"
    assert ancestry.record("nobody-knows") is None
