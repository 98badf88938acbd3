"""Small studies to try things out with: no key, nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Collection

from core.study import ModelSpec, PromptSetSpec, RseSpec, Study
from gui.i18n import tr

LOCAL, SIMULATED = "Trial with a model on this computer", "Trial with simulated models"
TOLD = (
    "A trial, to see how it works. The reference, one small model, is asked twice (ceiling), and compared with the same"
    " model asked without chance and with others less and less related, down to made-up texts (control). The nearer the"
    " relation, the higher the score should be; so few prompts give a first impression only."
)
TOLD_SIMULATED = (
    "A trial, to see how it works. The models are simulated, and made to be more or less like the reference: the scores"
    " should come in that order. They say nothing of real models."
)
_GEMMA = "gemma3-270m"
_LONGEST = 96  # tokens: on a small computer some seconds an answer
_BY_CHANCE = {
    "temperature": 0.7,
    "max_tokens": _LONGEST,
}  # so that the reference asked again says something else
_WITHOUT = {"temperature": 0.0, "max_tokens": _LONGEST}


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


def told(study: Study) -> str:
    """Why a trial is made as it is, and what its review would warn of; nothing of a study that is none, or changed."""
    if study == _simulated():
        return tr(TOLD_SIMULATED)
    real = any(study == _local(installed) for installed in ((), (_GEMMA,)))
    return tr(TOLD) if real else ""


def _local(installed: Collection[str]) -> Study:
    """A model beside itself, asked twice and without chance, beside one of another family, and beside made-up texts."""
    first = tr("A small model of this computer.")
    same = tr("Same model, likeliest words.")
    other = tr("A model of another family.")
    none = tr("Texts that were made up.")
    gemma = ModelSpec(
        "Gemma 3 270M", "test", "local", builtin=_GEMMA, kind="base", params=_BY_CHANCE, notes=other
    )
    return Study(
        name=tr(LOCAL),
        models=(
            ModelSpec("SmolLM2", "reference", "local", builtin="smollm2", params=_BY_CHANCE, notes=first),
            ModelSpec(
                tr("SmolLM2 without chance"), "test", "local", builtin="smollm2", params=_WITHOUT, notes=same
            ),
            *([gemma] if gemma.builtin in installed else []),
            ModelSpec(tr("Unrelated (simulated)"), "control", "simulated", closeness=0.1, notes=none),
        ),
        prompt_sets=(
            PromptSetSpec("reasoning", bundled="reasoning", sample=8),
            PromptSetSpec("instructions", bundled="instructions", sample=4),
        ),
        rse=RseSpec(ceiling=True),
    )


def _simulated() -> Study:
    made = tr("Made to be nearly the same."), tr("Made to be half alike."), tr("Made to be unrelated.")
    return Study(
        name=tr(SIMULATED),
        models=(
            ModelSpec(tr("Simulated reference"), "reference", "simulated", closeness=1.0),
            ModelSpec(tr("Simulated near copy"), "test", "simulated", closeness=0.9, notes=made[0]),
            ModelSpec(tr("Simulated cousin"), "test", "simulated", closeness=0.5, notes=made[1]),
            ModelSpec(tr("Simulated stranger"), "test", "simulated", closeness=0.1, notes=made[2]),
        ),
        prompt_sets=(PromptSetSpec("reasoning", bundled="reasoning"), PromptSetSpec("math", bundled="math")),
    )
