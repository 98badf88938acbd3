"""The prompt sets there are: those that come with the program, and files in the prompts folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.study import PromptSetSpec
from core.whole_file import write_text
from gui.i18n import tr

ENDINGS = (".jsonl", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".parquet")


@dataclass(frozen=True)
class LibrarySet:
    """One set in the list."""

    name: str
    bundled: bool
    path: Path | None
    prompts: int | None
    note: str = ""

    def is_set(self, other: LibrarySet) -> bool:
        """Whether it is that one, whatever was read of it meanwhile."""
        return (self.name, self.path) == (other.name, other.path)

    def spec(self) -> PromptSetSpec:
        """The set as a study names it."""
        return (
            PromptSetSpec(self.name, bundled=self.name)
            if self.bundled
            else PromptSetSpec(self.name, path=str(self.path))
        )


def shown_name(one: LibrarySet) -> str:
    """The name in the language in use; studies write the English one, which stands beside a translation."""
    return tr(one.name) if one.bundled else one.name


def list_sets(folder: Path) -> list[LibrarySet]:
    """Bundled sets and files of the folder, counted. Blocking."""
    from core.prompts import bundled

    shipped = [LibrarySet(name, True, None, len(bundled.load(name))) for name in bundled.names()]
    files = sorted(p for p in folder.glob("*") if p.suffix.lower() in ENDINGS) if folder.is_dir() else []
    return shipped + [_file(path) for path in files]


def load(chosen: LibrarySet) -> Any:
    """The prompts of a set. Blocking; raises BadInput."""
    from core.prompts import bundled, read

    return bundled.load(chosen.name) if chosen.bundled else read.load(chosen.path or Path(), strict=False)


def same_prompts(prompts: Any, folder: Path) -> LibrarySet | None:
    """The first set that asks the same in the same order. Blocking."""
    asked = [prompt.turns for prompt in prompts]
    likely = (each for each in list_sets(folder) if each.prompts == len(asked))
    return next((each for each in likely if [p.turns for p in load(each).prompts] == asked), None)


def save(name: str, prompts: Any, folder: Path) -> Path:
    """Write prompts into the folder as JSONL, under a name that is free. Returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, name)
    lines = (json.dumps(_line(prompt), ensure_ascii=False) for prompt in prompts)
    write_text(path, "\n".join(lines) + "\n")
    return path


def read_file(
    path: Path, column: str | None = None, sheet: str | None = None, encoding: str | None = None
) -> Any:
    """The prompts of any file of a known form, or of one column, sheet, encoding. Blocking; raises BadInput."""
    from core.prompts import read

    return read.load(path, column=column, sheet=sheet, encoding=encoding, strict=False)


def _line(prompt: Any) -> dict[str, Any]:
    data = {
        "id": prompt.id,
        "turns": list(prompt.turns),
        "category": prompt.category,
        "answer": prompt.answer,
    }
    return {key: value for key, value in data.items() if value}


def _free(folder: Path, name: str) -> Path:
    safe = "".join(c if c.isalnum() or c in " -_." else "-" for c in name).strip(" .") or "prompts"
    path, number = folder / f"{safe}.jsonl", 2
    while path.exists():
        path, number = folder / f"{safe} {number}.jsonl", number + 1
    return path


def _file(path: Path) -> LibrarySet:
    from core.errors import DistilScopeError

    try:
        return LibrarySet(path.stem, False, path, len(read_file(path)))
    except DistilScopeError as error:
        return LibrarySet(path.stem, False, path, None, str(error))
