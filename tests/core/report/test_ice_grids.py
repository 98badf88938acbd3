"""What the identity tables of a report say of bounds, and of a judge that gave no verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.ice.scores import IceRecord, IceRow, score_rows
from core.ice.verdict import Outcome
from core.report.ice_grids import counts_grid, ice_grid
from core.report.words import words


def rows(*outcomes: Outcome) -> list[IceRow]:
    """Each outcome is of a template of its own."""
    return score_rows(
        IceRecord("m", "j", str(i), str(i), "q", "team", "en", "plain", False, outcome, strict=False)
        for i, outcome in enumerate(outcomes)
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_bound_says_what_it_counts(language: str) -> None:
    said = words(language)
    [clean] = rows(*[Outcome.CONSISTENT] * 20)
    assert said("note.ice_bound") in ice_grid("ice", [clean], said, "Note.").note
    assert said("note.ice_bound") not in ice_grid("ice", [replace(clean, bound=None)], said, "Note.").note


def test_no_verdict_at_all_is_a_dash_of_all_asked() -> None:
    nothing = rows(Outcome.NO_ANSWER, *[Outcome.UNSCORED] * 19)
    assert "Of all asked" not in " ".join(counts_grid("ice_counts", nothing, words("en")).head)
    some = rows(Outcome.NO_ANSWER, *[Outcome.CONSISTENT] * 9, *[Outcome.OTHER_MAKER] * 9)
    told = counts_grid("ice_counts", [*nothing, *some], words("en"))
    assert [row[-3] for row in told.rows] == ["–", "47.4"]
