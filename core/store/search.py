"""Full-text search that also finds two-character Chinese words: beside the text stand its pairs of CJK characters.

SQLite's own tokenizers take a run of Chinese as one word (unicode61) or find nothing below three characters
(trigram); pairs as words of their own find any two.
"""

from __future__ import annotations

import re

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_RUN = re.compile(f"[{_CJK}]+")
_PART = re.compile(f"[{_CJK}]+|[^\\W{_CJK}]+")
_WHOLE_WORDS = 2  # letters, up to which a word is only found whole
LONGEST_INDEXED = 200_000  # characters of one text that are indexed


def pairs(text: str) -> str:
    """Every pair of neighbouring CJK characters, as words; single ones too."""
    words = []
    for run in _RUN.findall(text[:LONGEST_INDEXED]):
        words += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return " ".join(words)


def match(text: str) -> str:
    """The FTS5 query for what a person typed: all of its words, in any order; empty where there are none."""
    return " AND ".join(_wanted(part) for part in _PART.findall(text))


def _wanted(part: str) -> str:
    if not _RUN.fullmatch(part):
        # Nearly every text has some word that begins with one or two given letters; finding that out takes long.
        return f'text : "{part}"' + (" *" if len(part) > _WHOLE_WORDS else "")
    if len(part) == 1:
        return f'pairs : "{part}" *'
    return f'pairs : "{pairs(part)}"'
