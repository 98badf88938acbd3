"""Guessing the encoding of text that is not UTF-8, from how often its letters stand beside each other.

Traditional Chinese in Big5 and Japanese in Shift-JIS decode as GB18030 too, to other characters: that bytes fit an
encoding says little. The `chardet` library knows the languages; where it is not sure, what is commonest decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Bytes that are looked at; only lines beyond ASCII say anything.
_SAMPLE = 200_000
_LONGEST_LINE = 1 << 16
# Of 237 short texts in 17 languages and 21 encodings, what the library named with less was wrong in most cases. An
# encoding of several bytes a character fits by chance less often than one of a single byte.
_SURE, _SURE_OF_SEVERAL_BYTES = 0.07, 0.03
_SEVERAL_BYTES = frozenset(
    {"big5", "big5hkscs", "cp950", "cp932", "shift_jis", "shift_jis_2004", "euc_jp", "euc_jis_2004", "cp949", "euc_kr",
     "johab", "gb18030"}
)  # fmt: skip
# Letters of these alphabets are all beyond ASCII: a few accents among Latin letters are none of them.
_OTHER_ALPHABETS = re.compile(r"cp125[1356]|koi8|iso8859[-_]?[5678]$|tis|cp874|mac_cyrillic")
# Four bytes of GB18030 have digits among them.
_LETTERS, _BEYOND_ASCII = re.compile(rb"[A-Za-z]"), re.compile(rb"(?:[\x81-\xfe][0-9]){2}|[\x80-\xff]+")
_ASCII = re.compile(r"[\t\n\r -~]")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def guesses(path: Path) -> Iterator[str]:
    """Yield Python codecs, the likeliest first; whoever asks has to see whether the whole file fits."""
    sample = _sample(path)
    found = _detected(sample)
    name = str(found["encoding"] or "").lower()
    needed = _SURE_OF_SEVERAL_BYTES if name in _SEVERAL_BYTES else _SURE
    if name and float(found["confidence"]) >= needed and _plausible(name, sample):
        yield name
    yield from ("cp1252", "gb18030") if _mostly_lone(sample) else ("gb18030", "cp1252")


def _plausible(name: str, sample: bytes) -> bool:
    if not _OTHER_ALPHABETS.match(name):
        return True
    beyond = sum(map(len, _BEYOND_ASCII.findall(sample)))
    return not _mostly_lone(sample) and beyond * 2 > len(_LETTERS.findall(sample))


def _mostly_lone(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand alone: accents and signs in Latin text, not words and no pairs of bytes."""
    runs = _BEYOND_ASCII.findall(sample)
    return 2 * sum(len(run) == 1 for run in runs) > len(runs)


def wide(head: bytes) -> str:
    """Name UTF-16 or UTF-32 without a mark; "" where the bytes are neither."""
    sample = head[: _SAMPLE & ~3]
    name = str(_detected(sample)["encoding"] or "").lower()
    if name not in _WIDE:
        return ""
    # Of the order of bytes, line ends, spaces and the names of columns say more than the language does.
    orders = (name, name[:-2] + ("be" if name.endswith("le") else "le"))
    return max(orders, key=lambda codec: len(_ASCII.findall(sample.decode(codec, errors="ignore"))))


def _detected(sample: bytes) -> dict[str, Any]:
    from chardet import EncodingEra, detect

    return dict(detect(sample, encoding_era=EncodingEra.MODERN_WEB, prefer_superset=True, compat_names=False))


def _sample(path: Path) -> bytes:
    """The first lines that are not ASCII: no byte of a character of several is a line end."""
    taken: list[bytes] = []
    left = _SAMPLE
    with path.open("rb") as file:
        while left > 0 and (line := file.readline(_LONGEST_LINE)):
            if not line.isascii():
                taken.append(line)
                left -= len(line)
    return b"".join(taken)
