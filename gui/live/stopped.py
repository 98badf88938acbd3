"""What keeps models from being asked any more, said whole at the head of the run: a server that is off, no credit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.report.safe import one_line
from gui.i18n import Said, language, tr
from gui.live.columns import REMEDIES
from gui.live.model import ErrorLine
from gui.messages import said
from gui.refused import WRONG
from gui.widgets.banner import Banner

_LONGEST = 300  # characters: a server may answer with a page
_STOP = re.compile(r"(?<=[.。])(?:\s+|(?<=。))(?=\S)")  # between two sentences


class StoppedBy(Banner):
    """Hidden while every account is asked; refused keys have a line of their own, which asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()

    def show_lines(self, lines: Iterable[ErrorLine]) -> None:
        """Show what stops accounts, of these errors by cause."""
        stops = [line for line in lines if line.stops and line.cause != WRONG]
        shown = (language.code, *((line.model, line.cause, line.message) for line in stops))
        if shown == self._shown and self.isHidden() != bool(stops):
            return
        self._shown = shown
        if not stops:
            self.hide()
            return
        first = max(stops, key=lambda line: line.count)
        models = ", ".join(one_line(line.model) for line in stops if line.cause == first.cause)
        remedy, why = tr(REMEDIES.get(first.cause, "")), Said(lambda: _what(first.message))
        self.say(
            tr("{models} could not be asked: {why}. {remedy}", models=models, why=why, remedy=remedy), "bad"
        )


def _what(message: str) -> str:
    """What happened, in the language in use, without what can be done: that is said once, in the window's words."""
    whole = one_line(str(said(message)), _LONGEST)
    return _STOP.split(whole, maxsplit=1)[0].rstrip(".。")
