"""The columns of Home's two lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gui import format as fmt
from gui import run_names, statuses
from gui.home.summary import Finding, Summary
from gui.widgets.rows import Column

_HIGHEST = "Similarity runs from 1 (very dissimilar) to 5 (very similar)."
_MOMENT, _FINDING = 140, 190  # pixels: a date with its time; a figure and the model that it is about


def _ended(run: Any) -> str:
    return statuses.status(run.status, run.message)


def _status(summary: Summary) -> str:
    return summary.problem or (_ended(summary.latest) if summary.latest else fmt.NONE)


WORKSPACES = (
    Column("Workspace", lambda s: s.path.stem),
    Column("Changed", lambda s: fmt.moment(s.changed), lambda s: s.changed, reads=_MOMENT),
    Column("Latest study", lambda s: s.latest.study if s.latest else fmt.NONE),
    Column("Status", _status),
    Column(
        "Highest score of the latest run",
        lambda s: s.headline.words if s.headline else fmt.NONE,
        tip=_HIGHEST,
        reads=_FINDING,
    ),
    Column("Runs", lambda s: fmt.count(len(s.runs)), lambda s: len(s.runs), number=True, spare=3),
    Column("Tags", lambda s: (s.latest.tags if s.latest else "") or fmt.NONE, spare=2),
    Column("Notes", lambda s: (s.latest.notes if s.latest else "") or fmt.NONE, spare=4),
    Column("Folder", lambda s: str(s.path.parent), spare=5),
)


def _metrics(info: Any) -> str:
    return ", ".join(metric.upper() for metric in info.metrics)


def _found(info: Any, findings: Mapping[int, Finding | None]) -> str:
    finding = findings.get(info.id)
    return finding.words if finding else fmt.NONE


_RUNS = (
    Column("Run", lambda r: fmt.count(r.id), lambda r: r.id, number=True),
    Column("Study", lambda r: r.study, reads=130),
    Column("Of its study", lambda r: run_names.kind(r) or fmt.NONE, lambda r: r.place, spare=2),
    Column("Status", _ended),
    Column("Metrics", _metrics, spare=7),
    Column("Judgments", lambda r: fmt.count(r.judgments), lambda r: r.judgments, number=True, spare=5),
    Column("Errors", lambda r: fmt.count(r.errors), lambda r: r.errors, number=True, spare=6),
    Column(
        "Cost", lambda r: fmt.money(r.cost, unknown=r.cost_unknown), lambda r: r.cost, number=True, spare=4
    ),
    Column("Started", lambda r: fmt.moment(r.started), lambda r: r.started, spare=1, reads=_MOMENT),
    Column("Tags", lambda r: r.tags or fmt.NONE, spare=3),
    Column("Notes", lambda r: r.notes or fmt.NONE, spare=8),
)


def runs(findings: Callable[[], Mapping[int, Finding | None]]) -> tuple[Column, ...]:
    """The columns of a workspace's runs; `findings` gives what is known of their highest scores."""
    highest = Column("Highest score", lambda r: _found(r, findings()), tip=_HIGHEST, reads=_FINDING)
    place = [column.title for column in _RUNS].index("Status") + 1
    return (*_RUNS[:place], highest, *_RUNS[place:])
