"""The categories of the prompts that come with the program, in the language in use."""

from __future__ import annotations

from gui.i18n import tr

_SHIPPED = frozenset(
    (
        "advice", "algebra", "analogies", "analysis", "applied", "argument analysis", "biology", "brainstorming",
        "calculus", "causal reasoning", "code", "code in turns", "code review", "combinatorics", "comparison",
        "complex numbers", "cooking", "creative", "critical reading", "data", "debate in turns", "decision",
        "economics", "editing in turns", "email", "estimation", "ethics", "explanation", "extraction", "format",
        "games", "geometry", "history", "instructions", "interview in turns", "invention", "language",
        "law and rules", "linear algebra", "logic", "number theory", "opinion with limits", "planning",
        "probability", "rewriting", "science", "sequences", "spatial reasoning", "statistics", "story in turns",
        "summary", "systems", "teaching", "translation and style", "trigonometry", "trip in turns",
        "tutoring in turns", "writing",
    )
)  # fmt: skip


def shown(category: str) -> str:
    """A category of ours by its name in the language in use; one of a file stays as somebody wrote it."""
    return tr(category) if category in _SHIPPED else category
