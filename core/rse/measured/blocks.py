"""Markdown lines to blocks (headings, list items, code, tables, quotes, paragraphs) and text without its marks.

One pass over the lines. The prose that comes out is the same whether the marks were there or not, which is
what keeps content scores independent of formatting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PARAGRAPH, HEADING, NUMBERED, BULLET, CODE, TABLE, QUOTE = "PHNBCTQ"
# In front of each line of prose: what the line is. Private-use characters are taken out of the text first.
LINE_MARKS = {
    PARAGRAPH: "\ue001",
    HEADING: "\ue002",
    NUMBERED: "\ue003",
    BULLET: "\ue004",
    TABLE: "\ue005",
    QUOTE: "\ue006",
}
CONTINUED = "\ue007"
MARKS = "".join(LINE_MARKS.values()) + CONTINUED

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_BOLD_LINE = re.compile(r"\s{0,3}\*\*[^*]{1,80}\*\*:?\s*$")
_NUMBERED = re.compile(
    r"\s{0,12}(?:\*\*)?(?:\(?\d{1,3}[.)](?=\s|\*\*)|\(?[一二三四五六七八九十]{1,3}[、)）]|（[\d一二三四五六七八九十]{1,3}）|\d{1,3}[、．])\s*"
)
_BULLET = re.compile(r"\s{0,12}[-*+•–·●▪]\s+")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_TABLE = re.compile(r"\s{0,3}\|")
_RULE = re.compile(r"\s{0,3}(?:[-*_=]\s?){3,}\s*$")
_TABLE_RULE = re.compile(r"[\s|:+-]+$")
_FENCE = re.compile(r"\s{0,12}(?:```|~~~)")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\s]{0,500}\)")
_EMPHASIS = "*_`~"
_PRIVATE = re.compile(f"[{MARKS}]")
_STARTS = (
    (_HEADING, HEADING),
    (_BOLD_LINE, HEADING),
    (_NUMBERED, NUMBERED),
    (_BULLET, BULLET),
    (_QUOTE, QUOTE),
    (_TABLE, TABLE),
)
_MARKED_FIRST = frozenset("#*-+•–·●▪>|(（0123456789一二三四五六七八九十")


@dataclass(slots=True)
class Layout:
    """What one pass found: `kinds` has one letter a block, `sizes` their characters; prose and code are apart."""

    kinds: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    open: bool = False  # whether the next plain line continues the last block

    def begin(self, kind: str, body: str) -> None:
        """Start a block of this kind with its first line."""
        self.kinds.append(kind)
        self.sizes.append(len(body))
        self.prose.append(LINE_MARKS[kind] + body)
        self.open = kind in (PARAGRAPH, NUMBERED, BULLET, QUOTE, TABLE)

    def extend(self, body: str) -> None:
        """Add a line to the last block."""
        self.sizes[-1] += len(body)
        self.prose.append(CONTINUED + body)


def layout(text: str) -> Layout:
    """Split a text into blocks and prose; never fails, an unclosed code fence runs to the end."""
    found = Layout()
    in_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
            found.open = False
            if in_code:
                found.kinds.append(CODE)
                found.sizes.append(0)
        elif in_code:
            found.code.append(line)
            found.sizes[-1] += len(line)
        else:
            _prose_line(found, line)
    return found


def _prose_line(found: Layout, line: str) -> None:
    if not line.strip():
        found.open = False
        return
    kind, body = _classify(line)
    if (
        (kind == TABLE and found.open and found.kinds[-1] == TABLE)
        or (kind == QUOTE and found.open and found.kinds[-1] == QUOTE)
        or (kind == PARAGRAPH and found.open)
    ):
        found.extend(body)
    elif kind:
        found.begin(kind, body)


def _classify(line: str) -> tuple[str, str]:
    """The block kind of a line ("" for a rule, which only separates) and its text without the mark."""
    stripped = line.lstrip()
    if stripped[0] not in _MARKED_FIRST:
        return PARAGRAPH, line
    if _RULE.match(line) or (stripped[0] == "|" and _TABLE_RULE.match(line)):
        return "", ""
    for pattern, kind in _STARTS:
        match = pattern.match(line)
        if match:
            return kind, _body(line, match.end(), kind)
    return PARAGRAPH, line


def _body(line: str, end: int, kind: str) -> str:
    if _BOLD_LINE.match(line):
        end = 0
    body = line[end:]
    if kind == TABLE:
        return body.replace("|", " ")
    inner = _NUMBERED.match(body)
    return body[inner.end() :] if inner else body


def plain(prose: str) -> str:
    """The prose without emphasis, inline code ticks and link addresses."""
    if "](" in prose:
        prose = _LINK.sub(r"\1", prose)
    for mark in _EMPHASIS:
        prose = prose.replace(mark, "")
    return prose


def without_private(text: str) -> str:
    """The text without characters that this module uses as its own marks."""
    return text if text.isascii() else _PRIVATE.sub("", text)
