"""Files that ship with the program: prompts, facts, questions, templates, pictures."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def path(*parts: str) -> Traversable:
    """Return the shipped file or folder at `parts` below `resources/`; it need not be a file on disk."""
    return files("resources").joinpath(*parts)


def read_text(*parts: str) -> str:
    """Return the text of a shipped UTF-8 file; raises FileNotFoundError when it is not shipped."""
    return path(*parts).read_text(encoding="utf-8")
