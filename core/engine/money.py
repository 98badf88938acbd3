"""What a run has spent and may spend: hard caps in money and in calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Self

from core.engine.control import Control
from core.engine.tokens import output_bound, request_tokens
from core.llm.chat import ChatRequest, Usage

# USD for (input tokens, output tokens); None where no price is known.
Price = Callable[[int, int], float | None]


def free_of_charge(_input: int, _output: int) -> float:
    """The price of a model that runs here."""
    return 0.0


class Payment:
    """One call's money: what was set aside for it, and what it cost in the end."""

    def __init__(self, purse: Purse, price: Price | None, request: ChatRequest) -> None:
        self._purse, self._price = purse, price
        self.calls, self.under_way = 0, True
        self._request = request
        self.set_aside = (price(*self._expected) if price and price is not free_of_charge else None) or 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def settle(self, usage: Usage) -> float | None:
        """The call's cost in USD by the tokens that the server counted; None where no price is known."""
        cost = self._cost(usage)
        self._count(cost)
        self.release()
        return cost

    def _cost(self, usage: Usage) -> float | None:
        if self._price is None or self._price is free_of_charge:
            return None if self._price is None else 0.0
        expected_in, expected_out = self._expected
        counted_in = expected_in if usage.input_tokens is None else usage.input_tokens
        counted_out = expected_out if usage.output_tokens is None else usage.output_tokens
        return self._price(counted_in, counted_out)

    @property
    def _expected(self) -> tuple[int, int]:
        return request_tokens(self._request), output_bound(self._request)

    def fail(self) -> None:
        """Count a last try that came to nothing: it was sent, but no vendor charges for it."""
        self._count(0.0)
        self.release()

    def cut_off(self) -> None:
        """Count a try that was sent and whose end nobody waited for: what it cost will not be known."""
        self._count(0.0)
        if self._price is not free_of_charge:
            self._purse.cut_off(self.set_aside if self._price else None)
        self.release()

    def try_again(self) -> None:
        """Count a try that came to nothing before another is made. Raises Stopped where that would pass the cap."""
        self._count(0.0)
        self._purse.check_calls(self._purse.under_way)

    def release(self) -> None:
        """Give back what was set aside, once: a call that is counted is no longer under way."""
        if self.under_way:
            self.under_way = False
            self._purse.release(self.set_aside)

    def _count(self, cost: float | None) -> None:
        self.calls += 1
        self._purse.pay(cost)


class Purse:
    """Counts calls and money of one run over all its sittings; stops the run before a cap would be passed."""

    def __init__(  # noqa: PLR0913 - caps are optional, and named where they are given
        self,
        control: Control,
        prices: Mapping[str, Price],
        *,
        free: frozenset[str] = frozenset(),
        calls: int = 0,
        cost: float = 0.0,
        cost_unknown: bool = False,
        max_calls: int | None = None,
        max_cost: float | None = None,
    ) -> None:
        self._control, self._prices, self._free = control, prices, free
        self.calls, self.cost, self.cost_unknown = calls, cost, cost_unknown
        self._max_calls, self._max_cost = max_calls, max_cost
        self.under_way = 0  # calls that money is set aside for
        self._set_aside = 0.0
        self.calls_cut_off = 0  # in this sitting, of models that are charged for
        self.most_cut_off: float | None = 0.0  # USD that these may cost; None where a price is not known
        self._settled = asyncio.Event()

    async def reserve(self, model: str, request: ChatRequest) -> Payment:
        """Set money aside for a call, to be used as a context: leaving it gives back what was not spent.

        Raises Stopped where the cap would be passed, before anything is sent.
        While calls are under way that may turn out cheaper than what is set aside for them, it waits for these.
        """
        payment = Payment(self, self._price(model), request)
        while not self._affordable(payment.set_aside):
            self._settled.clear()
            await self._settled.wait()
        self._control.check()
        self.check_calls(self.under_way + 1)
        self.under_way += 1
        self._set_aside += payment.set_aside
        return payment

    def release(self, set_aside: float) -> None:
        """Take back what was set aside for a call."""
        self.under_way -= 1
        self._set_aside -= set_aside
        self._settled.set()

    def pay(self, cost: float | None) -> None:
        """Count a call that was made."""
        self.calls += 1
        self.cost += cost or 0.0
        self.cost_unknown |= cost is None

    def cut_off(self, most: float | None) -> None:
        """Note a call that was cut off under way, and what it may cost."""
        self.calls_cut_off += 1
        known = self.most_cut_off is not None and most is not None
        self.most_cut_off = (self.most_cut_off or 0.0) + (most or 0.0) if known else None

    def check_calls(self, under_way: int) -> None:
        """Raise Stopped where calls made and under way are more than the cap."""
        if self._max_calls is not None and self.calls + under_way > self._max_calls:
            raise self._control.stop(f"the cap of {self._max_calls:,} calls is reached")

    def _price(self, model: str) -> Price | None:
        """The price of a model. Raises Stopped where a cap cannot be kept because nobody knows the price."""
        if model in self._free:
            return free_of_charge
        price = self._prices.get(model)
        if price is None and self._max_cost is not None:
            raise self._control.stop(
                f"the price of {model} is not known, so a cap in money cannot be kept (give a price in the study,"
                " or a cap in calls)"
            )
        return price

    def _affordable(self, expected: float) -> bool:
        """Whether a call fits under the cap now; raises Stopped where waiting would not help."""
        self._control.check()
        if self._max_cost is None or self.cost + self._set_aside + expected <= self._max_cost:
            return True
        if self.cost + expected > self._max_cost or not self.under_way:
            raise self._control.stop(f"the next call could pass the cap of ${self._max_cost:,.2f}")
        return False


def maybe_charged(purse: Purse) -> str:
    """What calls that were cut off under way may add to the cost: nobody will ever say."""
    said, number = "Calls that were cut off and may still be charged", f"{purse.calls_cut_off:,}"
    if not purse.calls_cut_off:
        return ""
    if purse.most_cut_off is None:
        return f" {said}, at a price that is not known: {number}."
    return f" {said}: {number}, which could add up to ${purse.most_cut_off:,.4f} to the cost."
