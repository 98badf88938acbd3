"""Where a copy of a workspace goes that nobody named."""

from __future__ import annotations

from pathlib import Path


def own_copy(source: Path, folder: Path) -> Path:
    """A copy below the folder under a name that is free there. Blocking."""
    from core.store.copies import copy

    taken = {path.name for path in folder.glob("*.distilscope")}
    names = (f"{source.stem} {number}.distilscope" for number in range(2, len(taken) + 3))
    target = folder / next(n for n in (source.name, *names) if n not in taken)
    copy(source, target)
    return target
