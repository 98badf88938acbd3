"""What the identity table says of bounds, and of a judge that gave no verdict."""

from __future__ import annotations

from core.ice.scores import IceRecord, IceRow, score_rows
from core.ice.verdict import Outcome
from gui.results.columns import ice_columns
from gui.results.identity import _meaning


def rows(*outcomes: Outcome) -> list[IceRow]:
    """Each outcome is of a template of its own."""
    return score_rows(
        IceRecord("m", "j", str(i), str(i), "q", "team", "en", "plain", False, outcome, strict=False)
        for i, outcome in enumerate(outcomes)
    )


def test_a_bound_says_that_it_counts_template_families() -> None:
    assert "counts template families and not answers" in _meaning(rows(*[Outcome.CONSISTENT] * 20))
    even = [Outcome.CONSISTENT, Outcome.OTHER_MAKER] * 10
    assert "counts template families" not in _meaning(rows(*even))


def test_no_verdict_at_all_is_a_dash_of_all_asked() -> None:
    nothing = rows(Outcome.NO_ANSWER, *[Outcome.UNSCORED] * 19)
    assert "loose_published" not in {column.name for column in ice_columns(nothing)}
    some = rows(Outcome.NO_ANSWER, *[Outcome.CONSISTENT] * 9, *[Outcome.OTHER_MAKER] * 9)
    [of_all] = [c for c in ice_columns([*nothing, *some]) if c.name == "loose_published"]
    assert [of_all.text(row) for row in (*nothing, *some)] == ["–", "47.4"]
