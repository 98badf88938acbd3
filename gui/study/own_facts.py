"""The user's own facts on makers, by the names that people say; a study file names them by their path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gui.identity import files as library
from gui.identity.files import FactsEntry


def read(data: Path) -> list[FactsEntry]:
    """Own facts that can be read, the newest first. Blocking."""
    entries = library.own_facts(library.facts_folder(data))
    return sorted(entries, key=lambda entry: entry.saved or 0.0, reverse=True)


def labels(entries: Sequence[FactsEntry]) -> dict[str, str]:
    """Paths by what to show for them: the maker's name, with the file's where it alone does not tell them apart."""
    from core.ice import facts

    makers = Counter(str(entry.facts.maker) for entry in entries)
    shipped = set(facts.vendors())
    alone = {maker for maker, times in makers.items() if times == 1}
    shown = {}
    for entry in entries:
        maker, path = str(entry.facts.maker), Path(str(entry.path))
        plain = maker in alone and entry.vendor not in shipped
        shown[maker if plain else f"{maker} ({path.stem})"] = str(path)
    return shown


def path_of(said: str, entries: Sequence[FactsEntry]) -> str | None:
    """The newest own facts on the maker of this name or short name; None where there are none."""
    wanted = said.strip().casefold()
    found = (e for e in entries if wanted in {n.casefold() for n in (e.vendor, *e.facts.maker.names)})
    return next((str(entry.path) for entry in found), None)
