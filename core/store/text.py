"""Texts as a workspace can hold them."""

from __future__ import annotations

import re

# SQLite's text is UTF-8, which has no unpaired surrogates, and its functions stop at a NUL character.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with every character replaced that a workspace cannot hold."""
    return _UNSTORABLE.sub("\ufffd", text)
