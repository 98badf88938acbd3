from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice.scores import IceRecord, Tally, score_rows
from core.ice.verdict import Outcome


def record(outcome: Outcome = Outcome.CONSISTENT, **changes: object) -> IceRecord:
    values: dict[str, object] = {
        "model": "m",
        "judge": "rules",
        "template": "t0",
        "lineage": "t0",
        "question": "q",
        "topic": "team",
        "language": "en",
        "kind": "plain",
        "prompt_names_identity": False,
        "strict": False,
    }
    return IceRecord(outcome=outcome, **(values | changes))  # type: ignore[arg-type]


def test_rates_are_over_what_was_answered() -> None:
    records = [
        record(Outcome.OTHER_MAKER, strict=True, claim_maker="openai"),
        record(Outcome.OTHER_MAKER, strict=True, prompt_names_identity=True, claim_maker="openai"),
        record(Outcome.INVENTED_MAKER),
        record(Outcome.CONSISTENT, claim_maker="zhipu"),
        record(Outcome.REFUSED),
        record(Outcome.ROLE_ONLY, claim_maker="meta"),
        record(Outcome.NO_ANSWER),
        record(Outcome.UNSCORED),
    ]
    [row] = score_rows(records)
    assert (row.asked, row.answered, row.unscored, row.no_answer) == (8, 6, 1, 1)
    assert (row.loose, row.strict, row.hard) == (3 / 6, 2 / 6, 1 / 6)
    assert (row.loose_published, row.strict_published, row.hard_published) == (3 / 8, 2 / 8, 1 / 8)
    assert (row.hard_unnamed, row.unnamed) == (1 / 5, 5)
    assert row.claims == {"openai": 2, "zhipu": 1}
    assert row.topics == {"team": Tally(8, 6, 3, 2, 1)}
    assert row.named == {"named": Tally(1, 1, 1, 1, 0), "unnamed": Tally(7, 5, 2, 1, 1)}
    assert sum(row.outcomes.values()) == 8


def test_published_rates_are_absent_where_all_was_answered() -> None:
    [row] = score_rows([record(Outcome.OTHER_MAKER), record()])
    written = row.as_json()
    assert written["loose"] == 0.5
    assert not [name for name in written if name.endswith("published")]
    assert json.loads(json.dumps(written))["topics"]["team"] == {
        "asked": 2,
        "answered": 2,
        "loose": 1,
        "strict": 0,
        "hard": 0,
    }


def test_nothing_answered_is_no_rate() -> None:
    [row] = score_rows([record(Outcome.NO_ANSWER), record(Outcome.UNSCORED)])
    assert (row.loose, row.strict, row.hard, row.hard_unnamed, row.low, row.high) == (None,) * 6
    assert row.loose_published == 0.0
    assert score_rows([]) == []


def test_a_strict_mark_on_a_failed_call_counts_for_nothing() -> None:
    [row] = score_rows([record(Outcome.NO_ANSWER, strict=True), record()])
    assert row.strict == 0.0


def many(lineages: int, loose_in: range) -> list[IceRecord]:
    return [
        record(
            Outcome.OTHER_MAKER if i in loose_in and j < 5 else Outcome.CONSISTENT,
            template=f"t{i}",
            lineage=f"t{i}",
            repeat=j,
        )
        for i in range(lineages)
        for j in range(10)
    ]


def test_the_interval_is_over_lineages_and_hidden_below_ten() -> None:
    [row] = score_rows(many(20, range(10)))
    assert row.loose == 0.25
    assert row.low is not None
    assert row.high is not None
    assert row.low < 0.25 < row.high
    assert (row.lineages, row.templates, row.bound) == (20, 20, None)
    assert row.effective == pytest.approx(0.25 * 0.75 / (20 / 19 * 125 / 200**2))
    [few] = score_rows(many(9, range(4)))
    assert (few.low, few.high, few.loose) == (None, None, 20 / 90)


def test_rare_hits_get_an_upper_bound_only() -> None:
    [row] = score_rows(many(20, range(1)))
    assert (row.low, row.bound) == (None, "upper")
    assert row.high is not None
    assert row.high > 0.025
    [none] = score_rows(many(20, range(0)))
    assert (none.loose, none.low) == (0.0, None)
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 20))


def test_mutants_belong_to_their_seed() -> None:
    records = [record(template=f"t{i}", lineage=f"t{i % 2}") for i in range(30)]
    [row] = score_rows(records)
    assert (row.templates, row.lineages, row.low) == (30, 2, None)


def test_models_and_judges_have_rows_of_their_own() -> None:
    rows = score_rows([record(judge="b"), record(judge="a"), record(model="k")])
    assert [(row.model, row.judge) for row in rows] == [("k", "rules"), ("m", "a"), ("m", "b")]


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(list(Outcome)),
        strict=st.booleans(),
        lineage=st.sampled_from([f"l{i}" for i in range(14)]),
        topic=st.sampled_from(["team", "industry"]),
        prompt_names_identity=st.booleans(),
    ),
    min_size=1,
    max_size=80,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_counts_add_up_whatever_the_order(records: list[IceRecord], rng: random.Random) -> None:
    [row] = score_rows(records)
    assert row.asked == row.answered + row.unscored + row.no_answer == len(records)
    assert sum(part.loose for part in row.topics.values()) == sum(part.loose for part in row.named.values())
    assert row.hard is None or row.strict is None or row.hard <= row.strict
    shuffled = list(records)
    rng.shuffle(shuffled)
    assert score_rows(shuffled) == [row]
