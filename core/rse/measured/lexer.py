"""Prose to the three streams everything is computed from: skeleton, content keys, words.

The skeleton has one character for every token: a private-use one for each function word, "_" for a content
word, "0" for a number, punctuation as itself (Chinese punctuation as its Latin counterpart). So its n-grams are
plain slices.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from core.rse.measured import words

CONTENT, NUMBER, EMOJI = "_", "0", "\u263a"
START, END = "^", "$"
# Scripts written without spaces (Han, kana, Thai, Lao, Myanmar, Khmer), compared as pairs of characters.
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W\d_{UNSPACED}]"
_WORD = rf"{_LETTER}[^\W_{UNSPACED}]*(?:'{_LETTER}+)*"
TOKEN = re.compile(rf"{_WORD}|[{UNSPACED}]+|\d+(?:[.,:]\d+)*[^\W_{UNSPACED}]*|[^\w\s]|_|\w")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_CHINESE_FUNCTION = re.compile("(" + "|".join(sorted(words.CHINESE, key=len, reverse=True)) + ")")
# A token's skeleton characters, content keys (stems, numbers, character pairs) and words.
Entry = tuple[str, tuple[str, ...], tuple[str, ...]]
_FIRST_CODE = 0xE100
_REMEMBERED = 24
_ENDINGS = ("ation", "ingly", "ing", "edly", "ed", "ly")
CODES = {word: chr(_FIRST_CODE + rank) for rank, word in enumerate((*words.ENGLISH, *words.CHINESE))}
WORD_OF = {code: word for word, code in CODES.items()}
_PUNCTUATION = dict(zip("，。、；：！？（）“”‘’【】《》…—–", ",.,;:!?()\"\"''[]<>…--", strict=True))
_PICTURES = frozenset(("So", "Sk", "Sc", "Cn"))  # emoji, signs, currency, characters newer than this Python


def codes_of(group: Iterable[str]) -> str:
    """The skeleton characters of a group of function words."""
    return "".join(CODES[word] for word in sorted(group) if word in CODES)


@lru_cache(maxsize=32768)
def lex(token: str) -> Entry:
    """A lower-case token's skeleton characters, content keys (stems, numbers, character pairs) and words."""
    code = CODES.get(token)
    if code:
        return code, (), (token,)
    first = token[0]
    if _UNSPACED_RUN.match(first):
        return _lex_unspaced(token)
    if first.isdigit():
        return NUMBER, (token,), (token,)
    if first.isalpha():
        return CONTENT, (stem(token),), (token,)
    if unicodedata.category(first) in _PICTURES:
        return EMOJI, (token,), ()
    return _PUNCTUATION.get(first, first), (), ()


def lex_all(tokens: list[str]) -> list[Entry]:
    """`lex` of each token; long ones, which hardly come twice, do not fill the memory of it."""
    return [lex(token) if len(token) <= _REMEMBERED else lex.__wrapped__(token) for token in tokens]


def _lex_unspaced(run: str) -> Entry:
    skeleton, keys = [], []
    for piece in _CHINESE_FUNCTION.split(run):
        if piece in CODES:
            skeleton.append(CODES[piece])
        elif piece:
            skeleton.append(CONTENT)
            keys += _pairs(piece)
    return "".join(skeleton), tuple(keys), tuple(_pairs(run))


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def stem(word: str) -> str:
    """A word without its commonest English endings, so that "routes", "routed" and "routing" meet."""
    word = _singular(word.split("'", 1)[0])
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def opening(text: str, limit: int = 6) -> tuple[tuple[str, ...], int]:
    """The first six words (a character of an unspaced script counts two thirds) and where they end."""
    units: list[str] = []
    end, room = 0, float(limit)
    for match in TOKEN.finditer(text):
        token = match.group().lower()
        unspaced = _UNSPACED_RUN.match(token)
        for offset, unit in enumerate(token if unspaced else (token,)):
            if room <= 0.01:
                return tuple(units), end
            if unit[0].isalnum() or unicodedata.category(unit[0]) in _PICTURES:
                units.append(unit)
                room -= 2 / 3 if unspaced else 1
                end = match.start() + offset + 1 if unspaced else match.end()
    return tuple(units), end
