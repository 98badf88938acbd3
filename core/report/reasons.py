"""The reasons of the built-in judges in the reader's language: they are kept in English, whatever reads them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from core import resources
from core.wording import Language

_FIELD = re.compile(r"\\\{(\w+)\\\}")
# What may be filled in: figures have no spaces; the rest may be any text.
_FITS = {"n": r"[\d,]+", "m": r"[\d,]+", "figure": r"-?[\d.]+", "kind": "[a-z ]+", "thing": "[a-z -]+"}
_TRANSLATED = frozenset({"kind", "thing", "named"})
_LISTS = re.compile(r"(?:Similar: (?P<similar>.+?\.))?(?:(?:^| )Different: (?P<different>.+\.))?", re.DOTALL)
_MOST = 8  # pieces of a list; there are three at most, and more where quotations have semicolons
_LONGEST = 4_000

# Nobody who reads a reason needs to know whose statistic it is; files keep its name.
_ORDER = re.compile(
    r"(the words they share come in (?:much the same|a different) order) \(tau (-?\d\.\d\d) over (\d+) words\)"
)
_PLAIN_ORDER = r"\1 (of \3 words; their order agrees \2, where 1 is the same and 0 chance)"

Patterns = list[tuple[re.Pattern[str], str]]


def said(reason: str, language: Language) -> str:
    """A reason as it is shown; one of another judge, or one that is not known as a whole, stays as it was given."""
    if len(reason) > _LONGEST:
        return reason
    if language == "en":
        return _ORDER.sub(_PLAIN_ORDER, reason)
    whole, pieces, words = _load(language)
    return _filled(reason, whole, words) or _listed(reason, pieces, words) or reason


def _listed(reason: str, pieces: Patterns, words: Mapping[str, str]) -> str:
    """What is similar and what is different, each a list; nothing where a part of them is not known."""
    found = _LISTS.fullmatch(reason)
    parts = {head: text for head, text in (found.groupdict() if found else {}).items() if text}
    told = [_part(words[head.capitalize()], text, pieces, words) for head, text in parts.items()]
    return "".join(told) if all(told) else ""


def _part(head: str, text: str, pieces: Patterns, words: Mapping[str, str]) -> str:
    told = _told(text.removesuffix(".").split("; ")[: _MOST + 1], pieces, words)
    return f"{head}：{'；'.join(told)}。" if told else ""


def _told(parts: list[str], pieces: Patterns, words: Mapping[str, str]) -> list[str]:
    """What the parts say, several of them as one where a quotation has semicolons; nothing where one is not known."""
    if len(parts) > _MOST:
        return []
    for taken in range(1, len(parts) + 1):
        first = _filled("; ".join(parts[:taken]), pieces, words)
        rest = _told(parts[taken:], pieces, words) if first else []
        if first and (rest or taken == len(parts)):
            return [first, *rest]
    return []


def _filled(text: str, patterns: Patterns, words: Mapping[str, str]) -> str:
    for pattern, worded in patterns:
        if (found := pattern.fullmatch(text)) is not None:
            values = found.groupdict()
            return worded.format(**{k: words.get(v, v) if k in _TRANSLATED else v for k, v in values.items()})
    return ""


@cache
def _load(language: Language) -> tuple[Patterns, Patterns, Mapping[str, str]]:
    found = tomllib.loads(resources.read_text("report", f"reasons-{language}.toml"))
    return _patterns(found["whole"]), _patterns(found["pieces"]), found["words"]


def _patterns(worded: Mapping[str, str]) -> Patterns:
    return [(_pattern(english), told) for english, told in worded.items()]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_FIELD.sub(_group, re.escape(english)), re.DOTALL)


def _group(place: re.Match[str]) -> str:
    return f"(?P<{place[1]}>{_FITS.get(place[1], '.+?')})"
