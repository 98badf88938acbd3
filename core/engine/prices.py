"""Prices of a study's models, for caps and estimates. What is not known stays unknown, never 0."""

from __future__ import annotations

from core.engine.money import Price
from core.llm.chat import Usage
from core.study import ModelSpec, Study

# Nobody charges for these: they run here, or nothing is asked at all.
FREE_PROVIDERS = frozenset({"recorded", "simulated", "local", "ollama", "lmstudio", "llama-cpp", "vllm"})


def prices(study: Study) -> dict[str, Price]:
    """For each model with a known price the cost in USD of (input tokens, output tokens)."""
    known = ((spec.name, _price(spec)) for spec in study.models if not is_free(spec))
    return {name: price for name, price in known if price is not None}


def _price(spec: ModelSpec) -> Price | None:
    from core.llm.price import price  # its price list takes a third of a second to load

    known = price(spec.served_name, spec.provider, dict(spec.price) or None)
    if known is None:
        return None
    return lambda tokens_in, tokens_out: known.cost(Usage(tokens_in, tokens_out))


def free_models(study: Study) -> frozenset[str]:
    """The models that cost nothing."""
    return frozenset(spec.name for spec in study.models if is_free(spec))


def is_free(spec: ModelSpec) -> bool:
    """Whether nobody charges for this model."""
    return spec.provider in FREE_PROVIDERS and not spec.price
