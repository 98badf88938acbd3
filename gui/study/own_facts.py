"""Facts on makers, by the names that people say: a study file has an id for the program's, and a path for own ones."""

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


def shipped() -> dict[str, str]:
    """Ids of the makers that come with facts, by their names."""
    from core.ice import facts

    return {facts.display_name(vendor): vendor for vendor in facts.vendors()}


def meant(said: str, entries: Sequence[FactsEntry]) -> str:
    """What a study file needs for a name that was chosen or typed; one that nobody knows stays as it is."""
    theirs = {name.casefold(): vendor for name, vendor in shipped().items()}
    if said in theirs.values():
        return said
    chosen = labels(entries).get(said) or theirs.get(said.casefold())
    return chosen or path_of(said, entries) or said


def labels(entries: Sequence[FactsEntry]) -> dict[str, str]:
    """Paths by what to show for them: the maker's name, with the file's where it alone does not tell them apart."""
    makers = Counter(str(entry.facts.maker) for entry in entries)
    theirs = {*shipped(), *shipped().values()}
    alone = {maker for maker, times in makers.items() if times == 1}
    shown = {}
    for entry in entries:
        maker, path = str(entry.facts.maker), Path(str(entry.path))
        plain = maker in alone and not theirs & {maker, entry.vendor}
        shown[maker if plain else f"{maker} ({path.stem})"] = str(path)
    return shown


def path_of(said: str, entries: Sequence[FactsEntry]) -> str | None:
    """The newest own facts on the maker of this name or short name; None where there are none."""
    wanted = said.strip().casefold()
    found = (e for e in entries if wanted in {n.casefold() for n in (e.vendor, *e.facts.maker.names)})
    return next((str(entry.path) for entry in found), None)
