"""Small studies to try things out with: no key, nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Collection

from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import tr

LOCAL, SIMULATED = "Trial with a model on this computer", "Trial with simulated models"
_ASKED = {"temperature": 0.0, "max_tokens": 96}  # on a small computer some seconds an answer
_BY_CHANCE = {**_ASKED, "temperature": 0.7}


def local_models() -> tuple[str, ...]:
    """The built-in models that can run here: the part that serves them and their weights are installed. Blocking."""
    from importlib.util import find_spec

    from core.llm.weights import BUILT_INS, at_hand

    return tuple(name for name in BUILT_INS if at_hand(name)[1]) if find_spec("xllamacpp") else ()


def trial_study(installed: Collection[str]) -> Study:
    """A study that can start at once: real small models where they are installed, else simulated ones."""
    return _local(installed) if "smollm2" in installed else _simulated()


def is_trial(name: str) -> bool:
    """Whether a study is one of these."""
    return name in {LOCAL, SIMULATED, tr(LOCAL), tr(SIMULATED)}


def _local(installed: Collection[str]) -> Study:
    """A model beside itself with more chance, which is close, and beside one of another family, which is not."""
    gemma = ModelSpec(
        "gemma-3-270m",
        "test",
        "local",
        builtin="gemma3-270m",
        kind="base",
        params=_ASKED,
        notes=tr("Another family: less alike."),
    )
    return Study(
        name=tr(LOCAL),
        models=(
            ModelSpec("SmolLM2", "reference", "local", builtin="smollm2", params=_ASKED),
            ModelSpec(
                "SmolLM2, more by chance",
                "test",
                "local",
                builtin="smollm2",
                params=_BY_CHANCE,
                notes=tr("The same model: should be alike."),
            ),
            *([gemma] if gemma.builtin in installed else []),
            ModelSpec(
                "Simulated stranger", "control", "simulated", closeness=0.1, notes=tr("Made to be unrelated.")
            ),
        ),
        prompt_sets=(
            PromptSetSpec("reasoning", bundled="reasoning", sample=8),
            PromptSetSpec("instructions", bundled="instructions", sample=4),
        ),
    )


def _simulated() -> Study:
    return Study(
        name=tr(SIMULATED),
        models=(
            ModelSpec("Simulated reference", "reference", "simulated", closeness=1.0),
            ModelSpec("Simulated near copy", "test", "simulated", closeness=0.9),
            ModelSpec("Simulated cousin", "test", "simulated", closeness=0.5),
            ModelSpec("Simulated stranger", "test", "simulated", closeness=0.1),
        ),
        prompt_sets=(PromptSetSpec("reasoning", bundled="reasoning"), PromptSetSpec("math", bundled="math")),
    )
