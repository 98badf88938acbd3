"""Reading a server's reply, of which nothing may be taken for granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import CallFailed, Cause
from core.llm.chat import Usage

Json = Mapping[str, Any]
_MOST_TOKENS = 10**12  # far beyond any context; a larger count is no count, and could not be stored


def mapping(value: Any) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> list[Json]:
    """The objects of a list; empty where it is none."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value if it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def count(value: Any) -> int | None:
    """The value if it is a number of tokens, else None."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= _MOST_TOKENS else None


def usage(data: Json, given: str, written: str) -> Usage:
    """Token counts under these two names."""
    return Usage(count(data.get(given)), count(data.get(written)))


def bad_reply(what: str) -> CallFailed:
    """The failure of a reply that is JSON, but not this wire format's."""
    return CallFailed(
        Cause.BAD_REPLY, f"the server's reply has {what}", remedy="Check the base URL and the provider"
    )
