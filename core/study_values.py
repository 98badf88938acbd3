"""What the values of a model's table may be: parameters that every server can be sent, prices, and never a key."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from core.errors import BadInput
from core.redact import redact

KEY_SOURCES = ("keyring:", "env:", "session:")
_PRICES = ("input", "output")
_KEY_NAMES = re.compile(
    r"(?i)^(x-)?(api[-_ ]?|goog-api-|secret[-_ ]?|access[-_ ]?)?(key|token|secret)$|^authorization$"
)
# An entry may well be called key-of-our-group-in-basel; a key itself has no such words.
_FREE_TEXT = frozenset({"base_url", "params", "notes", "system", "ancestors"})
_SHOWN = 500  # characters that are looked at; what is no key up to there is none that 60 could show
_LONG = re.compile(r"[A-Za-z0-9]{16}")
_REMEDY = 'Keep it in the system\'s keyring and write key = "keyring:NAME", or key = "env:VARIABLE"'


def check_key(key: str | None) -> None:
    """A key is named, never written out; the message does not repeat it."""
    if key is None:
        return
    prefix = next((source for source in KEY_SOURCES if key.startswith(source)), None)
    name = key.removeprefix(prefix or "")
    if prefix is not None and not name.strip():
        raise BadInput(
            "names no key", field="key", remedy='Write key = "keyring:NAME", or key = "env:VARIABLE"'
        )
    if prefix is None or (_is_secret(name) and _LONG.search(name)):
        raise _literal("key")


def check_no_key(values: Mapping[str, Any]) -> None:
    """Refuse a key in any other field, by its shape or by the name that it is given. Raises BadInput."""
    for field, value in values.items():
        looks_like_one = _is_secret if field in _FREE_TEXT else _is_long_secret
        if any(looks_like_one(text) or _KEY_NAMES.match(name) for name, text in _texts(field, value)):
            raise _literal(field)
    address = values.get("base_url") or ""
    if isinstance(address, str) and "@" in address.partition("//")[2].partition("/")[0]:
        raise _literal("base_url")


def check_params(params: Mapping[str, Any]) -> None:
    """Parameters are sent as JSON, and two of them are computed with. Raises BadInput."""
    for name, value in params.items():
        if not _is_json(value):
            raise BadInput(
                "must be text, a finite number, true, false, a list or a table", field=f"params.{name}"
            )
    most = params.get("max_tokens", 1)
    if type(most) is not int or most < 1:
        raise BadInput("must be a whole number, 1 or more", field="params.max_tokens")
    if isinstance(params.get("temperature", 0), (str, bool, list, dict)):
        raise BadInput("must be a number", field="params.temperature")


def check_date(text: str) -> None:
    """A date is a year, a year and month, or a day. Raises BadInput."""
    if text and not any(_fits(text, form) for form in ("%Y", "%Y-%m", "%Y-%m-%d")):
        raise BadInput("write a date such as 2024, 2024-09 or 2024-09-19, in quotes", field="released")


def _fits(text: str, form: str) -> bool:
    try:
        return datetime.strptime(text, form).strftime(form) == text  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return False


def check_price(price: Mapping[str, Any]) -> None:
    """A price is USD per million tokens, for input and for output. Raises BadInput."""
    for name in (*price, *(_PRICES if price else ())):
        value = price.get(name)
        if name not in _PRICES or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadInput(
                "write { input = 1.5, output = 6 }: a number of USD per million tokens each", field="price"
            )
        if not 0 <= value < math.inf:
            raise BadInput("must be a number, 0 or more", field=f"price.{name}")


def _texts(field: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text within a value, with the name it is given there."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(str(name), inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(field, inner)


def shown(value: object) -> str:
    """A value in a message: short, and never a key that stands where none belongs."""
    return f"{redact(repr(value)[:_SHOWN]):.60}"


def _is_long_secret(text: str) -> bool:
    """A name such as sk-learn-and-friends is none."""
    return _is_secret(text) and bool(_LONG.search(text))


def _is_secret(text: str) -> bool:
    return redact(text) != text


def _is_json(value: Any) -> bool:
    if isinstance(value, (str, bool, int)):
        return True
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, (list, tuple)):
        return all(map(_is_json, value))
    return isinstance(value, Mapping) and all(map(_is_json, value.values()))


def _literal(field: str) -> BadInput:
    return BadInput("a key must not stand in a study file", field=field, remedy=_REMEDY)
