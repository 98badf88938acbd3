"""The scores of a judgment in one line."""

from __future__ import annotations

from typing import Any

from core.ice.facts import claim_in_words
from core.report.safe import one_line
from gui import format as fmt
from gui import statuses
from gui.i18n import tr


def scores_line(row: Any) -> str:
    """RSE: overall and the three dimensions. ICE: loose, strict, hard and the claim. Then the outcome."""
    parts = _similarity(row) if row.metric == "rse" else _identity(row)
    return "   ·   ".join((*parts, statuses.outcome(row.outcome)))


def _similarity(row: Any) -> list[str]:
    names = (
        ("Overall", row.overall),
        ("Style", row.style),
        ("Structure", row.structure),
        ("Content", row.content),
    )
    return [f"{tr(name)} {fmt.score(value)}" for name, value in names]


def _identity(row: Any) -> list[str]:
    flags = (("Loose", row.loose), ("Strict", row.strict), ("Hard", row.hard))
    said = [tr("{name}: {value}", name=tr(name), value=_yes_or_no(on)) for name, on in flags]
    return [
        *said,
        *([tr("claims to be {who}", who=one_line(claim_in_words(row.claim)))] if row.claim else []),
    ]


def _yes_or_no(on: bool | None) -> str:
    return fmt.NONE if on is None else tr("yes") if on else tr("no")
