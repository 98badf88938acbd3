"""Two responses to one judgment."""

from __future__ import annotations

from core.rse.judgment import DIMENSIONS, RseJudgment
from core.rse.measured import calibration, rationale
from core.rse.measured.families import FAMILIES, all_families
from core.rse.measured.measurements import Features, features


def compare(a: Features, b: Features) -> RseJudgment:
    """The judgment of a pair: the scores do not depend on the order, the rationale names `a` first.

    `components` holds style, structure and content before the five-point map, and each family's figure.
    """
    figures = _figures(a, b)
    components = {dimension: calibration.component(dimension, figures) for dimension in DIMENSIONS}
    style, structure, content = (calibration.score(name, components[name]) for name in DIMENSIONS)
    return RseJudgment(
        style=style,
        structure=structure,
        content=content,
        overall=(style + structure + content) / 3,
        rationale=rationale.explain(a, b, figures),
        components={**components, **figures},
    )


def _figures(a: Features, b: Features) -> dict[str, float]:
    if a.digest == b.digest:
        return dict.fromkeys(FAMILIES, 1.0)
    if not a.tokens or not b.tokens:
        return dict.fromkeys(FAMILIES, 0.0 if a.tokens or b.tokens else 1.0)
    # One fixed order for the arithmetic, so that (a, b) and (b, a) agree to the last bit.
    one, two = sorted((a, b), key=lambda side: side.digest)
    return all_families(one, two)


def judge(reference: str, response: str) -> RseJudgment:
    """The judgment of two texts."""
    return compare(features(reference), features(response))


def judge_many(pairs: list[tuple[str, str]]) -> list[RseJudgment]:
    """The judgments of many pairs, in order, each distinct text measured once."""
    measured: dict[str, Features] = {}
    for text in (text for pair in pairs for text in pair):
        if text not in measured:
            measured[text] = features(text)
    return [compare(measured[reference], measured[response]) for reference, response in pairs]
