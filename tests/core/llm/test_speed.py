"""How fast a local model is: from what its server says, else by a rule of thumb that is said to be one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from command import distilscope, write_study
from hypothesis import given
from hypothesis import strategies as st

from core import study_file
from core.engine.estimate import estimate
from core.llm import speed, weights
from core.llm.speed import Speed, Stopwatch
from core.study import ModelSpec

TIMINGS = {"prompt_n": 200, "prompt_ms": 1000.0, "predicted_n": 50, "predicted_ms": 2000.0}
MODEL = ModelSpec("mine", "test", "local", path="mine.gguf")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(weights, "_cache", lambda: tmp_path / "cache")
    (tmp_path / "mine.gguf").write_bytes(bytes(1_000_000))
    return tmp_path


def measured(**figures: Any) -> Stopwatch:
    made = Stopwatch()
    made.note({"timings": {**TIMINGS, **figures}})
    return made


def test_a_reply_s_timings_are_added_up() -> None:
    watch = measured()
    watch.note({"timings": {**TIMINGS, "predicted_n": 150}})
    assert watch.speed() == Speed(reads=200.0, writes=50.0, measured=True)


def test_a_share_of_the_cores_is_not_taken_for_slowness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed.os, "cpu_count", lambda: 8)
    alone, beside = Stopwatch(), Stopwatch(lambda: 2)
    for each in (alone, beside):
        each.note({"timings": TIMINGS})
    assert alone.speed().writes == pytest.approx(25)
    assert beside.speed().writes == pytest.approx(25 * 2 * 7 / 8)
    assert speed.together([60.0, 30.0]) == pytest.approx(90 * 7 / 8)
    monkeypatch.setattr(speed.os, "cpu_count", lambda: 2)
    assert speed.together([60.0, 30.0]) == 60.0, "one core each"


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda each: st.dictionaries(
    st.sampled_from(["timings", *TIMINGS]), each, max_size=4), max_leaves=8))  # fmt: skip
def test_whatever_a_server_says_no_speed_is_absurd(data: Any) -> None:
    watch = Stopwatch()
    watch.note(data)
    found = watch.speed()
    assert found is None or (found.reads > 0 and found.writes > 0)


@pytest.mark.parametrize("few", [{"predicted_n": 5}, {"predicted_ms": 0}, {"prompt_ms": "fast"}])
def test_too_little_is_no_measurement(few: dict[str, Any]) -> None:
    assert measured(**few).speed() is None


def test_what_was_measured_is_expected_until_the_file_changes(folder: Path) -> None:
    digest = weights.file_digest(folder / "mine.gguf")
    speed.remember(digest, measured())
    assert speed.expected(MODEL, folder) == Speed(200.0, 25.0, measured=True)
    speed.remember(digest, measured(predicted_n=100))
    assert speed.expected(MODEL, folder).writes == 50.0, "the latest counts"
    (folder / "mine.gguf").write_bytes(bytes(500_000))
    assert not speed.expected(MODEL, folder).measured


def test_the_rule_of_thumb_goes_by_size(folder: Path) -> None:
    small = speed.expected(MODEL, folder)
    (folder / "mine.gguf").write_bytes(bytes(4_000_000))
    large = speed.expected(MODEL, folder)
    assert not small.measured
    assert small.writes == pytest.approx(4 * large.writes)
    assert large.reads > large.writes


def test_a_damaged_memory_is_no_memory(folder: Path) -> None:
    digest = weights.file_digest(folder / "mine.gguf")
    for damaged in ("fast", {"reads": -1, "writes": 2}, {"reads": 1}):
        weights.remember(speed.FILE, digest, damaged)
        assert not speed.expected(MODEL, folder).measured


def test_what_is_measured_side_by_side_is_all_remembered(folder: Path) -> None:
    for turn in range(20):
        names = [f"{turn}/{number}" for number in range(4)]
        threads = [Thread(target=speed.remember, args=(name, measured())) for name in names]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(weights.remembered(speed.FILE)) == 80


def test_without_the_file_nothing_is_expected(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_packaged", lambda *_: None)
    assert speed.expected(ModelSpec("a", "test", "local", path="nowhere.gguf"), folder) is None
    assert speed.expected(ModelSpec("a", "test", "local", builtin="smollm2"), folder) is None
    assert speed.expected(ModelSpec("a", "test", "local", builtin="no such"), folder) is None


def local(name: str, role: str) -> dict[str, Any]:
    return {
        "name": name,
        "role": role,
        "provider": "local",
        "path": "mine.gguf",
        "params": {"max_tokens": 100},
    }


def test_the_estimate_goes_by_it_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = [{"name": "ref", "role": "reference", "provider": "simulated"}, local("mine", "test")]
    file = write_study(folder / "s.toml", models, prompts=[f"Say {n}." for n in range(10)])
    guessed = estimate(study_file.read(file))
    assert not guessed.models[1].speed.measured
    speed.remember(weights.file_digest(folder / "mine.gguf"), measured())
    found = estimate(study_file.read(file))
    ref, mine = found.models
    assert (ref.seconds, ref.speed) == (0.0, None)
    assert mine.speed == Speed(200.0, 25.0, measured=True)
    assert mine.seconds == pytest.approx(mine.input_tokens / 200 + 10 * 100 / 25)
    assert found.seconds == mine.seconds
    assert guessed.seconds != found.seconds


def test_a_server_on_this_computer_works_on_one_after_the_other(folder: Path) -> None:
    models = [{"name": "ref", "role": "reference", "provider": "simulated"}]
    models += [{"name": n, "role": "test", "provider": n} for n in ("ollama", "mistral")]
    found = estimate(study_file.read(write_study(folder / "s.toml", models, prompts=["A", "B"])))
    _, here, there = found.models
    assert here.seconds == 8 * there.seconds
    assert found.seconds == here.seconds


def test_models_of_one_file_wait_for_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed.os, "cpu_count", lambda: 2)
    (folder / "other.gguf").write_bytes(bytes(1_000_000))
    models = [
        local("one", "reference"),
        local("two", "test"),
        {**local("three", "test"), "path": "other.gguf"},
    ]
    found = estimate(study_file.read(write_study(folder / "s.toml", models, prompts=["A", "B"])))
    alone = found.models[0].seconds
    assert [model.seconds for model in found.models] == [alone, alone, alone]
    assert found.seconds == 2 * alone, "the third has a server and a core of its own"


def test_the_command_says_what_the_time_rests_on(folder: Path) -> None:
    models = [{"name": "ref", "role": "reference", "provider": "simulated"}, local("mine", "test")]
    said = distilscope("estimate", write_study(folder / "s.toml", models, prompts=["A", "B"])).out
    assert "mine writes some" in said
    assert "by a rule of thumb, until it has run" in said
