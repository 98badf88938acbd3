"""What a study will take and can show, in the words of its review."""

from __future__ import annotations

from typing import Any

from gui import format as fmt
from gui.i18n import tr

TIME = "Answers vary in length, and a computer or server that is busy with other work takes longer."
# Answers may be shorter than reckoned with; on a busy computer a run was seen to take two and a half times as long.
_FASTER, _SLOWER = 0.7, 2.5
_UNITS = (
    (3600, "about {low} to {high} h"),
    (60, "about {low} to {high} min"),
    (1, "about {low} to {high} s"),
)


def time(seconds: float) -> str:
    """How long a run takes: from where to where, as nobody knows it to the second."""
    if seconds < 1:
        return fmt.duration(seconds)
    high = _SLOWER * seconds
    size, text = next((size, text) for size, text in _UNITS if high >= 2 * size or size == 1)
    return tr(text, low=max(1, round(_FASTER * seconds / size)), high=max(2, round(high / size)))


def power(estimate: Any) -> str:
    """What so many prompts can show, before anything is paid for."""
    if estimate.smallest_difference is None:
        return ""
    return tr(
        "With {n} prompts, differences between two models below about {points} points cannot be told apart.",
        n=fmt.count(estimate.prompts),
        points=fmt.score(estimate.smallest_difference),
    )


def basis(estimate: Any) -> str:
    """What the time of the models that run here rests on, a line for each."""
    return "\n".join(_basis(model) for model in estimate.models if model.speed and model.calls)


def _basis(model: Any) -> str:
    text = "{name}: about {n} tokens a second (a rule of thumb, until it has run here), {time} for its part."
    if model.speed.measured:
        text = "{name}: about {n} tokens a second (measured on this computer), {time} for its part."
    n = fmt.count(max(1, round(model.speed.writes)))
    return tr(text, name=model.name, n=n, time=time(model.seconds))
