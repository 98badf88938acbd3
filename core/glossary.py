"""What the words of the program mean, in one or two sentences each: for the window's help and for reports."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from core import resources
from core.wording import Language


@dataclass(frozen=True, slots=True)
class Term:
    """A word, its meaning, and the heading that it stands under."""

    key: str
    title: str
    text: str
    group: str


@cache
def terms(language: Language = "en") -> dict[str, Term]:
    """All terms by their keys, in the order in which they are read."""
    found: dict[str, Term] = {}
    for group in tomllib.loads(resources.read_text("glossary", f"{language}.toml")).values():
        entries = {key: entry for key, entry in group.items() if key != "title"}
        found |= {
            key: Term(key, entry["title"], entry["text"], group["title"]) for key, entry in entries.items()
        }
    return found


def meaning(key: str, language: Language = "en") -> str:
    """What a word means; nothing for a key that is no term."""
    found = terms(language).get(key)
    return found.text if found else ""
