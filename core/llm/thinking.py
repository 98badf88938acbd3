"""Separates a reasoning model's thinking from its answer."""

from __future__ import annotations

import re

_OPEN = re.compile(r"\A\s*<(think|thinking|thought)>", re.IGNORECASE)
# Some chat templates put the opening tag into the prompt, so that only the closing one is in the reply; it
# then ends a line of its own. An answer that merely speaks of the tag is left alone.
_CLOSE_ONLY = re.compile(
    r"^[ \t]*</(?:think|thinking)>[ \t]*$|</think>\s*\n\s*\n", re.IGNORECASE | re.MULTILINE
)


def split(text: str) -> tuple[str, str]:
    """(thinking, answer). Thinking that was never closed, as in a reply cut short, leaves an empty answer."""
    if opened := _OPEN.match(text):
        rest = text[opened.end() :]
        closed = _closing(opened[1], rest)
        if closed is None:
            return rest.strip(), ""
        return rest[: closed.start()].strip(), rest[closed.end() :].lstrip()
    closed = _CLOSE_ONLY.search(text)
    if closed and "<think" not in text[: closed.start()].lower():
        return text[: closed.start()].strip(), text[closed.end() :].lstrip()
    return "", text


def _closing(name: str, rest: str) -> re.Match[str] | None:
    """The tag that ends the thinking: thinking inside it ends first. The last one where the tags do not match."""
    depth, last = 1, None
    # A tag in quotes is spoken of, and opens nothing.
    for tag in re.finditer(rf"(?<![`\"'])<(?P<end>/?){name}>|</{name}>", rest, re.IGNORECASE):
        closes = tag["end"] != ""
        depth += -1 if closes else 1
        last = tag if closes else last
        if depth == 0:
            break
    return last
