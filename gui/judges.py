"""What the window calls a judge, in its own language."""

from __future__ import annotations

from collections.abc import Iterable

from core.wording import judge_name, judge_subject
from gui.i18n import core_language, tr

_SHORT = {"measured": "Measured", "rules": "Rules", "published": "Published"}


def called(judge: str) -> str:
    """A judge in a table or a list."""
    return judge_name(judge, core_language())


def in_short(judge: str) -> str:
    """A judge below a head that says "Judge", where there is little room."""
    return tr(_SHORT[judge]) if judge in _SHORT else judge


def by(judge: str) -> str:
    """A judge in a sentence."""
    return judge_subject(judge, core_language())


def called_all(raters: Iterable[str]) -> str:
    """Judges and people in one cell, as tables of agreement have them."""
    from core.report.grids import rater_names

    return rater_names(map(called, raters))
