"""What two texts share, and what stands in one of them only; neither looks at letter case.

Shared passages are runs of words, or of Chinese characters, that stand in both. What stands in one only are words that
the other has nowhere (of Chinese, pairs of characters), with the few common words between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Four words or six Chinese characters in a row are rarely alike by chance.
_WORDS, _CHARACTERS = 4, 6
# So many common words between two that stand in one only do not break the passage; always fewer than are shared.
_BETWEEN = 2
# Characters of each text that are compared, and passages of each kind: marks beyond help nobody, and take their time.
COMPARED, _MOST = 100_000, 1_500
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
Span = tuple[int, int]
Token = tuple[str, int, int]
Unit = tuple[str, ...]
Runs = dict[Unit, list[int]]


@dataclass(frozen=True)
class TextMarks:
    """Spans (start, end) of one text: what stands in the other too, and what does not."""

    shared: tuple[Span, ...] = ()
    only_here: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Marks:
    """Of both texts; `whole` is whether they were compared to their ends."""

    left: TextMarks = TextMarks()
    right: TextMarks = TextMarks()
    whole: bool = True


NO_MARKS = Marks()


def compare(one: str, other: str) -> Marks:
    """The marks of two texts, of bounded number; without both there is nothing to compare."""
    if not one or not other:
        return NO_MARKS
    first, second = _tokens(one[:COMPARED]), _tokens(other[:COMPARED])
    runs, theirs = _runs(first), _runs(second)
    common = runs.keys() & theirs.keys()
    left, right = _passages(runs, common), _passages(theirs, common)
    units, their_units = _units(first), _units(second)
    return Marks(
        _marks(first, left, units, set(their_units)),
        _marks(second, right, their_units, set(units)),
        max(len(one), len(other)) <= COMPARED,
    )


def shared_passages(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Spans (start, end) in each text of what stands in the other too."""
    marks = compare(one, other)
    return list(marks.left.shared), list(marks.right.shared)


def _tokens(text: str) -> list[Token]:
    return [(m.group().casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _is_chinese(token: str) -> bool:
    return "\u3400" <= token[0] <= "\u9fff"


def _runs(tokens: list[Token]) -> Runs:
    found: Runs = {}
    words = [token[0] for token in tokens]
    for at, word in enumerate(words):
        length = _CHARACTERS if _is_chinese(word) else _WORDS
        if at + length <= len(words):
            found.setdefault(tuple(words[at : at + length]), []).append(at)
    return found


def _passages(runs: Runs, common: Iterable[Unit]) -> list[Span]:
    """First and last token of each passage; two that overlap are one."""
    found: list[Span] = []
    for first, last in sorted((at, at + len(run) - 1) for run in common for at in runs[run]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _units(tokens: list[Token]) -> list[Unit]:
    """What each token is looked for by: a word by itself, a Chinese character with the one that follows it."""
    words = [token[0] for token in tokens]
    pairs = zip(words, [*words, " "][1:], strict=True)
    return [(word, after) if _is_chinese(word) and _is_chinese(after) else (word,) for word, after in pairs]


def _marks(tokens: list[Token], shared: list[Span], units: list[Unit], theirs: set[Unit]) -> TextMarks:
    # A pair may be in one text only though one of its characters belongs to a passage that is shared.
    covered = {at for first, last in shared for at in range(first, last + 1)}
    alone = [at for at in range(len(units)) if at not in covered and not _in_both(units, at, theirs)]
    return TextMarks(_spans(tokens, shared), _spans(tokens, _bridged(alone, covered)))


def _in_both(units: list[Unit], at: int, theirs: set[Unit]) -> bool:
    """A Chinese character belongs to the pair that it ends, too."""
    return units[at] in theirs or (at > 0 and len(units[at - 1]) > 1 and units[at - 1] in theirs)


def _bridged(places: list[int], covered: set[int]) -> list[Span]:
    """First and last token of each passage of these tokens, with the few between them."""
    found: list[Span] = []
    for at in places:
        between = range(found[-1][1] + 1, at) if found else range(0)
        if found and len(between) <= _BETWEEN and covered.isdisjoint(between):
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _spans(tokens: list[Token], passages: list[Span]) -> tuple[Span, ...]:
    """From tokens to characters; passages of Chinese that touch are one."""
    spans: list[Span] = []
    for first, last in passages[:_MOST]:
        start, end = tokens[first][1], tokens[last][2]
        touches = bool(spans) and start <= spans[-1][1]
        spans.append((spans.pop()[0] if touches else start, end))
    return tuple(spans)
