"""Choosing some prompts of a set, the same ones each time."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from core.errors import BadInput
from core.prompts.model import PromptSet


def choose(prompt_set: PromptSet, n: int, seed: int) -> PromptSet:
    """Return `n` prompts of the set, chosen by `seed` and the set's name, in the set's own order.

    A set that has no more than `n` prompts is returned whole. Raises BadInput unless `n` is at least 1.
    """
    if n < 1:
        raise BadInput(f"at least one prompt has to be chosen, not {n}", field="sample")
    if n >= len(prompt_set):
        return prompt_set
    chosen = Random(f"{seed}/{prompt_set.name}").sample(range(len(prompt_set)), n)  # noqa: S311 - no secret
    return replace(prompt_set, prompts=tuple(prompt_set.prompts[index] for index in sorted(chosen)))
