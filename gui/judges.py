"""What the window calls a judge, in its own language."""

from __future__ import annotations

from core.wording import judge_name, judge_subject
from gui.i18n import core_language


def called(judge: str) -> str:
    """A judge in a table or a list."""
    return judge_name(judge, core_language())


def by(judge: str) -> str:
    """A judge in a sentence."""
    return judge_subject(judge, core_language())


def called_all(judges: str) -> str:
    """Judges whose names stand between strokes, as tables of pairs have them."""
    return " / ".join(map(called, judges.split(" / ")))
