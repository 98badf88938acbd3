"""The columns of the list of judgments; `sort` is the store's name of the order, "" where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.ice.facts import claim_in_words
from core.report.safe import one_line
from gui import format as fmt
from gui import statuses
from gui.i18n import tr
from gui.identity.words import capital
from gui.judges import called


@dataclass(frozen=True)
class ListColumn:
    """One column."""

    title: str
    text: Callable[[Any], str]
    sort: str = ""
    number: bool = False
    term: str = ""  # the word of the glossary that it is about
    spare: int = 0  # where there is no room: the highest is left out first, 0 never


def verdict(row: Any) -> str:
    """RSE: the overall score. ICE: the strongest of loose, strict and hard."""
    if row.metric == "rse":
        return fmt.score(row.overall)
    if row.loose is None:
        return fmt.NONE
    return tr("hard" if row.hard else "strict" if row.strict else "loose" if row.loose else "none")


COLUMNS = (
    ListColumn("Number", lambda r: fmt.count(r.id), "id", number=True),
    ListColumn("Model", lambda r: r.model, "model", term="model"),
    ListColumn("Score", verdict, "overall", number=True, term="overall"),
    ListColumn("Prompt", lambda r: r.prompt, spare=1),
    ListColumn(
        "Prompt set",
        lambda r: r.prompt_set or capital(r.topic or ""),
        "prompt_set",
        term="prompt_set",
        spare=3,
    ),
    ListColumn("Reference", lambda r: r.reference or fmt.NONE, "reference", term="reference", spare=4),
    ListColumn("Judge", lambda r: called(r.judge), "judge", term="judge", spare=5),
    ListColumn("Outcome", lambda r: statuses.outcome(r.outcome), "outcome", spare=2),
    ListColumn("Style", lambda r: fmt.score(r.style), "style", number=True, term="style", spare=6),
    ListColumn(
        "Structure", lambda r: fmt.score(r.structure), "structure", number=True, term="structure", spare=7
    ),
    ListColumn("Content", lambda r: fmt.score(r.content), "content", number=True, term="content", spare=8),
    ListColumn(
        "Claims to be",
        lambda r: one_line(claim_in_words(r.claim)) or fmt.NONE,
        "claim",
        term="claim",
        spare=9,
    ),
)
