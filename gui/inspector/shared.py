"""Passages that two texts share: runs of words, or of Chinese characters, that stand in both."""

from __future__ import annotations

import re

# Four words or six Chinese characters in a row are rarely alike by chance.
_WORDS, _CHARACTERS = 4, 6
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
Span = tuple[int, int]


def shared_passages(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Spans (start, end) in each text of what stands in the other too; letter case does not matter."""
    first, second = _tokens(one), _tokens(other)
    common = _runs(first).keys() & _runs(second).keys()
    return _spans(first, common), _spans(second, common)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _length(token: str) -> int:
    return _CHARACTERS if "\u3400" <= token[0] <= "\u9fff" else _WORDS


def _runs(tokens: list[tuple[str, int, int]]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(tokens)):
        run = tuple(t[0] for t in tokens[at : at + _length(tokens[at][0])])
        if len(run) == _length(run[0]):
            found.setdefault(run, []).append(at)
    return found


def _spans(tokens: list[tuple[str, int, int]], common: set[tuple[str, ...]]) -> list[Span]:
    spans: list[Span] = []
    for run, places in _runs(tokens).items():
        if run in common:
            spans += [(tokens[at][1], tokens[at + len(run) - 1][2]) for at in places]
    return _joined(sorted(spans))


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
