"""A study that is opened at the price of one of its models."""

from __future__ import annotations

from dataclasses import dataclass

from core.study import Study


@dataclass(frozen=True)
class Unpriced:
    """What the study page shows: the study, and the dialog of the model at its price; no model opens none."""

    study: Study
    model: str


def unpriced(study: Study) -> Unpriced:
    """Find the first model whose price nobody knows. Loads the price list: not for the window's thread."""
    from core.engine.prices import is_free, prices

    known = prices(study)
    lacking = (spec.name for spec in study.models if spec.name not in known and not is_free(spec))
    return Unpriced(study, next(lacking, ""))
