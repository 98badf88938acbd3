"""Study files: what is read, with which defaults, and that what is written reads as the same study."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from any_study import json_values, studies
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import FULL, SMALLEST, outcome, parse

from core import study_file
from core.errors import BadInput
from core.store.writer import Writer
from core.study import (
    IceSpec,
    ModelSpec,
    PromptSetSpec,
    RseSpec,
    Study,
)


def test_the_smallest_study_has_the_documented_defaults() -> None:
    study = parse(SMALLEST)
    assert (study.metrics, study.seed, study.tolerance) == (("rse",), 7, 0.1)
    assert study.rse == RseSpec(judges=("measured",), repeats=1)
    assert (study.ice.judges, study.ice.queries, study.ice.mode) == (("rules",), 1000, "fuzz")
    assert study.model("a").served_name == "a"
    assert study.model("a").key is None
    assert study.base_dir == Path("/studies")


def test_every_field_is_read() -> None:
    study = parse(FULL)
    for spec in (*study.models, *study.prompt_sets, study.rse, study.ice):
        for field in fields(spec):
            assert type(getattr(spec, field.name)) is not list, "lists become tuples"
    t = study.model("t")
    assert t.params == {"temperature": 0.5, "max_tokens": 64, "stop": ["END"]}
    assert t.price == {"input": 1, "output": 2.5}
    assert study.model("s").closeness == 1.0
    assert study.ice.strict == ("openai", "google")
    assert study.rse.judges == ("measured", "j")
    changed = {
        field.name
        for kind in (ModelSpec, PromptSetSpec, RseSpec, IceSpec)
        for field in fields(kind)
        if any(
            getattr(spec, field.name) != study_file._default(kind, field.name)
            for spec in (*study.models, *study.prompt_sets, study.rse, study.ice)
            if isinstance(spec, kind)
        )
    }
    every = {f.name for kind in (ModelSpec, PromptSetSpec, RseSpec, IceSpec) for f in fields(kind)}
    assert changed == every - {"bundled"}, "this study gives every field a value of its own"


@pytest.mark.parametrize("text", [SMALLEST, FULL])
def test_what_is_written_reads_as_the_same_study(text: str) -> None:
    study = parse(text)
    assert parse(study_file.dumps(study)) == study


def test_writing_leaves_either_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    study_file.write(parse(SMALLEST), path)
    assert study_file.read(path) == parse(SMALLEST)
    assert [p.name for p in tmp_path.iterdir()] == ["study.toml"]


@given(studies())
@settings(max_examples=40)
def test_any_study_survives_being_written_and_read(study: Study) -> None:
    assert parse(study_file.dumps(study)) == study


@given(
    st.text()
    | st.sampled_from([SMALLEST, FULL]).flatmap(lambda t: st.integers(0, len(t)).map(lambda n: t[:n]))
)
def test_any_text_is_a_study_or_a_refusal(text: str) -> None:
    assert outcome(text) is None or study_file.dumps(parse(text))


@given(st.sampled_from(FULL.splitlines()), json_values)
def test_any_value_in_any_place_is_read_or_refused(line: str, value: Any) -> None:
    import tomlkit

    key = line.partition("=")[0].strip()
    if "=" not in line:
        return
    text = FULL.replace(
        line, f"{key} = {tomlkit.item(value).as_string()}" if not isinstance(value, dict) else ""
    )
    study = outcome(text)
    assert study is None or parse(study_file.dumps(study)) == study


def test_relative_paths_start_where_the_file_lies(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "study.toml"
    path.write_text(SMALLEST.replace('bundled = "math"', 'path = "../p.jsonl"'), encoding="utf-8-sig")
    study = study_file.read(path)
    assert study.resolve(study.prompt_sets[0].path or "") == tmp_path / "p.jsonl"


def test_the_fingerprint_follows_what_is_measured_and_not_where_it_lies(tmp_path: Path) -> None:
    prints = []
    for name, prompt in (("x", "one"), ("y", "one"), ("z", "two")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.csv").write_text(f"prompt\n{prompt}\n", encoding="utf-8")
        text = SMALLEST.replace('bundled = "math"', 'path = "p.csv"')
        prints.append(study_file.parse(text, tmp_path / name / "study.toml").fingerprint())
    assert prints[0] == prints[1] != prints[2]


def test_a_study_is_not_written_over_a_workspace(tmp_path: Path) -> None:
    Writer(tmp_path / "w").close()
    (tmp_path / "w.part").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="is a workspace"):
        study_file.write(parse(SMALLEST), tmp_path / "w")
    Writer(tmp_path / "w").close()
    assert (tmp_path / "w.part").read_text("utf-8") == "mine"
