"""Identity scores broken down: by outcome, topic, language, kind of template, naming, and claimed maker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.report.safe import one_line
from gui import statuses
from gui.context import Context
from gui.i18n import language, tr
from gui.identity.words import capital
from gui.judges import called
from gui.results import figures as fig
from gui.results.cells import Cases, ScoreColumn, ScoreTable
from gui.results.columns import ice_cases
from gui.results.stack import beside
from gui.widgets.flow import FlowLayout
from gui.widgets.form import choice
from gui.widgets.layout import column
from gui.widgets.text import button, label, named

_MOST_CLAIMS, _LONGEST_CLAIM = 24, 28
_BY = (
    ("By topic", "topics"),
    ("By language", "languages"),
    ("By kind of template", "kinds"),
    ("By whether the prompt names an identity", "named"),
    ("By outcome", "outcomes"),
    ("Makers claimed", "claims"),
    ("Makers claimed in contradictions", "claims_in_conflict"),
)
_FIELDS = {"topics": "topic", "languages": "language", "kinds": "kind", "named": "naming"}
_NAMES = {
    "named": "Names an identity",
    "unnamed": "Names none",
    "en": "English",
    "zh": "Chinese",
    "team": "Team",
    "cooperation": "Cooperation",
    "industry": "Industry",
    "technology": "Technology",
    "geography": "Geography",
    "": "Not known",
}


class Breakdown(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.rows: Sequence[Any] = ()
        self.by = named(choice(*_BY), "Break down")
        self.score = named(choice(("Loose", "loose"), ("Strict", "strict"), ("Hard", "hard")), "Score")
        self.table = ScoreTable("Identity scores broken down", context, fitted=True)
        self.note = label(role="caption")
        self.copy = button(
            "Copy table", self.table.copy_all, tip="Copy as rich text and as tab-separated text."
        )
        tools = FlowLayout(self.by, self.score, self.copy, self.note, gap=8)
        self.setLayout(column(label("Breakdown", "heading"), tools, beside(self.table), gap=6))
        self.by.currentIndexChanged.connect(lambda _index: self._show())
        self.score.currentIndexChanged.connect(lambda _index: self._show())
        self.table.cases_wanted.connect(self.cases_wanted)
        language.changed.connect(self._retitle)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Break these IceRows down."""
        self.rows = rows
        self._show()

    def _show(self) -> None:
        by = self.by.currentData()
        tallied = by in _FIELDS
        self.score.setVisible(tallied)
        self.note.setText(_note(by))
        groups = _groups(self.rows, by)
        head = [
            ScoreColumn("Model", lambda r: r.model, name="model", cases=ice_cases, fixed=True),
            ScoreColumn("Judge", lambda r: called(r.judge), name="judge", cases=ice_cases),
        ]
        made = [self._tally(by, group) if tallied else self._count(by, group) for group in groups]
        self.table.show_rows(self.rows, [*head, *made])
        self.table.fit()

    def _tally(self, by: str, group: str) -> ScoreColumn:
        score, key = self.score.currentData(), _FIELDS[by]

        def share(row: Any) -> float | None:
            tally = getattr(row, by).get(group)
            return getattr(tally, score) / tally.answered if tally and tally.answered else None

        def shown(row: Any) -> str:
            tally, value = getattr(row, by).get(group), share(row)
            if value is None:
                return fig.NONE
            return f"{fig.percent(value)} ({getattr(tally, score)}/{tally.answered})"

        def cases(row: Any) -> Cases | None:
            return None if share(row) is None else ice_cases(row, **{key: group, "verdict": score})

        return ScoreColumn(_name(by, group), shown, share, True, name=group, cases=cases, literal=True)

    def _count(self, by: str, group: str) -> ScoreColumn:
        def cases(row: Any) -> Cases | None:
            return ice_cases(row, **self._behind(by, group)) if getattr(row, by).get(group) else None

        title = statuses.outcome(group) if by == "outcomes" else one_line(group, _LONGEST_CLAIM)
        return ScoreColumn(
            title,
            lambda r: fig.whole(getattr(r, by).get(group, 0)),
            lambda r: getattr(r, by).get(group, 0),
            True,
            name=group,
            cases=cases,
            literal=True,
        )

    def _behind(self, by: str, group: str) -> Cases:
        if by == "outcomes":
            return {"outcome": group}
        from core.ice.facts import claim_shown_as

        claim = {"claim": claim_shown_as(group), "claimed": True}
        return claim | ({"verdict": "loose"} if by == "claims_in_conflict" else {})

    def _retitle(self) -> None:
        for number, (words, _value) in enumerate(_BY):
            self.by.setItemText(number, tr(words))
        for number, words in enumerate(("Loose", "Strict", "Hard")):
            self.score.setItemText(number, tr(words))
        self._show()


def _groups(rows: Sequence[Any], by: str) -> list[str]:
    """The groups that any row has; counted ones by their number, most first."""
    if by in _FIELDS or by == "outcomes":
        found = list(dict.fromkeys(group for row in rows for group in getattr(row, by)))
        return [g for g in found if by != "outcomes" or any(row.outcomes.get(g) for row in rows)]
    total: dict[str, int] = {}
    for row in rows:
        for group, count in getattr(row, by).items():
            total[group] = total.get(group, 0) + count
    return sorted(total, key=lambda group: (-total[group], group))[:_MOST_CLAIMS]


def _name(by: str, group: str) -> str:
    if group in _NAMES:
        return tr(_NAMES[group])
    return capital(group) if by == "kinds" else one_line(group)


def _note(by: str) -> str:
    if by in _FIELDS:
        return tr("% of the group's answers, with the counts")
    if by == "outcomes":
        return tr("Counts of responses")
    return tr("Counts of responses; the {n} most frequent", n=_MOST_CLAIMS)
