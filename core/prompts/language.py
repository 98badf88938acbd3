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
ENGLISH = re.compile(
    r"\b(?:the|of|and|is|are|to|in|what|how|you|for|with|that|this|write|it|can|i|me|from|if|when|find|a)\b",
    re.IGNORECASE,
)
LOOKED_AT = 4000


def guess_language(text: str) -> str:
    """Return "en", "zh", "ja", "ko", "ru" or "ar", or "" where the text is in none of these or too short."""
    text = text[:LOOKED_AT]
    latin = len(LATIN.findall(text))
    for code, script in SCRIPTS:
        signs = len(script.findall(text))
        if signs and signs * LETTERS_PER_SIGN >= latin:
            return code
    # About one English word in three is among the commonest; other Latin-script languages share hardly any.
    # Code has few of them, but no accents either.
    common = len(ENGLISH.findall(text))
    plain = latin == len(ASCII_LETTER.findall(text))
    return (
        "en"
        if common * 8 >= len(text.split()) > 0 or (plain and common * 25 >= len(text.split()) > 0)
        else ""
    )
