"""Whether a model is closer to a reference than models known to be unrelated are.

With m_k(s, t) the mean of component k of model s beside reference t, over the prompts common to all models
and references: e_k(s, t) = m_k(s, t) - mean over controls c of m_k(c, t); d_k = e_k - mean over t of e_k;
D(s, t) = mean over k of d_k(s, t) / sd of d_k(., t) over the controls. A control's own D leaves that control
out of the mean and the sd.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.rse.scores import Array, Prompt, strata

FEWEST_CONTROLS = 5

# Reference, prompt: the components of one model.
Tables = Mapping[str, Mapping[Prompt, Array]]


def above_floor(model: Tables, controls: Mapping[str, Tables], reference: str) -> bool | None:
    """Whether the model's D at `reference` exceeds every control's largest D; None: no floor measured.

    A floor needs five controls that answered beside the same references, and prompts common to all.
    """
    references = sorted(model)
    usable = [tables for _, tables in sorted(controls.items()) if set(references) <= set(tables)]
    if len(usable) < FEWEST_CONTROLS:
        return None
    means = _means([model, *usable], references)
    if means is None:
        return None
    own, floor = means[0], means[1:]
    highest = max(float(excess(c, np.delete(floor, i, axis=0)).max()) for i, c in enumerate(floor))
    return float(excess(own, floor)[references.index(reference)]) > highest


def excess(means: Array, controls: Array) -> Array:
    """D of one model (references x components) over controls (controls x references x components)."""
    baseline = controls.mean(axis=0)
    own = _relative(means - baseline)
    spread = _relative(controls - baseline).std(axis=0, ddof=1)
    # Controls that all agree give no unit to measure by.
    return np.asarray(np.divide(own, spread, out=np.zeros_like(own), where=spread > 1e-12).mean(axis=-1))


def _relative(excesses: Array) -> Array:
    return np.asarray(excesses - excesses.mean(axis=-2, keepdims=True))


def _means(models: list[Tables], references: list[str]) -> Array | None:
    """Models x references x components over the prompts common to all, prompt sets weighing the same."""
    prompts = sorted(set.intersection(*(set(model[name]) for model in models for name in references)))
    if not prompts:
        return None
    values = np.asarray([[[model[name][p] for name in references] for model in models] for p in prompts])
    return np.asarray(np.mean([each.mean(axis=0) for each in strata(prompts, values)], axis=0))
