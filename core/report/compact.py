"""JSON on few lines, for paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def compact(manifest: str) -> str:
    """JSON with lists of plain values on one line each, which would else fill a page with single words."""
    return "\n".join(_lines(json.loads(manifest), ""))


def _lines(value: Any, before: str, depth: int = 0) -> Iterator[str]:
    """The lines of a value. before: what stands before it on its first line."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not inside or (isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)):
        yield " " * depth + before + json.dumps(value, ensure_ascii=False)
        return
    ends = "{}" if isinstance(value, dict) else "[]"
    named = (
        [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
        if isinstance(value, dict)
        else [""] * len(value)
    )
    yield " " * depth + before + ends[0]
    for number, (name, each) in enumerate(zip(named, inside, strict=True), 1):
        *lines, last = _lines(each, name, depth + 1)
        yield from lines
        yield last + ("," if number < len(inside) else "")
    yield " " * depth + ends[1]
