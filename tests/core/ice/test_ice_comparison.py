from __future__ import annotations

from core.ice.comparison import compare_models, template_rates
from core.ice.scores import IceRecord
from core.ice.verdict import Outcome


def answers(model: str, rates: dict[str, list[int]], judge: str = "rules") -> list[IceRecord]:
    return [
        IceRecord(
            model=model,
            judge=judge,
            template=template,
            lineage=template,
            question=str(i),
            topic="team",
            language="en",
            kind="plain",
            prompt_names_identity=False,
            outcome=Outcome.OTHER_MAKER if hit else Outcome.CONSISTENT,
            strict=False,
        )
        for template, hits in rates.items()
        for i, hit in enumerate(hits)
    ]


def test_rates_are_by_template() -> None:
    assert template_rates(answers("m", {"a": [1, 0], "b": [1, 1, 1, 0]}), "loose") == {"a": 0.5, "b": 0.75}
    assert template_rates(answers("m", {"a": [1, 0]}), "strict") == {"a": 0.0}


def test_only_shared_templates_are_compared() -> None:
    leaky = {f"t{i}": [1, 1] for i in range(8)}
    tight = {f"t{i}": [1, 0] for i in range(2, 10)}
    [row] = compare_models(answers("m", leaky) + answers("n", tight), seed=1)
    assert (row.difference, row.templates, row.p) == (0.5, 6, 2 / 2**6)


def test_pairs_are_corrected_within_a_judge() -> None:
    records = [
        r
        for model, hit in (("m", 1), ("n", 0), ("o", 0))
        for r in answers(model, {f"t{i}": [hit] for i in range(8)})
    ]
    rows = compare_models(records + answers("m", {"t0": [1]}, judge="other"), seed=1)
    assert [(row.first, row.second, row.p_holm) for row in rows] == [
        ("m", "n", 6 / 256),
        ("m", "o", 6 / 256),
        ("n", "o", 1.0),
    ]


def test_no_shared_template_is_no_comparison() -> None:
    [row] = compare_models(answers("m", {"a": [1]}) + answers("n", {"b": [1]}), seed=1)
    assert (row.difference, row.p, row.p_holm, row.templates) == (None, None, None, 0)
    assert compare_models(answers("m", {"a": [1]}) + answers("n", {"a": [1]}), seed=1, models=["m"]) == []
