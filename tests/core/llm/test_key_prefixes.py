"""Keys that tell whose they are."""

from __future__ import annotations

import pytest

from core.llm.catalog import provider_of_key, providers

REST = "0123456789abcdef"


@pytest.mark.parametrize(
    ("key", "provider"),
    [
        (f"sk-ant-api03-{REST}", "anthropic"),
        (f"sk-proj-{REST}", "openai"),
        (f"sk-or-v1-{REST}", "openrouter"),
        (f"AIza{REST}", "gemini"),
        (f"  gsk_{REST}\n", "groq"),
        (f"xai-{REST}", "xai"),
        (f"hf_{REST}", "huggingface"),
    ],
)
def test_a_telling_prefix_names_the_provider(key: str, provider: str) -> None:
    found = provider_of_key(key)
    assert found is not None
    assert found.id == provider


@pytest.mark.parametrize("key", ["", "  ", f"sk-{REST}", REST, "sk-", "anthropic"])
def test_what_many_vendors_use_tells_nothing(key: str) -> None:
    assert provider_of_key(key) is None


def test_no_prefix_tells_two() -> None:
    told = [entry.key_prefix for entry in providers() if entry.key_prefix]
    assert len(told) == len(set(told))
