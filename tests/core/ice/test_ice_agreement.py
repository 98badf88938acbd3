from __future__ import annotations

import pytest

from core.ice.agreement import Said, between_raters, between_repeats
from core.ice.verdict import Outcome


def said(rater: str, outcomes: list[Outcome], *, person: bool = False, repeat: int = 0) -> list[Said]:
    return [Said(rater, person, number, repeat, each) for number, each in enumerate(outcomes)]


def test_a_person_and_a_judge_agree_on_contradictions_and_differ_in_the_outcome() -> None:
    judge = said("rules", [Outcome.CONSISTENT, Outcome.OTHER_MAKER, Outcome.REFUSED, Outcome.OTHER_MAKER])
    person = said(
        "me", [Outcome.CONSISTENT, Outcome.INVENTED_MAKER, Outcome.REFUSED, Outcome.OTHER_MAKER], person=True
    )
    loose, outcome = between_raters(judge + person)
    assert (loose.raters, loose.score, loose.kappa, loose.exact, loose.n) == (
        ("me", "rules"),
        "loose",
        1.0,
        1.0,
        4,
    )
    assert (outcome.score, outcome.exact) == ("outcome", 0.75)
    assert outcome.kappa == pytest.approx((0.75 - 0.25) / 0.75)


def test_what_says_nothing_of_the_model_is_left_out() -> None:
    judge = said("rules", [Outcome.NO_ANSWER, Outcome.UNSCORED, Outcome.CONSISTENT, Outcome.CONSISTENT])
    person = said(
        "me", [Outcome.CONSISTENT, Outcome.CONSISTENT, Outcome.UNSCORED, Outcome.CONSISTENT], person=True
    )
    loose, outcome = between_raters(judge + person)
    assert (loose.n, loose.exact, loose.kappa) == (1, 1.0, None)
    assert outcome.n == 1


def test_without_a_shared_response_there_is_no_row() -> None:
    assert between_raters(said("rules", [Outcome.CONSISTENT])) == []
    assert (
        between_raters([*said("rules", [Outcome.CONSISTENT]), Said("me", True, 9, 0, Outcome.CONSISTENT)])
        == []
    )


def test_a_person_of_a_judge_s_name_is_another_rater() -> None:
    rows = between_raters(said("rules", [Outcome.CONSISTENT]) + said("rules", [Outcome.REFUSED], person=True))
    assert [(row.raters, row.score, row.exact) for row in rows] == [
        (("rules", "rules"), "loose", 1.0),
        (("rules", "rules"), "outcome", 0.0),
    ]


def test_a_judge_s_first_verdict_stands_beside_others_and_its_repeats_beside_itself() -> None:
    first, again = [Outcome.CONSISTENT, Outcome.OTHER_MAKER], [Outcome.OTHER_MAKER, Outcome.OTHER_MAKER]
    judge = said("llm", first) + said("llm", again, repeat=1)
    loose, _ = between_raters(judge + said("me", first, person=True))
    assert loose.exact == 1.0
    own, outcome = between_repeats(judge + said("me", first, person=True))
    assert (own.raters, own.exact, own.n, outcome.exact) == (("llm",), 0.5, 2, 0.5)
    assert between_repeats(said("llm", first)) == []
