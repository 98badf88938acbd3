"""Turns an error reply of a server into a `CallFailed` with the cause that a user can act on.

Read from the vendors' published error bodies; docs/providers.md names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import CallFailed, Cause
from core.llm import rates
from core.redact import hide_known, redact
from core.textfile import without_surrogates

_LONGEST_MESSAGE = 300
_LONGEST_READ = 5_000  # characters of a message or code that are searched for what they mean

_NO_CREDIT = re.compile(
    r"insufficient[_ ](quota|balance|funds|credit)|billing_hard_limit|billing_not_active|arrearage"
    r"|exceeded_current_quota|credit balance is too low|out of credits|overdue|payment required"
    r"|AccountOverdue|余额不足|欠费"
    # Limits that the account's owner, its tier or its contract set: only the owner can lift them.
    r"|credit_balance_exhausted|(organization|project)_(spend|usage)_limit_exceeded"
    r"|(enforced|contract)_spend_limit_reached|specified (workspace )?API usage limits"
    r"|credits are depleted|used all available credits|monthly spending limit",
    re.IGNORECASE,
)
_WRONG_KEY = re.compile(
    r"api_key_invalid|invalid[_ ]api[_ -]?key|api key not valid|incorrect api key|authentication_error"
    r"|invalid_authentication|AuthenticationError",
    re.IGNORECASE,
)
_UNKNOWN_MODEL = re.compile(
    r"model_not_found|model[_ ]not[_ ]exist|unknown_model|invalid_model|deploymentnotfound"
    r"|modelnotopen|InvalidEndpointOrModel|invalid model|no such model|not a valid model"
    r"|model [`'\"]?[^\s`'\"]+[`'\"]? (is )?(not found|does not exist)"
    r"|models/\S+ is not found|^model: |模型不存在|has been decommissioned|model_decommissioned"
    r"|model not found|not found the model|resource_not_found_error|model_not_available"
    r"|no endpoints found|model_not_supported|not supported by any provider",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"content_filter|content_policy|data_?inspection_?failed|responsibleai|sensitive|safety"
    r"|\b1301\b|content exists risk|inappropriate content|flagged_input",
    re.IGNORECASE,
)
# Alibaba says `insufficient_quota` where the tokens of this minute are used up; money is `Arrearage`.
_QUOTA_A_MINUTE = re.compile(r"(^|\.)aliyuncs\.com(:\d+)?$")

# How a reply ends where the server broke off: DeepSeek, Zhipu, and OpenRouter, Mistral and Fireworks.
_BROKEN_OFF = frozenset({"insufficient_system_resource", "network_error", "error"})

_REMEDY = {
    Cause.WRONG_KEY: "Check the key under Models, or make a new one on the provider's key page",
    Cause.FORBIDDEN: "Ask the provider whether this key may use this model from here",
    Cause.NO_CREDIT: "Add credit to the provider's account, then resume the run",
    Cause.UNKNOWN_MODEL: "Pick a model from the provider's list",
    Cause.WRONG_URL: "Check the base URL; it usually ends in /v1",
    Cause.RATE_LIMIT: "Wait, or lower the number of calls at once",
    Cause.SERVER: "Try again later; what is finished is kept",
}


class Blocked(CallFailed):
    """The server's safety system refused the prompt: an outcome to keep, not a fault to repair."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(Cause.BAD_REQUEST, what, status=status)
        self.reason = what


@dataclass(frozen=True, slots=True)
class _ErrorBody:
    message: str
    code: str
    delay: float | None = None

    @property
    def all(self) -> str:
        return f"{self.code} {self.message}"


def from_status(status: int, headers: Mapping[str, str], body: bytes, host: str) -> CallFailed:
    """The failure that an HTTP error status means, with the server's own words, free of keys.

    `host` is named in the message. A safety block is returned as `Blocked`.
    """
    said = _read(body)
    cause = _cause(status, said, host)
    what = f"{host} answered {status} ({cause.value}){_quote(said.message)}"
    if cause is Cause.BAD_REQUEST and _BLOCKED.search(said.all):
        return Blocked(redact(said.message or said.code)[:_LONGEST_MESSAGE], status)
    wait = rates.retry_after(headers)
    return CallFailed(
        cause,
        what,
        status=status,
        retry_after=said.delay if wait is None else wait,
        remedy=_REMEDY.get(cause, ""),
    )


def from_ok_body(data: Any, headers: Mapping[str, str], host: str) -> CallFailed | None:
    """The failure that some routers report inside a reply of status 200; None if there is none."""
    error = data.get("error") if isinstance(data, dict) else None
    if not error or "choices" in data:
        return None
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 502
    return from_status(status, headers, json.dumps(data).encode(), host)


