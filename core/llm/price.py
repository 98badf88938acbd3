"""What a call costs. What is not known stays unknown, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.llm.chat import Usage

# The price list's ids for our providers, where they differ.
_IDS = {
    "azure-openai": "azure",
    "gemini": "google",
    "moonshot": "moonshotai",
    "moonshot-intl": "moonshotai",
    "xai": "x-ai",
    "zhipu": "zhipuai",
    "zhipu-intl": "zai",
}
_SAME = frozenset(
    {"openai", "anthropic", "deepseek", "mistral", "together", "openrouter", "groq", "fireworks"}
)


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens, and where the figures are from."""

    input: float
    output: float
    source: str

    def cost(self, usage: Usage) -> float | None:
        """USD for one call; None where the server did not count the tokens."""
        if usage.input_tokens is None or usage.output_tokens is None:
            return None
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1e6


def price(model: str, provider: str, override: Mapping[str, float] | None = None) -> Price | None:
    """The price of a model: the user's (`input` and `output`), else the price list's; None where unknown."""
    if override and {"input", "output"} <= override.keys():
        return Price(float(override["input"]), float(override["output"]), "the study")
    return _listed(model, provider)


@cache
def _listed(model: str, provider: str) -> Price | None:
    # A local server's tokens are free in money, and a stranger's price is anybody's guess.
    provider_id = _IDS.get(provider, provider if provider in _SAME else None)
    return _calculated(model, provider_id) if provider_id else None


def _calculated(model: str, provider_id: str) -> Price | None:
    """The list prices of a million tokens each way, without tiers and discounts."""
    from genai_prices import Usage as Counted
    from genai_prices import calc_price

    try:
        # Small counts keep below the tiers of long prompts.
        found = calc_price(Counted(input_tokens=1000, output_tokens=1000), model, provider_id=provider_id)
    except LookupError:
        return None
    return Price(float(found.input_price) * 1000, float(found.output_price) * 1000, "genai-prices")
