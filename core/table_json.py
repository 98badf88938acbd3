"""Rows out of JSON: one value a line, an array, or an object that holds a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from core.table_text import BROKEN_TEXT
from core.tables import Reading, Row
from core.textfile import UNDECODED, open_text, without_surrogates

CHUNK = 1 << 20
BLANK = re.compile(r"[\s\ufeff]*")
# The first line of an object that is written over several lines.
OPENED_OBJECT = re.compile(r'\{\s*("[^"]*"\s*:?\s*[\[{]?)?')
LONE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
# Lists of objects that belong to one row: its turns, not rows of their own.
WITHIN_A_ROW = frozenset({"conversations", "messages", "turns", "choices", "features"})
USUAL_WRAPPERS = ("rows", "data", "items", "prompts")
# What json.loads raises: ValueError covers malformed text and numbers of too many digits.
REFUSED = (ValueError, RecursionError)


def rows(reading: Reading) -> Iterator[Row]:
    """Yield the rows of a file that is JSON Lines, an array, or an object with a list in it."""
    with open_text(reading.path, reading.encoding) as file:
        shape = _shape(file, whole=reading.path.suffix.lower() == ".json")
    if shape == "array":
        return _array(reading)
    return _object(reading) if shape == "object" else _lines(reading)


def _shape(file: TextIO, *, whole: bool) -> str:
    """Tell from the first line: a value that ends on it, with more to follow, is JSON Lines.

    `whole` says that the file's name promises one JSON document.
    """
    first = line = ""
    # Never the whole line at once: an array of 200 MB may stand on one.
    while not first and (line := file.readline(CHUNK)):
        first = line.strip("\ufeff \t\r\n")
    if first.startswith("["):
        return "array"
    try:
        value = json.loads(first if line.endswith("\n") else first + file.readline())
    except REFUSED:
        return "object" if whole or OPENED_OBJECT.fullmatch(first) else "lines"
    more = any(line.strip() for line in file)
    return "object" if whole and not more and isinstance(value, dict) else "lines"


def _lines(reading: Reading) -> Iterator[Row]:
    with open_text(reading.path, reading.encoding) as file:
        for number, line in enumerate(file, 1):
            text = line.strip("\ufeff \t\r\n")
            if not text:
                continue
            if UNDECODED.search(text):
                reading.report(number, BROKEN_TEXT)
                continue
            try:
                value = json.loads(text)
            except REFUSED as error:
                reading.report(number, f"not valid JSON ({_reason(error)})")
                continue
            yield from _as_row(reading, number, value, text)


def _array(reading: Reading) -> Iterator[Row]:
    """Stream an array element by element; after a broken element nothing can be trusted, so it ends there."""
    with open_text(reading.path, reading.encoding) as file:
        source = _Elements(file)
        try:
            for line, value, text in source:
                yield from _as_row(reading, line, value, text)
        except REFUSED as error:
            reading.report(source.line, f"not valid JSON, the rest was not read ({_reason(error)})")


def _object(reading: Reading) -> Iterator[Row]:
    with open_text(reading.path, reading.encoding) as file:
        text = file.read().lstrip("\ufeff")
    if broken := UNDECODED.search(text):
        reading.report(text.count("\n", 0, broken.start()) + 1, BROKEN_TEXT)
    try:
        value = json.loads(text)
        value = _clean(value) if broken or LONE_ESCAPE.search(text) else value
    except REFUSED as error:
        reading.report(getattr(error, "lineno", None), f"not valid JSON ({_reason(error)})")
        return
    found = _unwrapped(reading, value)
    for number, element in enumerate(found, 1):
        # The hub's data-set server wraps each row with its number.
        inner = element.get("row") if isinstance(element, dict) and "row_idx" in element else element
        yield from _as_row(reading, number, inner)


def _unwrapped(reading: Reading, value: Any) -> list[Any]:
    """Return the rows of one JSON document: a list inside it, its columns turned round, its members, or itself."""
    lists = _lists(value)
    if len(lists) > 1:
        lists = {name: lists[name] for name in USUAL_WRAPPERS if name in lists} or lists
        name, *others = lists
        if others:
            reading.report(None, f"several lists of rows; only {name!r} was read, not {', '.join(others)}")
    if lists:
        return next(iter(lists.values()))
    inner = [part for part in value.values() if isinstance(part, dict)] if isinstance(value, dict) else []
    if len(inner) == 1 and _lists(inner[0]):
        return _unwrapped(reading, inner[0])  # {"data": {"rows": [...]}}
    return _by_column(value) or _by_id(value) or [value]


def _by_column(value: Any) -> list[Any]:
    """Read {"prompt": ["a", "b"]} and pandas' {"prompt": {"0": "a", "1": "b"}}."""
    if not isinstance(value, dict) or not value or WITHIN_A_ROW & set(value):
        return []
    columns = [_numbered(part) if isinstance(part, dict) else part for part in value.values()]
    if not all(isinstance(part, list) and part and _plain(part) for part in columns):
        return []
    if len({len(part) for part in columns}) > 1:
        return []
    return [dict(zip(value, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _numbered(part: dict[str, Any]) -> list[Any]:
    return list(part.values()) if list(part) == [str(number) for number in range(len(part))] else []


def _plain(part: list[Any]) -> bool:
    return not any(isinstance(cell, dict | list) for cell in part)


def _by_id(value: Any) -> list[Any]:
    """Read {"q1": {"prompt": "a"}, "q2": {"prompt": "b"}}."""
    if (
        not isinstance(value, dict)
        or len(value) < 2
        or not all(isinstance(row, dict) for row in value.values())
    ):
        return []
    shared = set.intersection(*(set(row) for row in value.values()))
    return [{"id": name, **row} for name, row in value.items()] if shared else []


class _Elements:
    """Iterates over a JSON array in a file, holding no more of it than the element at hand."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._decoder = file, json.JSONDecoder()
        self._text, self._at, self._wanted = "", 0, CHUNK
        self.line = 1

    def __iter__(self) -> Iterator[tuple[int, Any, str]]:
        self._take("[")
        closing = self._take("]", optional=True)
        while not closing:
            self._skip_blank()
            line = self.line
            value, raw = self._element()
            yield line, value, raw
            closing = self._take("]", optional=True)
            if not closing:
                self._take(",")
        self._skip_blank()
        if self._text[self._at :]:
            raise ValueError("something follows the end of the array")

    def _element(self) -> tuple[Any, str]:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except REFUSED:
                if not self._more():
                    raise
                continue
            # A number may go on in the next chunk: 12|34.
            if end == len(self._text) and self._more():
                continue
            raw = self._text[self._at : end]
            self._advance(end)
            return value, raw

    def _take(self, wanted: str, *, optional: bool = False) -> bool:
        self._skip_blank()
        found = self._text[self._at : self._at + 1]
        if found == wanted:
            self._advance(self._at + 1)
        elif not optional:
            raise ValueError(f"{wanted!r} expected, but {found or 'the end of the file'!r} found")
        return found == wanted

    def _skip_blank(self) -> None:
        while True:
            match = BLANK.match(self._text, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._text) or not self._more():
                return

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Read on; the amount doubles while one element fills the buffer, so that retrying stays linear."""
        kept = self._text[self._at :]
        chunk = self._file.read(max(CHUNK, len(kept)))
        self._text, self._at = kept + chunk, 0
        return bool(chunk)


def _as_row(reading: Reading, line: int, value: Any, text: str = "") -> Iterator[Row]:
    """Yield a decoded value as a row; `text` is what it was decoded from, unless that was looked at already."""
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        reading.report(line, f"expected an object, found {type(value).__name__}")
    elif UNDECODED.search(text):
        reading.report(line, BROKEN_TEXT)
    else:
        try:
            yield Row(line, _clean(value) if LONE_ESCAPE.search(text) else value)
        except RecursionError:
            reading.report(line, "nested too deeply")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [_clean(part) for part in value]
    if isinstance(value, dict):
        return {without_surrogates(name): _clean(part) for name, part in value.items()}
    return value


def _lists(value: Any) -> dict[str, list[Any]]:
    """Return the members that are lists of rows, if `value` is an object that wraps them."""
    if not isinstance(value, dict):
        return {}
    return {name: part for name, part in value.items() if name not in WITHIN_A_ROW and _is_rows(part)}


def _is_rows(part: Any) -> bool:
    if not isinstance(part, list) or not part or not all(isinstance(row, dict) for row in part):
        return False
    # Messages of one conversation are no rows.
    return not all("role" in row or "from" in row for row in part)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}" if error.lineno == 1 else error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
