"""What the filters are called, and what can be chosen in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.ice.facts import display_name
from core.report.safe import one_line
from core.study import MEASURED, RULES
from gui import format as fmt
from gui import statuses
from gui.i18n import tr
from gui.identity.words import capital
from gui.judges import called

ALL = {
    "metric": "All metrics",
    "model": "All models",
    "reference": "All references",
    "judge": "All judges",
    "prompt_set": "All prompt sets",
    "outcome": "All outcomes",
    "verdict": "All verdicts",
    "topic": "All topics",
    "kind": "All templates",
    "naming": "All questions",
    "language": "All languages",
}
FIRST = frozenset({"metric", "model", "reference", "prompt_set", "verdict", "score"})
# Where there is little room: as many of these as fit on one line, in this order.
MOST_WANTED, ON_ONE_LINE = ("metric", "model", "score", "verdict", "prompt_set", "reference"), 3
# What only judgments of one metric have.
_ABOUT = {
    "rse": frozenset({"reference", "prompt_set", "score"}),
    "ice": frozenset({"verdict", "topic", "kind", "naming"}),
}
SCORES = (
    ("Any score", None, None),
    ("1 to 2", 1.0, 2.0),
    ("2 to 3", 2.0, 3.0),
    ("3 to 4", 3.0, 4.0),
    ("4 to 5", 4.0, 5.0),
)
_SAID = {
    "named": "Names an identity",
    "unnamed": "Names none",
    "loose": "Loose",
    "strict": "Strict",
    "hard": "Hard",
    "en": "English",
    "zh": "Chinese",
}
_ALSO = {
    "claim": "claims to be {value}",
    "claimed": "claims that count",
    "low": "scores from {value}",
    "high": "scores up to {value}",
    "template": "template {value}",
    "prompt": "prompt {value}",
}
_APART = {"loose": "where they differ on contradiction", "outcome": "where they differ on the outcome"}
_RSE_OUTCOMES = ("scored", "unscored", "no_answer")


def said(key: str, value: str) -> str:
    """A choice in words."""
    if key == "outcome":
        return statuses.outcome(value)
    if key in {"verdict", "naming", "language"}:
        return tr(_SAID.get(value, value))
    if key == "judge":
        return called(value)
    if key in {"kind", "topic"}:
        return capital(value)
    return value.upper() if key == "metric" else one_line(value)


def fits(key: str, metric: str) -> bool:
    """Whether a filter means something where only judgments of this metric are listed, "" being both."""
    return not any(key in keys for about, keys in _ABOUT.items() if metric and about != metric)


def beside(extra: Mapping[str, Any]) -> str:
    """What is chosen that no box offers."""
    return " · ".join(_beside(key, value) for key, value in extra.items())


def _beside(key: str, value: Any) -> str:
    if key == "placebo":
        return tr("without placebo templates") if value == "without" else tr("placebo templates")
    if key == "only":
        return tr("{n} chosen to be labelled", n=len(value))
    if key == "apart":
        return tr(_APART[value])
    if key == "raters":
        return _judged_by(value)
    if key == "claim":
        value = display_name(value)
    shown = fmt.score(value) if isinstance(value, float) else one_line(str(value))
    return tr(_ALSO.get(key, key), value=shown)


def _judged_by(raters: Sequence[str]) -> str:
    names = " / ".join(called(one_line(name)) for name in raters)
    if len(raters) == 1:
        return tr("judged more than once by {name}", name=names)
    return tr("judged by both of {names}", names=names)


def choices(study: Any) -> dict[str, Sequence[str]]:
    """What can be chosen in a run of this study."""
    judges = (*study.rse.judges, *study.ice.judges)
    builtin = [name for name in (MEASURED, RULES) if name in judges]
    offered = {
        "metric": study.metrics,
        "model": [m.name for m in study.of_role("test", "control")],
        "reference": [m.name for m in study.of_role("reference")],
        "judge": [*builtin, *(m.name for m in study.of_role("judge"))],
        "prompt_set": [p.name for p in study.prompt_sets],
        "outcome": _outcomes(study.metrics),
    }
    return offered | (_identity() if "ice" in study.metrics else {})


def _identity() -> dict[str, Sequence[str]]:
    from core.ice import templates
    from core.ice.topics import TOPICS

    return {
        "kind": sorted({template.kind for template in templates.seeds()}),
        "verdict": ("loose", "strict", "hard"),
        "topic": TOPICS,
        "naming": ("unnamed", "named"),
        "language": ("en", "zh"),
    }


def _outcomes(metrics: Sequence[str]) -> list[str]:
    ice = [n for n in statuses.OUTCOMES if " " in n or n in {"consistent", "refused"}]
    return [*(_RSE_OUTCOMES if "rse" in metrics else ()), *(ice if "ice" in metrics else ())]
