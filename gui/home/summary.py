"""What Home tells of a workspace, read in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gui import format as fmt
from gui.i18n import tr

# The headline of a larger run would take seconds; its page has it. Those of all runs together take no more.
_SMALL = 20_000


@dataclass(frozen=True)
class Finding:
    """The highest score of a run: of similarity to a reference (1 to 5), or of identity (a share), without one."""

    model: str
    reference: str
    score: float

    @property
    def words(self) -> str:
        """For people who know none of the metrics, in the language in use; the figure first, names may be long."""
        if self.reference:
            return tr(
                "Similarity {score} of 5: {model} to {reference}",
                score=fmt.score(self.score),
                model=self.model,
                reference=self.reference,
            )
        share = fmt.share(self.score).removesuffix(" %")
        return tr("{share} % of answers contradict who {model} is", share=share, model=self.model)


@dataclass(frozen=True)
class Summary:
    """One workspace in the list. `problem` says why it cannot be opened, if so."""

    path: Path
    changed: float | None = None
    runs: tuple[Any, ...] = ()
    headline: Finding | None = None
    findings: Mapping[int, Finding | None] = field(default_factory=dict)  # as far as they are known
    problem: str = ""

    @property
    def latest(self) -> Any:
        """Its latest run, or None."""
        return self.runs[0] if self.runs else None


class Findings:
    """The headlines worked out so far: what a run found changes only with what was judged."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Finding | None] = {}

    def of(self, reader: Any, path: Path, runs: Sequence[Any]) -> dict[int, Finding | None]:
        """Those of the runs, the first ones first, until they are too many judgments for a moment."""
        found, left = {}, _SMALL
        for info in runs:
            left -= info.judgments
            if left < 0:
                break
            found[info.id] = self._of(reader, path, info)
        return found

    def _of(self, reader: Any, path: Path, info: Any) -> Finding | None:
        key = (path, info.id, info.started, info.judgments, info.status)
        if key not in self._known:
            self._known[key] = _headline(reader, info)
        return self._known[key]


def summarise(reader: Any, path: Path, findings: Findings, every: bool = False) -> Summary:
    """The summary of a workspace, with the headline of its latest run or of every one."""
    runs = tuple(reader.runs())
    found = findings.of(reader, path, runs if every else runs[:1])
    return Summary(path, path.stat().st_mtime, runs, found.get(runs[0].id) if runs else None, found)


def _headline(reader: Any, info: Any) -> Finding | None:
    """What was asked for: of the models under test, and of controls only where there is no other."""
    from core.report.tables import score_tables

    tables, tests = (
        score_tables(reader, info.id),
        {m.name for m in reader.models(info.id) if m.role == "test"},
    )
    means = [r for r in tables.rse if r.prompt_set is None and r.overall is not None]
    whole = [r for r in means if r.model in tests] or means
    if whole:
        most = max(whole, key=lambda r: r.overall or 0)
        return Finding(most.model, most.reference, most.overall or 0)
    asked = [r for r in tables.ice if r.loose is not None]
    if asked:
        worst = max(asked, key=lambda r: r.loose or 0)
        return Finding(worst.model, "", worst.loose or 0)
    return None
