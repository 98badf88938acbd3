"""The words for roles, providers and modes, in English; pages translate them when they show them."""

from __future__ import annotations

from core.report.safe import one_line
from core.study import ModelSpec
from gui import format as fmt
from gui.i18n import tr
from gui.provider_words import in_words

ROLES = {
    "reference": "Reference",
    "test": "Test",
    "control": "Control",
    "judge": "Judge",
    "mutator": "Mutator",
}
ROLE_HELP = {
    "reference": "The model that others may have been distilled from.",
    "test": "A model to be measured.",
    "control": "A model known to be unrelated: how alike it is by chance is what similarity starts from.",
    "judge": "A model that rates the responses.",
    "mutator": "A model that writes new templates for identity questions.",
}
BUILT_IN = {
    "simulated": "Simulated (built in, no key)",
    "recorded": "Recorded answers (a file)",
    "local": "Local model (runs on this computer)",
}
PROMPT_SETS = {
    "reasoning": "Short puzzles and everyday inferences, a third of them in Chinese.",
    "math": "Problems with one right answer, a third of them in Chinese.",
    "instructions": "Writing tasks, some over several turns, a third of them in Chinese.",
}


def reached(model: ModelSpec) -> str:
    """How a model is reached, in a few words."""
    if model.provider in BUILT_IN:
        return tr(BUILT_IN[model.provider]).split(" (")[0].split("（")[0]
    from core.llm import catalog

    names = {entry.id: entry.name for entry in catalog.providers()}
    return in_words(names.get(model.provider, model.provider))


def details(model: ModelSpec) -> str:
    """What else tells a model apart: where it is, what was noted of it."""
    if model.provider == "recorded":
        return model.path or ""
    if model.provider == "simulated":
        return one_line(model.notes) or _simulated(model)
    parts = [model.served_name if model.served_name != model.name else "", model.base_url or ""]
    if model.builtin:  # what somebody noted of it says more than its name in the program
        return one_line(model.notes) or model.builtin
    return ", ".join(p for p in (*parts, model.path or "", one_line(model.notes)) if p)


def _simulated(model: ModelSpec) -> str:
    parts = []
    if model.closeness is not None:
        parts.append(tr("likeness {value}", value=fmt.score(model.closeness)))
    if model.leak is not None:
        parts.append(tr("claims another maker: {value}", value=fmt.score(model.leak)))
    return ", ".join(parts)
