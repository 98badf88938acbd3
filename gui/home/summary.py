"""What Home tells of a workspace, read in the background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The headline of a larger run would take seconds; its page has it.
_SMALL = 20_000


@dataclass(frozen=True)
class Summary:
    """One workspace in the list. `problem` says why it cannot be opened, if so."""

    path: Path
    changed: float | None = None
    runs: tuple[Any, ...] = ()
    headline: str = ""
    problem: str = ""

    @property
    def latest(self) -> Any:
        """Its latest run, or None."""
        return self.runs[0] if self.runs else None


def summarise(reader: Any, path: Path) -> Summary:
    """The summary of a workspace."""
    runs = tuple(reader.runs())
    headline = _headline(reader, runs[0]) if runs and runs[0].judgments <= _SMALL else ""
    return Summary(path, path.stat().st_mtime, runs, headline)


def _headline(reader: Any, info: Any) -> str:
    from core.report.tables import score_tables

    tables = score_tables(reader, info.id)
    whole = [r for r in tables.rse if r.prompt_set is None and r.overall is not None]
    if whole:
        most = max(whole, key=lambda r: r.overall or 0)
        return f"RSE {most.overall:.2f}: {most.model} ~ {most.reference}"
    asked = [r for r in tables.ice if r.loose is not None]
    if asked:
        worst = max(asked, key=lambda r: r.loose or 0)
        return f"ICE {100 * (worst.loose or 0):.1f} %: {worst.model}"
    return ""
