"""What the LLM judges of both metrics share: hostile text into a request, JSON out of a reply."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.textfile import without_surrogates

LONGEST_REPLY = 40_000  # characters of a judge's reply that are read: its end, where the verdict stands
_LONGEST_REPAIR = 8_000  # json_repair is slow on long nonsense,
_MOST_BRACKETS = 60  # and slower where it is nested
_TRIES = 200  # opening braces that are tried; more are noise

_CONTROL_TOKEN = re.compile(r"<(?=\|)|<(?=/?(?:start|end)_of_turn>)|\[(?=/?INST\])", re.IGNORECASE)
_THINKING = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_SAFE = {"<": "‹", "[": "⁅"}


def enclosed(tag: str, text: str, limit: int, tags: tuple[str, ...]) -> str:
    """The text between `<tag>` and `</tag>`, bounded and unable to close it or to open another of `tags`."""
    return f"<{tag}>\n{neutralised(bounded(text, limit), tags)}\n</{tag}>"


def neutralised(text: str, tags: tuple[str, ...]) -> str:
    """The text with the bracket of every such tag, and of chat control tokens, changed to a look-alike."""
    marks = re.compile(rf"<(?=\s*(?:/\s*)?(?:{'|'.join(map(re.escape, tags))})\b)", re.IGNORECASE)
    text = marks.sub(_SAFE["<"], text)
    return _CONTROL_TOKEN.sub(lambda match: _SAFE[match.group()], text)


def bounded(text: str, limit: int) -> str:
    """The text, or its first two thirds and last third of `limit` characters with a note between."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    head = limit - tail
    left_out = len(text) - limit
    return f"{text[:head]}\n[... {left_out} characters left out ...]\n{text[-tail:] if tail else ''}"


def repair_turns(reply: str, form: str) -> tuple[str, str]:
    """The two turns after an unreadable reply: itself (bounded), and the request to write it in `form`."""
    again = (
        "Your reply could not be read. Write your verdict again as one JSON object and nothing else, "
        f"in this form:\n{form}"
    )
    return bounded(reply, 4_000) or "(empty)", again


def objects(reply: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a judge's reply, the last first; after them what can be made of broken JSON.

    Keys are lower-case with underscores. Objects inside an object follow it. Never raises.
    """
    text = _without_thinking(reply[-LONGEST_REPLY:])
    for found in reversed(list(_decoded(text))):
        yield from _with_inner(found)
    yield from _with_inner(_repaired(text))


def _without_thinking(text: str) -> str:
    """The text without what stands between a tag that opens thinking and the next that closes it."""
    tags = list(_THINKING.finditer(text))
    kept, start, opened = [], 0, None
    for tag in tags:
        if not tag.group(1):
            opened = tag.start() if opened is None else opened
        elif opened is not None:
            kept.append(text[start:opened])
            start, opened = tag.end(), None
    return "".join((*kept, text[start:]))


def _decoded(text: str) -> Iterator[dict[str, Any]]:
    decoder, start = json.JSONDecoder(strict=False), 0
    for _ in range(_TRIES):
        start = text.find("{", start)
        if start < 0:
            return
        try:
            found, start = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start += 1
            continue
        yield found


def _repaired(text: str) -> Any:
    start = text.find("{")
    broken = text[start:][:_LONGEST_REPAIR]
    if start < 0 or broken.count("{") + broken.count("[") > _MOST_BRACKETS:
        return None
    import json_repair

    try:
        return json_repair.loads(broken)
    except (ValueError, RecursionError, TypeError, LookupError, AttributeError):
        return None


def _with_inner(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for entry in reversed(found):
            yield from _with_inner(entry)
    elif isinstance(found, Mapping):
        yield {_plain(key): _storable(value) for key, value in found.items()}
        for value in found.values():
            if isinstance(value, Mapping):
                yield {_plain(key): _storable(inner) for key, inner in value.items()}


def _storable(value: Any) -> Any:
    """An escape in the reply's JSON may spell half of a character, which no file or database can hold."""
    return without_surrogates(value) if isinstance(value, str) else value


def _plain(key: Any) -> str:
    return re.sub(r"[\s-]+", "_", str(key).strip().strip("*_\"'").lower())
