"""What is measured on one response, once, so that comparing two is cheap."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from core.rse.measured import blocks, ends, lexer, patterns, surface, words
from core.rse.measured.lexer import END, START, TOKEN

# A longer response is read in its first part and its end: beyond that, more text adds time and no evidence.
HEAD, TAIL = 96_000, 24_000
MOST_BLOCKS = 600
_INNER_MARK = re.compile(r"(?<=\w)[*_`~]+(?=\w)|\w_\w")
_MARK = re.compile("[*_`~]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Features:
    """One response, measured. Vectors are sparse and weighted; `*_norm` is their Euclidean length.

    `characters` is the length of the whole text; the rest comes from its first 96,000 and last 24,000.
    """

    digest: bytes
    characters: int
    tokens: int
    opening: tuple[str, ...]
    opening_text: str
    last_block: tuple[str, ...]
    last_sentence: tuple[str, ...]
    skeleton: dict[str, float]
    skeleton_norm: float
    skeleton_size: int
    surface: tuple[float, ...]
    leanings: tuple[float, ...]
    kinds: str
    sized: str
    content: dict[str, float]
    content_norm: float
    content_size: int
    forms: dict[str, str]
    phrases: dict[str, int]


def features(text: str) -> Features:
    """Measure one response: a pure function of the text, in time linear in its first 120,000 characters.

    Line ends say which system a file was saved on, and nothing of the response: all count as one line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    readable = _readable(text)
    found = blocks.layout(readable)
    raw = "\n".join(found.prose)
    tokens = TOKEN.findall(lower_prose(raw))
    entries = lexer.lex_all(tokens)
    skeleton, keys, stream = streams(entries)
    _, code_keys, code_stream = streams(lexer.lex_all(TOKEN.findall(lower_prose("\n".join(found.code)))))
    vector = _skeleton_vector(skeleton)
    content = _content_vector(keys + code_keys or TOKEN.findall(readable))
    first, last = ends.first_line(found), ends.last_block(found)
    units, end = lexer.opening(first)
    habits = surface.measure(raw, skeleton, tokens, found)
    return Features(
        digest=digest,
        characters=len(text),
        tokens=len(skeleton) + len(code_keys),
        opening=units,
        opening_text=_quotable(first[:end], text),
        last_block=lexer.opening(last)[0],
        last_sentence=lexer.opening(ends.last_sentence(last))[0],
        skeleton=vector,
        skeleton_norm=_norm(vector),
        skeleton_size=len(skeleton),
        surface=habits,
        leanings=surface.leanings(habits),
        kinds="".join(found.kinds[:MOST_BLOCKS]),
        sized=_sized(found)[:MOST_BLOCKS],
        content=content,
        content_norm=_norm(content),
        content_size=len(keys) + len(code_keys),
        forms=_forms(tokens, entries, raw),
        phrases=_phrases(stream + code_stream),
    )


def _readable(text: str) -> str:
    if len(text) > HEAD + TAIL:
        text = text[:HEAD] + "\n" + text[-TAIL:]
    if not text.isascii():
        text = blocks.without_private(_LONE_SURROGATE.sub("\ufffd", text))
    return text.replace("\r\n", "\n")


def lower_prose(raw: str) -> str:
    """Prose as the lexer wants it: without emphasis, apostrophes straight, lower case."""
    return ends.straight(blocks.plain(raw)).lower()


def streams(entries: list[lexer.Entry]) -> tuple[str, list[str], list[str]]:
    """The skeleton, the content keys and the words of a list of lexed tokens."""
    skeleton = "".join([entry[0] for entry in entries])
    keys = [key for entry in entries for key in entry[1]]
    stream = [word for entry in entries for word in entry[2]]
    return skeleton, keys, stream


def _skeleton_vector(skeleton: str) -> dict[str, float]:
    """Counts of the skeleton's pairs and triples, damped and weighted by rarity, in order of appearance."""
    weight = patterns.weights()
    counts = Counter(patterns.grams(START + skeleton + END))
    return {
        gram: weight[gram] * _damped(count) if count > 1 else weight[gram] for gram, count in counts.items()
    }


def _damped(count: int) -> float:
    return 1 + math.log(count)


def _content_vector(keys: list[str]) -> dict[str, float]:
    """Weighted counts of content keys, in order of first appearance."""
    return {key: _key_weight(key) * _damped(count) for key, count in Counter(keys).items()}


@lru_cache(maxsize=65536)
def _key_weight(key: str) -> float:
    if key[0].isdigit():
        return 0.8
    if key in _EVERYDAY_STEMS:
        return 0.5
    return min(1.3, 0.6 + 0.08 * len(key)) if key.isascii() else 1.0


_EVERYDAY_STEMS = frozenset(lexer.stem(word) for word in words.EVERYDAY_WORDS)


def _norm(vector: dict[str, float]) -> float:
    values = vector.values()
    return math.sqrt(sum(map(mul, values, values)))


def _forms(tokens: list[str], entries: list[lexer.Entry], raw: str) -> dict[str, str]:
    """For each content key the first word that stands for it, spelled as in the text, for quoting."""
    glued = _glued(raw)
    named = ((entry[1][0], word) for word, entry in zip(tokens, entries, strict=True) if len(entry[1]) == 1)
    forms: dict[str, str] = {}
    for key, word in named:
        if key not in forms and word not in glued:
            forms[key] = word
    return forms


def _glued(raw: str) -> set[str]:
    """Words that only came about by taking marks out, such as snake_case: not to be quoted."""
    chunks = [chunk for chunk in raw.split() if _INNER_MARK.search(chunk)] if _MARK.search(raw) else []
    return set(TOKEN.findall(lower_prose(" ".join(chunks)))) if chunks else set()


def _phrases(stream: list[str]) -> dict[str, int]:
    """The three-word phrases (unspaced scripts: four characters in a row), in order of appearance."""
    if len(stream) < 3:
        return {" ".join(stream): 1} if stream else {}
    return dict.fromkeys(map(" ".join, zip(stream, stream[1:], stream[2:], strict=False)), 1)


def _quotable(head: str, text: str) -> str:
    """The opening words as they stand in the text, up to the first mark that was taken out."""
    return common_start(" ".join(head.split()), " ".join(text[: 2 * _OPENING_CHARACTERS].split()))


def common_start(one: str, two: str) -> str:
    """The longest beginning of `one` in whole words that is also the beginning of `two`."""
    same = next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    mid_word = one[same : same + 1].isalnum() or two[same : same + 1].isalnum()
    return one[:same].rpartition(" ")[0] if mid_word else one[:same].rstrip()


def _sized(found: blocks.Layout) -> str:
    """One character a block: its kind, and whether it has about a sentence, up to three, or more."""
    return "".join(_size_letter(kind, size) for kind, size in zip(found.kinds, found.sizes, strict=True))


def _size_letter(kind: str, size: int) -> str:
    step = (size > 90) + (size > 320)
    return chr(ord(kind) + 128 * step)
