"""What servers say of their own limits: Retry-After and the vendors' rate headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_LONGEST_SPAN = 100  # characters; a span in an error's body has no bound of its own
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}

# (remaining, reset) header pairs, the most specific vendor first.
_REQUESTS = (
    ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
    ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
)
_TOKENS = (
    ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
    ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
)


@dataclass(frozen=True, slots=True)
class RateState:
    """How many requests and tokens the server still allows, and the seconds until each is refilled."""

    requests: float | None = None
    requests_reset: float | None = None
    tokens: float | None = None
    tokens_reset: float | None = None


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait as the server asked (milliseconds, seconds or an HTTP date); None if it did not."""
    if (exact := _number(headers.get("retry-after-ms"))) is not None:
        return exact / 1000
    value = headers.get("retry-after")
    if value is None:
        return None
    seconds = _number(value)
    return seconds if seconds is not None else _until_http_date(value, now)


def rate_state(headers: Mapping[str, str], now: datetime | None = None) -> RateState | None:
    """The vendor's rate headers; None where it sends none."""
    requests, requests_reset = _pair(headers, _REQUESTS, now)
    tokens, tokens_reset = _pair(headers, _TOKENS, now)
    if requests is None and tokens is None:
        return None
    return RateState(requests, requests_reset, tokens, tokens_reset)


def duration(text: str) -> float | None:
    """Seconds from a span like `6m0s`, `20ms` or `34.5s`; None if it is none."""
    parts = _PART.findall(text) if len(text) <= _LONGEST_SPAN else []
    if not parts or "".join(number + unit for number, unit in parts) != text.strip():
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _pair(
    headers: Mapping[str, str], names: tuple[tuple[str, str], ...], now: datetime | None
) -> tuple[float | None, float | None]:
    for remaining, reset in names:
        if (left := _number(headers.get(remaining))) is not None:
            return left, _reset(headers.get(reset), now)
    return None, None


def _reset(value: str | None, now: datetime | None) -> float | None:
    if value is None:
        return None
    if (number := _number(value)) is not None:
        return _from_number(number, now)
    return span if (span := duration(value)) is not None else _until_iso_date(value, now)


def _from_number(number: float, now: datetime | None) -> float:
    # Some servers send the epoch, in seconds or milliseconds, where others send the seconds left.
    epoch = number / 1000 if number > 1e11 else number
    if epoch < 1e9:
        return number
    return max(0.0, epoch - (now or datetime.now(UTC)).timestamp())


def _until_http_date(value: str, now: datetime | None) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _left(moment, now)


def _until_iso_date(value: str, now: datetime | None) -> float | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return _left(moment, now)


def _left(moment: datetime, now: datetime | None) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e15 else None
