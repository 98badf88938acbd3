"""What stands in the fields of a label: as it was saved, or begun and kept for each judgment until it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[Path | None, int]  # the workspace and the judgment


@dataclass(frozen=True)
class Draft:
    """What stands in the fields. A score that is not given is left out."""

    scores: tuple[tuple[str, float], ...] = ()
    outcome: str = ""
    reason: str = ""


NOTHING = Draft()


def draft_of(label: Any, names: Iterable[str]) -> Draft:
    """A saved label (core.store.labels.NewLabel) as it stands in the fields; names: of its scores, in order."""
    scores = tuple((name, getattr(label, name)) for name in names if getattr(label, name) is not None)
    return Draft(scores, label.outcome, label.reason)


class Drafts:
    """Belongs to one panel."""

    def __init__(self) -> None:
        self._kept: dict[Place, Draft] = {}

    def of(self, place: Place, given: Draft = NOTHING) -> Draft:
        """What was begun for a judgment, or else what was given before."""
        return self._kept.get(place, given)

    def keep(self, place: Place, draft: Draft, given: Draft = NOTHING) -> bool:
        """Note what stands in the fields; whether that is anything else than what was given before."""
        if draft == given:
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
