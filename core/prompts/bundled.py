"""The prompt sets that ship with the program, written for it: 40 prompts each, a third of them Chinese."""

from __future__ import annotations

from importlib.resources import as_file

from core import resources
from core.errors import BadInput
from core.prompts import read
from core.prompts.model import PromptSet

NAMES = ("reasoning", "math", "instructions")


def names() -> tuple[str, ...]:
    """Return the names of the bundled sets."""
    return NAMES


def load(name: str) -> PromptSet:
    """Return a bundled set; raises BadInput for any other name."""
    if name not in NAMES:
        raise BadInput(
            f"there is no bundled prompt set {name!r}; there are {', '.join(NAMES)}", field="bundled"
        )
    with as_file(resources.path("prompts", f"{name}.jsonl")) as path:
        found = read.load(path, name=name)
    return PromptSet(name, found.prompts, f"bundled:{name}", found.notes, found.sha256)
