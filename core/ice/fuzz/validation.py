"""Whether a mutator's text can serve as a template; what can be mended is mended."""

from __future__ import annotations

import re

PLACEHOLDER = "{query}"
LONGEST = 6000  # characters; a mutator that runs on would cost every later query
SHORTEST = 4  # characters beside the place holder; less than that is the bare question

_WORDS = (
    r"[ \t]{0,3}(?:(?:insert )?(?:the )?(?:user'?s? )?(?:query|question|prompt|problem)(?: here)?"
    r"|问题|提问|查询|问句)[ \t]{0,3}"
)
_DOUBLED = re.compile(r"\{{2,3}query\}{2,3}")
_PAIRS = (
    (r"\$?\{{1,3}", r"\}{1,3}"),
    (r"\[{1,2}", r"\]{1,2}"),
    ("<{1,2}", ">{1,2}"),
    ("【", "】"),
    ("｛", "｝"),
)
_LOOKALIKE = re.compile("|".join(f"{left}{_WORDS}{right}" for left, right in _PAIRS), re.IGNORECASE)


def mend(text: str, language: str) -> str | None:
    """The text as a usable template with `{query}` exactly once, or None if it cannot be one.

    Where it is missing, place holders written differently ("{ QUERY }", "[question]", "{问题}") are put right;
    of several the last one stays and the others become words; if there is none it is added at the end.
    """
    text = _DOUBLED.sub(PLACEHOLDER, text.replace("\x00", "")).strip()
    if PLACEHOLDER not in text:
        text = _LOOKALIKE.sub(PLACEHOLDER, text)
    text = _exactly_one(text, "这个问题" if language == "zh" else "the question")
    length = len(text) - len(PLACEHOLDER)
    return text if SHORTEST <= length <= LONGEST else None


def key(text: str) -> str:
    """What two templates share if they differ in spaces and case only."""
    return " ".join(text.split()).casefold()


def _exactly_one(text: str, instead: str) -> str:
    head, found, tail = text.rpartition(PLACEHOLDER)
    if not found:
        return f"{text}\n\n{PLACEHOLDER}" if text else ""
    return head.replace(PLACEHOLDER, instead) + PLACEHOLDER + tail
