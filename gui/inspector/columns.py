"""The columns of the list of judgments; `sort` is the store's name of the order, "" where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.ice.facts import claim_in_words
from core.report.safe import one_line
from gui import format as fmt
from gui import statuses
from gui.calm import calmed
from gui.i18n import tr
from gui.identity.words import capital
from gui.judges import called, in_short


@dataclass(frozen=True)
class ListColumn:
    """One column."""

    title: str
    text: Callable[[Any], str]
    sort: str = ""
    number: bool = False
    term: str = ""  # the word of the glossary that it is about
    spare: int = 0  # where there is no room: the highest is left out first, 0 never
    metric: str = ""  # the only one whose judgments have anything to say in it
    whole: Callable[[Any], str] | None = None  # in more words than there is room for

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "text", calmed(self.text, fmt.NONE)
        )  # the rest of a row is told nevertheless


def verdict(row: Any) -> str:
    """RSE: the overall score. ICE: the strongest of loose, strict and hard."""
    if row.metric == "rse":
        return fmt.score(row.overall)
    if row.loose is None:
        return fmt.NONE
    return tr("hard" if row.hard else "strict" if row.strict else "loose" if row.loose else "none")


def _dimension(title: str, spare: int) -> ListColumn:
    name = title.lower()
    return ListColumn(
        title,
        lambda r: fmt.score(getattr(r, name)),
        name,
        number=True,
        term=name,
        spare=spare,
        metric="rse",
    )


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
        spare=4,
    ),
    ListColumn(
        "Reference", lambda r: r.reference or fmt.NONE, "reference", term="reference", spare=5, metric="rse"
    ),
    ListColumn(
        "Judge",
        lambda r: in_short(r.judge),
        "judge",
        term="judge",
        spare=3,
        whole=lambda r: called(r.judge),
    ),
    ListColumn("Outcome", lambda r: statuses.outcome(r.outcome), "outcome", spare=2),
    _dimension("Style", 6),
    _dimension("Structure", 7),
    _dimension("Content", 8),
    ListColumn(
        "Claims to be",
        lambda r: one_line(claim_in_words(r.claim)) or fmt.NONE,
        "claim",
        term="claim",
        spare=9,
        metric="ice",
    ),
)
