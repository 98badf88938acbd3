"""How many prompts there are in the sets of a study."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.errors import DistilScopeError
from core.study import PromptSetSpec


def sizes(specs: Iterable[PromptSetSpec], base_dir: Path) -> dict[str, int]:
    """The prompts of each set by its name; one that cannot be read, which the review says, is left out. Blocking."""
    found = {}
    for spec in specs:
        try:
            found[spec.name] = _size(spec, base_dir)
        except (DistilScopeError, OSError):
            continue
    return found


def _size(spec: PromptSetSpec, base_dir: Path) -> int:
    from core.prompts import bundled, read

    if spec.bundled:
        return len(bundled.load(spec.bundled).prompts)
    path = base_dir / str(spec.path)
    made = read.load(path, strict=False, column=spec.column, sheet=spec.sheet, encoding=spec.encoding)
    return len(made.prompts)
