"""The ancestors of a study's models: what it states goes before what is documented; and where all this is said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import distilscope, write_jsonl, write_study
from engine import Engine

from core import study_file
from core.engine import families, plan
from core.engine.warnings import warnings
from core.report.html import page
from core.report.report_data import gather
from core.rse.kin import kin, kin_sentence
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study

PROMPTS = [f"Question {number}: why is the sky blue?" for number in range(31)]


def recorded(name: str, **more: Any) -> ModelSpec:
    return ModelSpec(name, "test", "recorded", path="x.jsonl", **more)


def test_ancestors_are_followed_to_the_end() -> None:
    found = families.family(recorded("Sky-T1-32B-Flash"))
    assert found.ancestors == {
        "Sky-T1-32B-Preview": "weights",
        "Qwen2.5-32B-Instruct": "weights",
        "QwQ-32B-Preview": "outputs",
        "Qwen2.5-32B": "weights",
    }
    assert found.unverified == {"Qwen2.5-32B"}


def test_what_was_learnt_from_outputs_hands_down_no_weights() -> None:
    spec = recorded("mine", ancestors=("s1.1-32B",))
    assert families.family(spec).ancestors == {
        "s1.1-32B": "weights",
        "DeepSeek-R1": "outputs",
        "DeepSeek-V3-Base": "outputs",
    }


def test_two_that_learnt_from_each_other_come_to_an_end() -> None:
    found = families.family(recorded("DeepSeek-V3"))
    assert found.ancestors == {"DeepSeek-V3-Base": "weights", "DeepSeek-R1": "outputs"}


def test_the_name_that_the_provider_serves_tells_which_model_it_is() -> None:
    spec = ModelSpec("mine", "test", "openai", model="gpt-4o-2024-08-06")
    assert families.family(spec).known_as == "GPT-4o"
    assert families.released(spec) == "2024-08-06"
    built_in = ModelSpec("mine", "judge", "local", builtin="smollm2")
    assert families.family(built_in).ancestors == {"SmolLM2-135M": "weights"}


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("gpt-4-0314", "2023-03-14"),
        ("openai/gpt-4-0613", "2023-06-13"),
        ("gpt-3.5-turbo-0125", "2024-01-25"),
        ("gpt-4-32k", ""),
    ],
)
def test_a_snapshot_has_its_own_date_and_the_family_none(name: str, date: str) -> None:
    assert families.released(recorded(name)) == date


def test_a_simulated_model_may_be_called_anything() -> None:
    spec = ModelSpec("DeepSeek-R1-Distill-Qwen-7B", "test", "simulated")
    assert families.family(spec).ancestors == {}
    assert (families.released(spec), families.source(spec)) == ("", "")


def test_what_the_study_states_goes_before_what_is_documented() -> None:
    spec = recorded("DeepSeek-R1-Distill-Qwen-7B", ancestors=("Qwen/QwQ-32B-Preview",), released="2031-05")
    found = families.family(spec)
    assert list(found.ancestors) == ["QwQ-32B-Preview", "Qwen2.5-32B-Instruct", "Qwen2.5-32B"]
    assert found.stated == set(found.ancestors), "the way to each of them begins with what the study says"
    assert (found.released, families.source(spec)) == ("2031-05", "study")
    assert "DeepSeek-R1 README" in families.source(recorded("DeepSeek-R1-Distill-Qwen-7B"))


@pytest.mark.parametrize(
    ("name", "said"), [("gpt-4o-2024-08-06", "By public record "), ("default", "As the study states, ")]
)
def test_one_name_alone_is_no_public_record(name: str, said: str) -> None:
    one, two = (ModelSpec(n, "test", "openai", model=name) for n in ("a", "b"))
    found = kin(families.family(one), families.family(two))
    assert found.relation == "same"
    assert kin_sentence(found, "a", "b").startswith(said)


MODELS = (
    ("Qwen2.5-14B-Instruct", "reference"),
    ("DeepSeek-R1-Distill-Qwen-14B", "test"),
    ("our-own", "test"),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("kin")
    models: list[dict[str, Any]] = []
    for name, role in MODELS:
        rows = [{"prompt": prompt, "response": f"{name} says: {prompt * 12}"} for prompt in PROMPTS]
        write_jsonl(folder / f"{name}.jsonl", rows)
        models.append({"name": name, "role": role, "provider": "recorded", "path": f"{name}.jsonl"})
    models[2] |= {"ancestors": ["DeepSeek-R1"], "released": "2024-02"}
    with Engine() as engine:
        engine.run(write_study(folder / "s.toml", models, prompts=PROMPTS), folder / "w")
    return folder / "w"


@pytest.fixture
def reader(workspace: Path) -> Iterator[Reader]:
    made = Reader(workspace)
    yield made
    made.close()


def test_results_say_how_the_models_are_related(workspace: Path) -> None:
    data = distilscope("results", "--workspace", workspace, "--format", "json").data
    first, second = data["kinship"]
    assert (first["model"], first["relation"], first["common"]) == (MODELS[1][0], "share", ["Qwen2.5-14B"])
    assert (first["verified"], first["stated"], first["reference_released"]) == (False, False, "2024-09-19")
    assert (second["model"], second["relation"], second["released"]) == ("our-own", None, "2024-02")
    related, older = data["reading"]
    assert related.endswith(
        "As reported, though not verified, both descend from Qwen2.5-14B, so similarity is expected."
    )
    assert "our-own (2024-02) was released before Qwen2.5-14B-Instruct (2024-09-19)" in older
    facts = {each["name"]: each for each in data["models"]}
    assert facts[MODELS[1][0]]["learnt_from"] == ["DeepSeek-R1", "DeepSeek-V3-Base"]
    assert facts["our-own"]["ancestry"] == "study"


def test_the_report_says_so_too_in_both_languages(reader: Reader) -> None:
    english, chinese = (page(gather(reader, 1, language, now=0.0)) for language in ("en", "zh"))  # type: ignore[arg-type]
    assert "both from Qwen2.5-14B (not verified)" in english
    assert re.search(r"\(not verified\).{1,80}2025-01.{1,80}2024-09-19", english, re.DOTALL)
    assert "Descends from" in english
    assert "两者都源自 Qwen2.5-14B（未经核实）" in chinese.replace(" （", "（")


def test_a_related_pair_is_said_before_the_start(reader: Reader) -> None:
    study = reader.study(1)
    said = [each for each in warnings(study, plan.make(study)) if "similarity is expected" in each]
    [one] = said
    assert one.startswith(
        "DeepSeek-R1-Distill-Qwen-14B, Qwen2.5-14B-Instruct: As reported, though not verified, both "
    )


def test_a_name_with_a_comma_is_quoted_before_the_start() -> None:
    specs = tuple(
        ModelSpec(name, role, "local", builtin="smollm2")
        for name, role in (("SmolLM2", "reference"), ("SmolLM2, warmer", "test"))
    )
    study = Study("s", models=specs, prompt_sets=(PromptSetSpec("math", bundled="math"),))
    [said] = [each for each in warnings(study, plan.make(study)) if "similarity is expected" in each]
    assert said.startswith("“SmolLM2, warmer”, SmolLM2: By public record “SmolLM2, warmer” and SmolLM2 are ")


def test_what_is_stated_stands_in_the_study_and_in_its_identity(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"prompt": "a", "response": "b"}), encoding="utf-8")
    reference = {"name": "r", "role": "reference", "provider": "simulated"}
    test = {"name": "t", "role": "test", "provider": "recorded", "path": "x.jsonl"}
    plainly = study_file.read(write_study(tmp_path / "s.toml", [reference, test], prompts=["a"]))
    told = {"released": "2024-02", "ancestors": ["DeepSeek-R1", "base"]}
    stating = study_file.read(write_study(tmp_path / "s.toml", [reference, test | told], prompts=["a"]))
    assert "ancestors" not in plainly.canonical()["models"][1], "a study that states nothing keeps its hash"
    assert plainly.fingerprint() != stating.fingerprint()
    again = study_file.parse(study_file.dumps(stating), tmp_path / "s.toml")
    assert again.model("t").ancestors == ("DeepSeek-R1", "base")
    assert again.model("t").released == "2024-02"


@pytest.mark.parametrize("date", ["24-09", "2024-13", "2024-02-30", "September 2024", "2024-9"])
def test_a_date_that_is_none_is_named_with_its_line(tmp_path: Path, date: str) -> None:
    models = [
        {"name": "r", "role": "reference", "provider": "simulated"},
        {"name": "t", "role": "test", "provider": "simulated", "released": date},
    ]
    file = write_study(tmp_path / "s.toml", models, prompts=["a"])
    ended = distilscope("estimate", file)
    assert ended.status == 2
    assert "s.toml:" in ended.err
    assert "released" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "second", "relation"),
    [
        ("our-model", "http://b.test/v1", None),
        ("our-model", "http://a.test/v1/", "same"),
        ("gpt-4o-2024-08-06", "http://b.test/v1", "same"),
    ],
)
def test_an_unknown_name_on_two_servers_is_not_one_model(
    name: str, second: str, relation: str | None
) -> None:
    one, two = (
        families.family(ModelSpec(called, "test", "openai-compatible", model=name, base_url=url))
        for called, url in (("one", "http://a.test/v1"), ("two", second))
    )
    assert kin(one, two).relation == relation
