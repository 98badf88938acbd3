"""Texts of models made harmless to read: what would hide, reorder or break a page is shown instead of done."""

from __future__ import annotations

import re

# Directions that would turn a line around, controls that printers and XML cannot take, invisible tags, and
# halves of characters that no encoding has.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A few accents make a letter; hundreds of them cover the lines above and below.
_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]{4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+"
)


def visible(text: str, limit: int | None = None) -> str:
    """The text with line ends as \\n and every unseen character spelt out; at most `limit` characters of it."""
    shortened = text if limit is None else text[: 2 * limit]
    plain = _PILED.sub(r"\1", _UNSEEN.sub(_spelt, _LINES.sub("\n", shortened)))
    if limit is None or (len(plain) <= limit and len(shortened) == len(text)):
        return plain
    return plain[: limit - 1] + "…"


def one_line(text: str, limit: int | None = None) -> str:
    """The same in one line, for a cell or a name."""
    return " ".join(visible(text, limit).split())


def _spelt(found: re.Match[str]) -> str:
    code = ord(found.group())
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"⟨U+{code:04X}⟩"
