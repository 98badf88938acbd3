from __future__ import annotations

import pytest

from core.llm.chat import Usage
from core.llm.price import Price, price


def test_the_price_list() -> None:
    found = price("gpt-4o-2024-08-06", "openai")
    assert found == Price(2.5, 10.0, "genai-prices")
    assert found.cost(Usage(1_000_000, 500_000)) == pytest.approx(7.5)


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("qwen-max", "dashscope"),
        ("no-such-model", "openai"),
        ("gpt-4o", "openai-compatible"),
        ("x", "recorded"),
    ],
)
def test_unknown_stays_unknown(model: str, provider: str) -> None:
    assert price(model, provider) is None


def test_the_user_s_own_price_comes_first() -> None:
    assert price("gpt-4o", "openai", {"input": 1, "output": 2}) == Price(1.0, 2.0, "the study")
    assert price("own", "openai-compatible", {"input": 0, "output": 0}) == Price(0.0, 0.0, "the study")
    assert price("own", "openai-compatible", {"input": 1}) is None


def test_a_cost_without_counts_is_unknown() -> None:
    assert Price(1.0, 1.0, "x").cost(Usage(None, 5)) is None
    assert Price(1.0, 1.0, "x").cost(Usage(0, 0)) == 0
