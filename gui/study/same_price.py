"""One price for the models of an account: what was entered for one is offered for those whose price nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.report.safe import one_line
from core.study import ModelSpec
from gui import format as fmt
from gui.i18n import tr


@dataclass(frozen=True)
class SamePrice:
    """The model whose price was entered, and the names of those that could have the same."""

    giver: ModelSpec
    takers: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is known and what is not, in two sentences."""
        names = tr(", ").join(map(one_line, self.takers))
        low, high = (fmt.money(self.giver.price[each]) for each in ("input", "output"))
        return tr(
            "{name} costs {low} for input and {high} for output, per million tokens. No price is known for {others} of "
            "the same account.",
            name=one_line(self.giver.name), low=low, high=high, others=names,
        )  # fmt: skip

    def given(self, models: Iterable[ModelSpec]) -> list[ModelSpec]:
        """The models, those without a price with this one."""
        return [
            replace(model, price=dict(self.giver.price)) if model.name in self.takers else model
            for model in models
        ]


def find(models: Sequence[ModelSpec], changed: ModelSpec) -> SamePrice | None:
    """What a model that was added or edited gives to others of its account, or takes over from one of them.

    Loads the price list: not for the window's thread.
    """
    others = [m for m in models if _account(m) == _account(changed) and m.name != changed.name]
    giver = changed if changed.price else next((m for m in others if m.price), None)
    candidates = others if changed.price else [changed]
    takers = tuple(model.name for model in candidates if _unknown(model)) if giver else ()
    return SamePrice(giver, takers) if giver and takers else None


def _account(model: ModelSpec) -> tuple[str, str, str]:
    return model.provider, (model.base_url or "").rstrip("/"), model.key or ""


def _unknown(model: ModelSpec) -> bool:
    from core.engine.prices import is_free
    from core.llm.price import price

    return not is_free(model) and not model.price and price(model.served_name, model.provider) is None
