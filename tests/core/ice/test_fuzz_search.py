from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "bench_fuzzer.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_fuzzer", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("leaking", "times"), [(4, 1.6), (8, 1.3)])
def test_mcts_finds_more_than_random_selection_at_equal_queries(
    bench: ModuleType, leaking: int, times: float
) -> None:
    found = bench.compare(leaking, range(20), ("mcts", "random"))
    assert sum(found["mcts"]) > times * sum(found["random"])
    more = sum(a > b for a, b in zip(found["mcts"], found["random"], strict=True))
    assert more >= 15
