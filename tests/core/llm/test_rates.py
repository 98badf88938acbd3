from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.llm.rates import RateState, duration, rate_state, retry_after

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "Tue, 24 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "state"),
    [
        (
            {
                "x-ratelimit-remaining-requests": "59",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            RateState(59, 1, 0, 360),
        ),
        (
            {
                "anthropic-ratelimit-requests-remaining": "0",
                "anthropic-ratelimit-requests-reset": "2026-11-24T12:00:12Z",
                "anthropic-ratelimit-tokens-remaining": "1000",
                "anthropic-ratelimit-tokens-reset": "2026-11-24T12:00:01Z",
            },
            RateState(0, 12, 1000, 1),
        ),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "9"}, RateState(3, 9, None, None)),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "1795521609000"}, RateState(3, 9, None, None)),
        ({"x-ratelimit-remaining-requests": "3"}, RateState(3, None, None, None)),
        ({"content-type": "application/json"}, None),
    ],
    ids=["openai", "anthropic", "together", "openrouter", "no reset", "none"],
)
def test_rate_headers(headers: dict[str, str], state: RateState | None) -> None:
    assert rate_state(headers, NOW) == state


# As they came from the vendors' servers; docs/catalog-sources.md names where each was read.
SENT = {
    "openai": (
        {
            "x-ratelimit-limit-requests": "5000",
            "x-ratelimit-limit-tokens": "160000",
            "x-ratelimit-remaining-requests": "4999",
            "x-ratelimit-remaining-tokens": "159976",
            "x-ratelimit-reset-requests": "12ms",
            "x-ratelimit-reset-tokens": "9ms",
        },
        RateState(4999, 0.012, 159976, 0.009),
    ),
    "azure, a limit that it does not tell": (
        {
            "x-ratelimit-limit-tokens": "-1",
            "x-ratelimit-remaining-tokens": "-1",
            "x-ratelimit-reset-tokens": "0",
        },
        None,
    ),
    "groq": (
        {
            "x-ratelimit-limit-requests": "20000",
            "x-ratelimit-limit-tokens": "200000",
            "x-ratelimit-remaining-requests": "19998",
            "x-ratelimit-remaining-tokens": "199987",
            "x-ratelimit-reset-requests": "8.64s",
            "x-ratelimit-reset-tokens": "3ms",
        },
        RateState(19998, 8.64, 199987, 0.003),
    ),
    "mistral, which does not say when": (
        {
            "x-ratelimit-limit-req-60-second": "360",
            "x-ratelimit-remaining-req-60-second": "158",
            "x-ratelimit-remaining-tokens-minute": "1987641",
            "x-ratelimit-remaining-tokens-month": "9999871107",
        },
        None,
    ),
    "fireworks, which does not say when": (
        {
            "x-ratelimit-limit-tokens-generated": "72000",
            "x-ratelimit-remaining-tokens-generated": "69338",
            "x-ratelimit-remaining-tokens-prompt": "7193993",
        },
        None,
    ),
}


@pytest.mark.parametrize(("headers", "state"), SENT.values(), ids=SENT)
def test_rate_headers_that_vendors_sent(headers: dict[str, str], state: RateState | None) -> None:
    found = rate_state(headers, NOW)
    assert (found is None) is (state is None)
    if found is not None and state is not None:
        assert astuple(found) == pytest.approx(astuple(state))


@pytest.mark.parametrize(
    ("text", "seconds"), [("20ms", 0.02), ("1h2m3s", 3723), ("7.66s", 7.66), ("x", None)]
)
def test_spans(text: str, seconds: float | None) -> None:
    assert duration(text) == pytest.approx(seconds) if seconds is not None else duration(text) is None


@given(st.text(max_size=30))
def test_no_header_is_a_surprise(value: str) -> None:
    waited = retry_after({"retry-after": value, "retry-after-ms": value}, NOW)
    assert waited is None or waited >= 0
    names = ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "x-ratelimit-remaining")
    rate_state(dict.fromkeys(names, value), NOW)
    duration(value)
