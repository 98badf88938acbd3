"""Fact sets and template files: those that come with the program, and the user's own in the data folder.

A version of facts that was saved is never changed: an edit makes another file, named by vendor and version. So a
study that names a file of facts always means the same facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.whole_file import write_text


@dataclass(frozen=True)
class FactsEntry:
    """One fact set in the list; `facts` is None where the file cannot be read, and `problem` says why."""

    vendor: str
    path: Path | None
    saved: float | None
    facts: Any = None
    problem: str = ""

    @property
    def own(self) -> bool:
        return self.path is not None


@dataclass(frozen=True)
class NewFacts:
    """Facts on this maker are to be written."""

    maker: str


@dataclass(frozen=True)
class TemplateFile:
    """One set of templates; without a path it is the program's seeds."""

    name: str
    path: Path | None


def facts_folder(data: Path) -> Path:
    """Where own fact sets are kept."""
    return data / "facts"


def templates_folder(data: Path) -> Path:
    """Where own template files are kept."""
    return data / "templates"


def list_facts(folder: Path) -> list[FactsEntry]:
    """The program's fact sets with the user's own below each. Blocking."""
    from core.ice import facts

    entries = [FactsEntry(vendor, None, None, facts.load(vendor)) for vendor in facts.vendors()]
    entries += [_entry(path) for path in fact_files(folder)]
    return sorted(entries, key=lambda e: (e.vendor, e.saved or 0.0))


def own_facts(folder: Path) -> list[FactsEntry]:
    """The user's own fact sets that can be read. Blocking."""
    entries = [_entry(path) for path in fact_files(folder)]
    return [entry for entry in entries if entry.facts is not None]


def fact_files(folder: Path) -> list[Path]:
    """The files of the user's own fact sets."""
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def save_facts(found: Any, folder: Path) -> Path:
    """Keep a fact set as a file of its own, named by its version. Raises BadInput where it is not complete."""
    from core.ice import facts

    text = facts.to_toml(found)
    checked = facts.parse(text)
    path = folder / f"{_safe(checked.vendor)}-{checked.version}.toml"
    _write(path, text)
    return path


def list_templates(folder: Path) -> list[TemplateFile]:
    """The seeds, then the user's own files."""
    own = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    return [TemplateFile("", None), *(TemplateFile(path.stem, path) for path in own)]


def load_templates(chosen: TemplateFile) -> tuple[Any, ...]:
    """The templates of a set. Blocking; raises BadInput."""
    from core.ice import templates

    return templates.read(chosen.path) if chosen.path else templates.seeds()


def save_templates(name: str, found: Iterable[Any], folder: Path) -> Path:
    """Write templates under a name that is free. Raises BadInput where there are none."""
    from core.ice import templates

    kept = tuple(found)
    if not kept:
        raise BadInput("there is no template to save")
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, _safe(name) or "templates")
    templates.write(kept, path)
    return path


def _entry(path: Path) -> FactsEntry:
    from core.ice import facts

    saved = path.stat().st_mtime
    try:
        found = facts.load_file(path)
    except BadInput as error:
        return FactsEntry(path.stem, path, saved, None, str(error))
    return FactsEntry(found.vendor, path, saved, found)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text)


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.jsonl", 2
    while path.exists():
        path, number = folder / f"{name} {number}.jsonl", number + 1
    return path


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_." else "-" for c in name).strip(" .")[:80]
