"""Which language a prompt is in, told from its script: enough to group scores, not meant as more."""

from __future__ import annotations

import re

# Kana before Han: Japanese has both.
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
ASCII_LETTER = re.compile("[A-Za-z]")
# A Han character carries about as much as a short word, so code and names around it weigh less.
LETTERS_PER_SIGN = 4
WORD = re.compile(r"\w+")
ENGLISH = frozenset({
    "the", "of", "and", "is", "are", "to", "in", "what", "how", "you", "for", "with", "that", "this",
    "write", "it", "can", "i", "me", "from", "if", "when", "find", "a",
})  # fmt: skip
LOOKED_AT = 4000


def guess_language(text: str) -> str:
    """Return "en", "zh", "ja", "ko", "ru" or "ar", or "" where the text is in none of these or too short."""
    text = text[:LOOKED_AT]
    if text.isascii():  # most texts are, and there is nothing of another script to count in them
        return _english(text, plain=True)
    latin = len(LATIN.findall(text))
    for code, script in SCRIPTS:
        signs = len(script.findall(text))
        if signs and signs * LETTERS_PER_SIGN >= latin:
            return code
    return _english(text, plain=latin == len(ASCII_LETTER.findall(text)))


def _english(text: str, *, plain: bool) -> str:
    """About one English word in three is among the commonest; other Latin-script languages share hardly any.

    Code has few of them, but no accents either (`plain`).
    """
    common = sum(word in ENGLISH for word in WORD.findall(text.lower()))
    there = len(text.split())
    return "en" if there and (common * 8 >= there or (plain and common * 25 >= there)) else ""