def from_finish(finish: str, host: str) -> CallFailed | None:
    """The failure that the end of a reply reports; None where the answer is the model's own."""
    if finish not in _BROKEN_OFF:
        return None
    return CallFailed(Cause.SERVER, f"{host} broke off its answer ({finish})", remedy=_REMEDY[Cause.SERVER])


def _cause(status: int, said: _ErrorBody, host: str) -> Cause:
    if status == 402 or (status in (400, 403, 412, 429) and _NO_CREDIT.search(said.all)):
        return Cause.RATE_LIMIT if status == 429 and _QUOTA_A_MINUTE.search(host) else Cause.NO_CREDIT
    if status == 403 and "flagged_input" in said.code:
        return Cause.BAD_REQUEST
    if status == 400 and "FAILED_PRECONDITION" in said.code:
        return Cause.FORBIDDEN  # Gemini: not from this country without billing
    if status in (400, 403, 404, 422) and _UNKNOWN_MODEL.search(said.message + " " + said.code):
        return Cause.UNKNOWN_MODEL
    if status == 401 or (status in (400, 403) and _WRONG_KEY.search(said.all)):
        return Cause.WRONG_KEY
    return _BY_STATUS.get(status) or (Cause.SERVER if status >= 500 else _by_hundreds(status))


_BY_STATUS = {
    403: Cause.FORBIDDEN,
    404: Cause.WRONG_URL,
    405: Cause.WRONG_URL,
    407: Cause.PROXY,
    408: Cause.TIMEOUT,
    409: Cause.SERVER,
    410: Cause.UNKNOWN_MODEL,
    412: Cause.FORBIDDEN,  # Fireworks: the account is suspended
    425: Cause.SERVER,
    429: Cause.RATE_LIMIT,
    498: Cause.RATE_LIMIT,  # Groq: flex capacity exceeded
}


def _by_hundreds(status: int) -> Cause:
    return Cause.WRONG_URL if 300 <= status < 400 else Cause.BAD_REQUEST


def _read(body: bytes) -> _ErrorBody:
    said = _parsed(body)
    return _ErrorBody(_bounded(said.message), _bounded(said.code), said.delay)


def _bounded(text: str) -> str:
    """The text cut to what is read of it, but never through the middle of a key."""
    return without_surrogates(hide_known(text)[:_LONGEST_READ])


def _parsed(body: bytes) -> _ErrorBody:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return _ErrorBody("" if body.lstrip()[:1] == b"<" else body.decode("utf-8", "replace"), "")
    data = data[0] if isinstance(data, list) and data else data
    if not isinstance(data, dict):
        return _ErrorBody(str(data), "")
    error = data.get("error", data.get("errors"))
    if isinstance(error, str):
        more = data.get("message")  # Fireworks' gateway
        said = f"{error}: {more}" if isinstance(more, str) else error
        return _ErrorBody(said, str(data.get("code", "")))
    error = error if isinstance(error, dict) else data
    return _ErrorBody(_message(error), _codes(error), _delay(error))


def _message(error: dict[str, Any]) -> str:
    text = error.get("message", error.get("detail", error.get("msg", "")))
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)


def _codes(error: dict[str, Any]) -> str:
    """Every machine-readable word of the error: its code, type and status, and the reasons inside it."""
    words = [str(error[key]) for key in ("code", "type", "status") if error.get(key) is not None]
    words += [str(each["reason"]) for each in _details(error) if "reason" in each]
    words += [str(inner[field]) for inner, field in _inner(error) if field in inner]
    # OpenRouter's moderation says which part of the prompt it flagged.
    return " ".join([*words, "flagged_input"] if "flagged_input" in str(error.get("metadata")) else words)


def _inner(error: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The objects inside an error that carry one more code: Azure's and Anthropic's."""
    named = ((error.get("innererror"), "code"), (error.get("details"), "error_code"))
    return [(inner, field) for inner, field in named if isinstance(inner, dict)]


def _delay(error: dict[str, Any]) -> float | None:
    # Gemini names the delay in the body and not in a header.
    spans = (rates.duration(str(each["retryDelay"])) for each in _details(error) if "retryDelay" in each)
    return next((span for span in spans if span is not None), None)


def _details(error: dict[str, Any]) -> list[dict[str, Any]]:
    details = error.get("details")
    return [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []


def _quote(message: str) -> str:
    line = " ".join(redact(message).split())[:_LONGEST_MESSAGE]
    return f": {line}" if line else ""
