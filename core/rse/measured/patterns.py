"""How rare each skeleton pattern is in English at large, from a frozen table.

Patterns that stand in every text ("of the", a comma after a content word) make a steady writer look like everybody.
Weighting by rarity lets the patterns speak that few writers share. The table was counted in software documentation
(see docs/measured-judge.md), never in answers of models.
"""

from __future__ import annotations

from functools import cache
from operator import add

from core import resources
from core.rse.measured.blocks import CONTINUED, LINE_MARKS
from core.rse.measured.lexer import CODES, CONTENT, EMOJI, WORD_OF

# The rarity of a pattern that is not in the table: about that of one in 25 of 21,600 documents.
UNLISTED = 7.0
_MARK_NAMES = {mark: f"<{kind}>" for kind, mark in (*LINE_MARKS.items(), ("continued", CONTINUED))} | {
    EMOJI: "<emoji>"
}
_CODE_OF_NAME = {name: mark for mark, name in _MARK_NAMES.items()} | CODES
_BLANK = frozenset((CONTENT * 2, CONTENT * 3))


def grams(framed: str) -> list[str]:
    """The pairs, then the triples of a skeleton, less those that hold nothing but content words."""
    pairs = list(map(add, framed, framed[1:]))
    triples = map(add, pairs, framed[2:])
    return [gram for gram in (*pairs, *triples) if gram not in _BLANK]


def spelled(gram: str) -> str:
    """A pattern in readable form: words, marks by name, "_" for a content word, joined by spaces."""
    return " ".join(WORD_OF.get(code) or _MARK_NAMES.get(code, code) for code in gram)


def weight(gram: str) -> float:
    """The weight of a pattern: its rarity squared, scaled to at most 1."""
    return (_rarities().get(gram, UNLISTED) / UNLISTED) ** 2


@cache
def _rarities() -> dict[str, float]:
    table: dict[str, float] = {}
    for line in resources.read_text("measured", "skeleton-patterns.tsv").splitlines():
        rarity, *names = line.split("\t")
        for name in names:
            table["".join(_CODE_OF_NAME.get(part, part) for part in name.split(" "))] = float(rarity)
    return table
