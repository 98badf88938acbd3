"""What a run has spent and may spend: hard caps in money and in calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from core.engine.control import Control
from core.engine.tokens import output_bound, request_tokens
from core.llm.chat import ChatRequest, Usage

# USD for (input tokens, output tokens); None where no price is known.
Price = Callable[[int, int], float | None]


class Payment:
    """One call's money: what was set aside for it, and what it cost in the end."""

    def __init__(self, purse: Purse, price: Price | None, request: ChatRequest) -> None:
        self._purse, self._price = purse, price
        self.calls = 0
        self._expected = request_tokens(request), output_bound(request)
        self.set_aside = (price(*self._expected) if price else None) or 0.0

    def settle(self, usage: Usage) -> float | None:
        """The call's cost in USD by the tokens that the server counted; None where no price is known."""
        expected_in, expected_out = self._expected
        counted_in = expected_in if usage.input_tokens is None else usage.input_tokens
        counted_out = expected_out if usage.output_tokens is None else usage.output_tokens
        cost = self._price(counted_in, counted_out) if self._price else None
        self._count(cost)
        return cost

    def fail(self) -> None:
        """Count a try that came to nothing: it was sent, but no vendor charges for it."""
        self._count(0.0)

    def try_again(self) -> None:
        """The same after which another try is made. Raises Stopped where that would pass the cap."""
        self.fail()
        self._purse.check_calls(self._purse.in_flight)

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
        max_calls: int | None = None,
        max_cost: float | None = None,
    ) -> None:
        self._control, self._prices, self._free = control, prices, free
        self.calls, self.cost, self.cost_unknown = calls, cost, False
        self._max_calls, self._max_cost = max_calls, max_cost
        self.in_flight = 0
        self._set_aside = 0.0

    @contextmanager
    def reserve(self, model: str, request: ChatRequest) -> Iterator[Payment]:
        """Set money aside for a call. Raises Stopped where the cap would be passed, before anything is sent."""
        price = (lambda *_: 0.0) if model in self._free else self._prices.get(model)
        payment = Payment(self, price, request)
        self._check(payment.set_aside)
        self.in_flight += 1
        self._set_aside += payment.set_aside
        try:
            yield payment
        finally:
            self.in_flight -= 1
            self._set_aside -= payment.set_aside

    def pay(self, cost: float | None) -> None:
        """Count a call that was made."""
        self.calls += 1
        self.cost += cost or 0.0
        self.cost_unknown |= cost is None

    def check_calls(self, under_way: int) -> None:
        """Raise Stopped where calls made and under way are more than the cap."""
        if self._max_calls is not None and self.calls + under_way > self._max_calls:
            raise self._control.stop(f"the cap of {self._max_calls:,} calls is reached")

    def _check(self, expected: float) -> None:
        self._control.check()
        self.check_calls(self.in_flight + 1)
        spent = self.cost + self._set_aside + expected
        if self._max_cost is not None and spent > self._max_cost:
            raise self._control.stop(f"the next call could pass the cap of ${self._max_cost:,.2f}")
