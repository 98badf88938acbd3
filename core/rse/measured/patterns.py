"""How rare each skeleton pattern is in English at large, from a frozen table.

Patterns that stand in every text ("of the", a comma after a content word) make a steady writer look like everybody.
Weighting by rarity lets the patterns speak that few writers share. The table was counted in software documentation
(see docs/measured-judge.md), never in answers of models.
"""

from __future__ import annotations

from functools import cache
from operator import add

from core import resources
from core.rse.measured import words
from core.rse.measured.blocks import CONTINUED, LINE_MARKS
from core.rse.measured.lexer import CODES, CONTENT, EMOJI, WORD_OF

# The rarity of a pattern that is not in the table: about that of one in 25 of 21,600 documents.
UNLISTED = 7.0
_MOST_REMEMBERED = 100_000
_MARK_NAMES = {mark: f"<{kind}>" for kind, mark in (*LINE_MARKS.items(), ("continued", CONTINUED))} | {
    EMOJI: "<emoji>"
}
_CODE_OF_NAME = {name: mark for mark, name in _MARK_NAMES.items()} | CODES
_BLANK = frozenset((CONTENT * 2, CONTENT * 3))
_CHINESE = frozenset(CODES[word] for word in words.CHINESE)
_COMMON_CHINESE = "了 是 在 和 不 也 有 就 这 我 你 会 要 可以"
# From the place of the words in Chinese grammar, not counted: particles and the commonest verbs are everywhere.
_PART_RARITIES = {CONTENT: 0.3, CODES["的"]: 0.7} | {CODES[word]: 1.7 for word in _COMMON_CHINESE.split()}


def grams(framed: str) -> list[str]:
    """The pairs, then the triples of a skeleton, less those that hold nothing but content words."""
    pairs = list(map(add, framed, framed[1:]))
    triples = map(add, pairs, framed[2:])
    return [gram for gram in (*pairs, *triples) if gram not in _BLANK]


def spelled(gram: str) -> str:
    """A pattern in readable form: words, marks by name, "_" for a content word, joined by spaces."""
    return " ".join(WORD_OF.get(code) or _MARK_NAMES.get(code, code) for code in gram)


class Weights(dict[str, float]):
    """The weight of each pattern, at most 1: its rarity squared; worked out when first asked for."""

    def __missing__(self, gram: str) -> float:
        """Work out one weight; remember it while there are not too many."""
        value = ((_rarities().get(gram) or _guessed(gram)) / UNLISTED) ** 2
        if len(self) < _MOST_REMEMBERED:
            self[gram] = value
        return value


@cache
def weights() -> Weights:
    """The weights of this process."""
    return Weights()


def _guessed(gram: str) -> float:
    """The rarity of an unlisted pattern; with Chinese in it, which the table lacks, the sum over its parts."""
    if _CHINESE.isdisjoint(gram):
        return UNLISTED
    return min(UNLISTED, sum(_PART_RARITIES.get(code, 1.0 if code not in _CHINESE else 3.0) for code in gram))


@cache
def _rarities() -> dict[str, float]:
    table: dict[str, float] = {}
    for line in resources.read_text("measured", "skeleton-patterns.tsv").splitlines():
        rarity, *names = line.split("\t")
        for name in names:
            table["".join(_CODE_OF_NAME.get(part, part) for part in name.split(" "))] = float(rarity)
    return table
