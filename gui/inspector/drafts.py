"""Labels that were begun and not saved: kept for each judgment until they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Place = tuple[Path | None, int]  # the workspace and the judgment


@dataclass(frozen=True)
class Draft:
    """What stands in the fields. A score that is not given is left out."""

    scores: tuple[tuple[str, float], ...] = ()
    outcome: str = ""
    reason: str = ""


NOTHING = Draft()


class Drafts:
    """Belongs to one panel."""

    def __init__(self) -> None:
        self._kept: dict[Place, Draft] = {}

    def of(self, place: Place) -> Draft:
        """What was begun for a judgment."""
        return self._kept.get(place, NOTHING)

    def keep(self, place: Place, draft: Draft) -> bool:
        """Note what stands in the fields; whether that is anything."""
        if draft == NOTHING:
            self._kept.pop(place, None)
            return False
        self._kept[place] = draft
        return True

    def forget(self, place: Place) -> None:
        """It was saved."""
        self._kept.pop(place, None)

    def move(self, source: Path | None, target: Path) -> None:
        """The workspace was copied, and the copy is gone on with."""
        moved = {(target, j): draft for (path, j), draft in self._kept.items() if path == source}
        self._kept = {p: d for p, d in self._kept.items() if p[0] != source} | moved
